"""A person is one row, however many hats they wear."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from linli.base.models import BaseModel, PlaceField, ScopedQuerySet, SortKeyField, together
from linli.base.secrets import EncryptedTextField
from linli.core.areas.models import Area, PlacedModel
from linli.core.people.enums import EndReason, PairState, Sex

CHILD_UNTIL = 14  # personal data of children under 14 is sensitive (PIPL art. 28)


class PersonQuerySet(ScopedQuerySet["Person"]):
    """People, live or gone."""

    def live(self) -> PersonQuerySet:
        """People who are in the register today."""
        return self.filter(ended_on=None)


class Person(BaseModel):
    """Somebody the community knows: resident, member, worker, all in one row. `place` is their home, or their grid."""

    COMMUNITY = "community"
    FOLLOWS_HOME = Q(ended_on=None)

    # Empty for staff of the street and above, who belong to no community.
    community = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = PlaceField()
    name = SortKeyField(max_length=80)
    given = SortKeyField(max_length=80, blank=True)  # the name without the surname, to be found by
    pinyin = SortKeyField(max_length=120, blank=True)
    initials = SortKeyField(max_length=20, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    id_number = EncryptedTextField(blank=True, default="")
    id_hash = models.CharField(max_length=32, blank=True)
    phone = EncryptedTextField(blank=True, default="")
    phone_hash = models.CharField(max_length=32, blank=True)
    phone_tail = models.CharField(max_length=32, blank=True)  # keyed hash of the last four digits
    ethnicity = models.CharField(max_length=20, blank=True)
    education = models.CharField(max_length=20, blank=True)
    employment = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=400, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_rows")
    updated_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_person_one_live_row_per_identity_number",
                fields=["community", "id_hash"],
                condition=~Q(id_hash="") & Q(ended_on=None),
            ),
            models.CheckConstraint(
                name="people_person_ended_has_a_reason",
                condition=Q(ended_on=None, end_reason="") | Q(ended_on__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="people_person_merged_points_at_the_other_row",
                condition=Q(end_reason=EndReason.MERGED, merged_into__isnull=False)
                | ~Q(end_reason=EndReason.MERGED) & Q(merged_into=None),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "name"], name="people_by_name"),
            models.Index(fields=["community", "given"], name="people_by_given_name"),
            models.Index(fields=["community", "pinyin"], name="people_by_pinyin"),
            models.Index(fields=["community", "initials"], name="people_by_initials"),
            models.Index(fields=["community", "phone_tail"], name="people_by_phone_tail"),
            models.Index(fields=["community", "phone_hash"], name="people_by_phone"),
            models.Index(fields=["community", "id_hash"], name="people_by_identity_number"),
            models.Index(fields=["place"], name="people_by_place"),
        ]

    def __str__(self) -> str:
        return self.name

    def age_on(self, day: date) -> int | None:
        """Full years on a day; None when the birthday is not known."""
        if self.birth_on is None:
            return None
        return day.year - self.birth_on.year - ((day.month, day.day) < (self.birth_on.month, self.birth_on.day))

    def is_child_on(self, day: date) -> bool:
        """Under 14, whose record is specially protected."""
        age = self.age_on(day)
        return age is not None and age < CHILD_UNTIL


class DuplicatePair(PlacedModel):
    """Two rows that may be one person, with the reasons why someone should look."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)  # ["same-phone", "same-name-and-birthday"]
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.SUGGESTED)
    state_since = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="people_duplicatepair_suggested_once", fields=["first", "second"]),
            models.CheckConstraint(name="people_duplicatepair_in_order", condition=Q(first__lt=F("second"))),
        ]


class PersonMerge(BaseModel):
    """One row was merged into another; what moved is kept, so that it can be undone."""

    PLACE = "kept__place"
    COMMUNITY = "kept__community"

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField()  # {"people.residence.person": [ids], …}
    closed = models.JSONField(default=dict)  # {"people.residence": {id: {"ends_on": None}}, …}: as it was before
    before = EncryptedTextField()  # JSON of the kept row's fields that the merge changed
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=80, null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_personmerge_undone_by_somebody", condition=together("undone_at", "undone_by")
            ),
            models.UniqueConstraint(
                name="people_personmerge_a_row_is_merged_once", fields=["gone"], condition=Q(undone_at=None)
            ),
        ]
