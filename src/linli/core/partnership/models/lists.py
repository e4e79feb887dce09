"""What neighbours want, what can be given, and who presses "I want it too"."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.hours import EVERY_HOUR
from linli.base.models import BaseModel, ScopedQuerySet
from linli.base.secrets import EncryptedTextField
from linli.core.areas.models import Area, PlacedModel
from linli.core.partnership.enums import LIVE, PUBLIC, GiverKind, ListState, NeedKind, ResourceKind
from linli.core.partnership.models.partners import Partner
from linli.core.people.enums import Door
from linli.core.people.models import Person

ERASED = "(erased)"  # where words stood that were forgotten


class Listed(PlacedModel):
    """One line of a list: what was said, and what everybody may read of it.

    `place` is a compound, a grid or the community: never a door. `said` and who said it stay at the desk; `title` and
    `text` are public from the moment at which somebody has looked at them.
    """

    code = models.CharField(max_length=12, unique=True)  # of the slip
    title = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    said = models.TextField()
    spot = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hours = models.PositiveIntegerField(default=0)  # the parts of a week, base/hours.py

    door = models.CharField(max_length=8, choices=Door.choices, default=Door.ONLINE)
    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(  # the unit that says it, by its liaison
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    contact_name = EncryptedTextField(null=True, blank=True)
    contact_phone = EncryptedTextField(null=True, blank=True)
    written_by = models.CharField(max_length=80)  # the label of the actor who wrote it down
    written_at = models.DateTimeField()
    consent_note = models.CharField(max_length=200, blank=True)

    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.RECEIVED)
    state_since = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    ended_words = models.CharField(max_length=400, blank=True)  # how it came true, or why it was taken off

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_public_was_looked_at",
                condition=~Q(state__in=sorted(PUBLIC)) | Q(published_at__isnull=False) & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ended_says_why",
                condition=Q(state__in=sorted(LIVE), ended_words="") | ~Q(state__in=sorted(LIVE)) & ~Q(ended_words=""),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_hours_are_of_one_week", condition=Q(hours__lte=EVERY_HOUR)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC


class Need(Listed):
    """Something that several of us would like and that is nobody's fault: a ramp, a reading corner, a teacher."""

    kind = models.CharField(max_length=10, choices=NeedKind.choices)
    people = models.PositiveIntegerField(null=True, blank=True)  # for how many
    wanted_on = models.DateField(null=True, blank=True)  # by when
    supporters = models.PositiveIntegerField(default=0)  # how many pressed; a count, never a vote
    matter_code = models.CharField(max_length=12, blank=True)  # the matter it came from, or became

    class Meta(Listed.Meta):
        abstract = False
        constraints = [
            *Listed.Meta.constraints,
            models.UniqueConstraint(
                name="partnership_need_one_for_a_matter", fields=["matter_code"], condition=~Q(matter_code="")
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-written_at"], name="partnership_needs"),
            models.Index(fields=["grid", "state"], name="partnership_needs_of_grid"),
            models.Index(fields=["author"], name="partnership_needs_of_one"),
        ]


class Resource(Listed):
    """What a neighbour, a shop, a unit or the community can give: a room, a skill, time, a thing, material."""

    kind = models.CharField(max_length=10, choices=ResourceKind.choices)
    giver_kind = models.CharField(max_length=10, choices=GiverKind.choices, default=GiverKind.RESIDENT)
    giver_name = models.CharField(max_length=80, blank=True)  # the public name of a body; a neighbour's stays private
    where = models.CharField(max_length=120, blank=True)  # the public place of a room
    capacity = models.PositiveIntegerField(null=True, blank=True)  # people, or pieces
    starts_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    is_lasting = models.BooleanField(default=True)  # stays on the list when a project has used it

    class Meta(Listed.Meta):
        abstract = False
        constraints = [
            *Listed.Meta.constraints,
            models.CheckConstraint(
                name="partnership_resource_of_a_body_names_it",
                condition=Q(giver_kind=GiverKind.RESIDENT) | ~Q(giver_name=""),
            ),
            models.CheckConstraint(
                name="partnership_resource_ends_after_it_starts",
                condition=Q(until_on=None) | Q(starts_on=None) | Q(until_on__gte=F("starts_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-written_at"], name="partnership_resources"),
            models.Index(fields=["grid", "state"], name="partnership_resources_of_grid"),
            models.Index(fields=["author"], name="partnership_resources_of_one"),
            models.Index(fields=["state", "until_on"], name="partnership_resources_until"),
        ]


class Support(BaseModel):
    """One press: this person wants it, too. Nobody but they themselves can see that it was them."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    door = models.CharField(max_length=8, choices=Door.choices, default=Door.ONLINE)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="partnership_support_one_press_a_person", fields=["need", "person"])
        ]
        indexes = [models.Index(fields=["person"], name="partnership_presses_of_one")]
