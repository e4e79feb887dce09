"""One matter, told by many: whoever has the same trouble joins instead of saying it all again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.models import BaseModel
from linli.base.secrets import EncryptedTextField
from linli.core.matters.enums import FollowerWord
from linli.core.matters.models.matters import Matter
from linli.core.people.enums import Door
from linli.core.people.models import Person


class Follower(BaseModel):
    """Somebody whose matter this is, too: with own words, an own slip and an own word at the end.

    Nobody but the desk reads their words. Whoever asked in a matter that was merged into this one is a follower with
    the code of their old slip, and `merged_from` says which matter it was. When a matter becomes two, whoever follows
    both has a slip for each: `split_from` is the one of the first.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="followers")
    code = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="follows")
    contact_name = EncryptedTextField(null=True, blank=True)
    contact_phone = EncryptedTextField(null=True, blank=True)
    is_anonymous = models.BooleanField(default=False)
    hidden_from_handler = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    door = models.CharField(max_length=8, choices=Door.choices, default=Door.ONLINE)
    consent_note = models.CharField(max_length=200, blank=True)
    written_by = models.CharField(max_length=80)  # the label of the actor who wrote it down
    followed_at = models.DateTimeField()
    merged_from = models.ForeignKey(Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="split_to")
    word = models.CharField(max_length=10, choices=FollowerWord.choices, blank=True)
    word_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # they follow no more

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matters_follower_follows_a_matter_once",
                fields=["matter", "person"],
                condition=Q(ended_at=None, merged_from=None),
            ),
            models.CheckConstraint(
                name="matters_follower_anonymous_names_nobody",
                condition=Q(is_anonymous=False) | Q(person=None, contact_name__isnull=True, contact_phone__isnull=True),
            ),
            models.CheckConstraint(
                name="matters_follower_word_has_a_moment",
                condition=Q(word="", word_at=None) | ~Q(word="") & Q(word_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "ended_at"], name="matters_followers"),
            models.Index(fields=["person", "-followed_at"], name="matters_followed_by"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code_of_a_matter(self) -> bool:
        """Whether they told a matter of their own first, which was merged: its story is theirs, too."""
        return self.merged_from is not None and self.merged_from.code == self.code

    @property
    def is_live(self) -> bool:
        """Whether they still follow."""
        return self.ended_at is None
