"""Somebody asks to become a member and takes the 25 steps: ticks, days and shelf marks; never what papers say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import BaseModel, LedgerModel, ScopedQuerySet
from linli.core.admission.enums import AdmissionState, EndReason, EntryKind
from linli.core.areas.models import PlacedModel
from linli.core.membership.models import Member
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person

OVER = frozenset({AdmissionState.ARCHIVE, AdmissionState.ENDED})


class AdmissionQuerySet(ScopedQuerySet["Admission"]):
    """Admissions, going on or over."""

    def live(self) -> AdmissionQuerySet:
        """Those that go on."""
        return self.exclude(state__in=sorted(OVER))


class Admission(PlacedModel):
    """One person on the way into one branch. `state` is the step done last; `earliest_on` and `due_on` are of the next.

    `place` is the path of the branch. `member` is set from the approval on.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="admissions")
    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="admissions")
    state = models.CharField(max_length=20, choices=AdmissionState.choices, default=AdmissionState.APPLY)
    state_since = models.DateTimeField()
    applied_on = models.DateField()
    earliest_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    warned_for = models.CharField(max_length=20, blank=True)  # the step of whose limit somebody was warned
    look_on = models.DateField(null=True, blank=True)  # when the next half-yearly look is due
    look_warned_on = models.DateField(null=True, blank=True)
    is_special = models.BooleanField(default=False)  # the approval may take six months
    extended_months = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=12, choices=EndReason.choices, blank=True)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="admission_admission_one_at_a_time_of_a_person",
                fields=["person"],
                condition=~Q(state__in=sorted(OVER)),
            ),
            models.CheckConstraint(
                name="admission_admission_ended_on_a_day_for_a_reason",
                condition=Q(state=AdmissionState.ENDED, ended_on__isnull=False) & ~Q(ended_because="")
                | ~Q(state=AdmissionState.ENDED) & Q(ended_on=None, ended_because=""),
            ),
            models.CheckConstraint(
                name="admission_admission_extended_by_half_a_year_to_a_year",
                condition=Q(extended_months=0) | Q(extended_months__gte=6, extended_months__lte=12),
            ),
            models.CheckConstraint(
                name="admission_admission_due_after_its_earliest_day",
                condition=Q(earliest_on=None) | Q(due_on=None) | Q(due_on__gte=F("earliest_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "place", "state"], name="admissions_of_a_branch"),
            models.Index(fields=["due_on"], name="admissions_by_limit"),
        ]

    def __str__(self) -> str:
        return self.person.name


class Entry(LedgerModel):
    """One step that was done, or one look between them: on which day, which papers lie where. `figures` are counts."""

    PLACE = "admission__place"
    COMMUNITY = "admission__community"

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices, default=EntryKind.STEP)
    code = models.CharField(max_length=20, choices=AdmissionState.choices)
    on = models.DateField()
    papers = models.JSONField(default=list, blank=True)  # the names of those that were ticked
    shelf = models.CharField(max_length=60, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        constraints = [
            models.CheckConstraint(
                name="admission_entry_undoes_when_taken_back",
                condition=Q(kind=EntryKind.BACK, undoes__isnull=False) | ~Q(kind=EntryKind.BACK) & Q(undoes=None),
            )
        ]
        indexes = [models.Index(fields=["admission", "at"], name="entries_of_an_admission")]


class Companion(BaseModel):
    """A full member of the branch who stands by somebody: as a contact, later as a sponsor."""

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="companions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    is_sponsor = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="admission_companion_each_once", fields=["admission", "member", "is_sponsor"])
        ]
