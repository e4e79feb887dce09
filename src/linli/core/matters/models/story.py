"""The story of a matter: its steps, and the pictures that belong to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.files.models import StoredFile
from linli.base.models import LedgerModel
from linli.core.matters.enums import EntryKind, Voice
from linli.core.matters.models.matters import Matter
from linli.core.people.enums import Door


class Entry(LedgerModel):
    """One step of the story of a matter. It is written once, and says what the person who asked may read."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    voice = models.CharField(max_length=8, choices=Voice.choices)
    text = models.TextField(blank=True)
    is_shown = models.BooleanField(default=True)  # the person who asked may read it
    actor = models.CharField(max_length=80)
    name = models.CharField(max_length=80, blank=True)  # how a worker is called in the story; never the reporter
    door = models.CharField(max_length=8, choices=Door.choices, default=Door.ONLINE)
    detail = models.JSONField(default=dict)  # what the headline needs: {"handler": "李工", "owner": "供热公司"}
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["matter", "id"], name="matters_story")]
        constraints = [
            models.CheckConstraint(
                name="matters_entry_never_names_the_reporter", condition=~Q(voice=Voice.REPORTER) | Q(name="")
            )
        ]


class Photo(LedgerModel):
    """A picture that belongs to an entry of the story, without place and camera data."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(LedgerModel.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(name="matters_photo_one_at_each_position", fields=["entry", "position"])]


class Recording(LedgerModel):
    """A voice note that belongs to an entry of the story. It is heard, never written down by a machine."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="recording")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(LedgerModel.Meta):
        abstract = False
