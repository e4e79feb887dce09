"""A rehearsal is a list of changes; the copy that people look at is computed from it and from the tree of today."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.models import BaseModel, LedgerModel, ScopedQuerySet
from linli.core.areas.models import Area, PlacedModel
from linli.core.membership.models import Member
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person
from linli.core.rehearsals.enums import DONE, WITH_APPROVAL, ChangeKind, RehearsalState


class Rehearsal(PlacedModel):
    """The tree of a community drawn anew on a copy. Nothing moves before the upper level has approved, and the day
    has come; within a month it can be taken back. `place` is the path of the committee.

    `deeds` is what was done on the day, in order, so that it can be undone: ids only.
    """

    committee = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    reason = models.CharField(max_length=400)
    effective_on = models.DateField()
    state = models.CharField(max_length=10, choices=RehearsalState.choices, default=RehearsalState.PROPOSED)
    state_since = models.DateTimeField()
    objections_until = models.DateField(null=True, blank=True)
    asked_by = models.CharField(max_length=80, blank=True)  # whoever asked does not approve
    request_paper = models.CharField(max_length=80, blank=True)
    approval_paper = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=400, blank=True)  # why it was sent back, withdrawn or taken back
    applied_at = models.DateTimeField(null=True, blank=True)
    deeds = models.JSONField(default=list, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rehearsals_rehearsal_approved_by_a_paper",
                condition=~Q(state__in=sorted(WITH_APPROVAL)) | ~Q(approval_paper=""),
            ),
            models.CheckConstraint(
                name="rehearsals_rehearsal_in_force_since_a_moment",
                condition=Q(state__in=sorted(DONE), applied_at__isnull=False)
                | ~Q(state__in=sorted(DONE)) & Q(applied_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state"], name="rehearsals_of_a_community"),
            models.Index(fields=["state", "effective_on"], name="rehearsals_that_are_due"),
        ]

    def __str__(self) -> str:
        return self.title


class Change(BaseModel):
    """One change on the copy. `to_org` is an organisation of today, `to_new` one that another change sets up."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    org = models.ForeignKey(PartyOrg, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_org = models.ForeignKey(PartyOrg, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_new = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    to_grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    org_kind = models.CharField(max_length=16, choices=OrgKind.choices, blank=True)
    name = models.CharField(max_length=80, blank=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="rehearsals_change_one_of_a_kind_for_an_org",
                fields=["rehearsal", "kind", "org"],
                condition=Q(org__isnull=False),
            ),
            models.UniqueConstraint(
                name="rehearsals_change_a_member_goes_once",
                fields=["rehearsal", "member"],
                condition=Q(member__isnull=False),
            ),
            models.UniqueConstraint(
                name="rehearsals_change_a_building_goes_once",
                fields=["rehearsal", "area"],
                condition=Q(area__isnull=False),
            ),
            models.CheckConstraint(
                name="rehearsals_change_leads_to_one_place",
                condition=Q(to_org=None) | Q(to_new=None),
            ),
        ]

    @property
    def place(self) -> str:
        """It belongs where its plan does."""
        return self.rehearsal.place


class Objection(BaseModel):
    """Somebody who would move, or speaks for those who would, says why not; each is answered before it goes up."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="objections")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, blank=True)  # as they said it at the desk
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rehearsals_objection_answered_at_a_moment",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["rehearsal", "at"], name="objections_of_a_rehearsal")]

    @property
    def place(self) -> str:
        """It belongs where its plan does."""
        return self.rehearsal.place


class RehearsalEntry(LedgerModel):
    """One step of a rehearsal as its story tells it."""

    PLACE = "rehearsal__place"
    COMMUNITY = "rehearsal__community"

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="entries")
    state = models.CharField(max_length=10, choices=RehearsalState.choices)
    text = models.CharField(max_length=400, blank=True)
    name = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        indexes = [models.Index(fields=["rehearsal", "-at"], name="entries_of_a_rehearsal")]
