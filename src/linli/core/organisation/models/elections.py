"""The election at the end of a term: what was asked, approved, called, counted. Counts only: no ballots, no voters."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual

from linli.base.models import BaseModel, LedgerModel, PlaceField, ScopedQuerySet
from linli.core.areas.models import Area
from linli.core.organisation.enums import ELECTION_OVER, WITH_QUORUM, ElectionState, PostKind
from linli.core.organisation.models.bodies import Body
from linli.core.organisation.models.orgs import PartyOrg, Term
from linli.core.people.models import Person


class ElectionQuerySet(ScopedQuerySet["Election"]):
    """Elections, under way or over."""

    def live(self) -> ElectionQuerySet:
        """Those under way."""
        return self.exclude(state__in=sorted(ELECTION_OVER))


class Election(BaseModel):
    """An organisation elects at the end of its term (W8): each step once, in its order, with the number of its paper.

    `term` is the one that ends, `planned_on` the day that was asked for, `meets_on` the day that was called.
    """

    COMMUNITY = "community"

    community = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = PlaceField()
    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="elections")
    term = models.ForeignKey(Term, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=ElectionState.choices, default=ElectionState.DUE)
    state_since = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    shift_reason = models.CharField(max_length=400, blank=True)  # why it is earlier or later than the term says
    asked_by = models.CharField(max_length=80, blank=True)  # whoever asked does not approve
    request_paper = models.CharField(max_length=80, blank=True)
    approval_paper = models.CharField(max_length=80, blank=True)
    meets_on = models.DateField(null=True, blank=True)
    meets_where = models.CharField(max_length=120, blank=True)
    entitled = models.PositiveIntegerField(null=True, blank=True)
    present = models.PositiveIntegerField(null=True, blank=True)
    ballots = models.PositiveIntegerField(null=True, blank=True)  # how many came back
    report_paper = models.CharField(max_length=80, blank=True)
    office_paper = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # why it was called off

    objects = ElectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisation_election_one_under_way",
                fields=["org"],
                condition=~Q(state__in=sorted(ELECTION_OVER)),
            ),
            models.CheckConstraint(
                name="organisation_election_nobody_present_who_is_not_entitled",
                condition=Q(present=None) | Q(entitled__isnull=False, present__lte=F("entitled")),
            ),
            models.CheckConstraint(
                name="organisation_election_counts_with_four_fifths",
                condition=~Q(state__in=sorted(WITH_QUORUM))
                | Q(GreaterThanOrEqual(F("present") * 5, F("entitled") * 4)) & Q(present__isnull=False, present__gt=0),
            ),
            models.CheckConstraint(
                name="organisation_election_no_more_ballots_than_people",
                condition=Q(ballots=None) | Q(present__isnull=False, ballots__lte=F("present")),
            ),
            models.CheckConstraint(
                name="organisation_election_in_office_has_its_papers",
                condition=~Q(state=ElectionState.IN_OFFICE)
                | ~Q(approval_paper="") & ~Q(report_paper="") & ~Q(office_paper=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state"], name="elections_of_a_community"),
            models.Index(fields=["org", "-state_since"], name="elections_of_an_org"),
        ]

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.state in ELECTION_OVER


class Candidate(BaseModel):
    """Somebody stands for a post. `votes` is the number of those who voted for them, typed in after the meeting."""

    PLACE = "election__place"
    COMMUNITY = "election__community"

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="candidates")
    kind = models.CharField(max_length=16, choices=PostKind.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    votes = models.PositiveIntegerField(null=True, blank=True)
    is_elected = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="organisation_candidate_once_for_a_post", fields=["election", "kind", "name"]),
            models.CheckConstraint(
                name="organisation_candidate_elected_by_votes", condition=Q(is_elected=False) | Q(votes__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ElectionEntry(LedgerModel):
    """One step of an election as its story tells it."""

    PLACE = "election__place"
    COMMUNITY = "election__community"

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="entries")
    state = models.CharField(max_length=16, choices=ElectionState.choices)
    text = models.CharField(max_length=400, blank=True)
    name = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        indexes = [models.Index(fields=["election", "-at"], name="entries_of_an_election")]
