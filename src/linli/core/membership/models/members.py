"""Who is a member where. A place here is the path of an organisation: no right over a home or a grid reaches it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.hours import EVERY_HOUR
from linli.base.models import LedgerModel, ScopedQuerySet
from linli.core.areas.models import Area, PlacedModel
from linli.core.membership.enums import LeaveReason, MemberClass, MemberState, ReportState, Standing
from linli.core.organisation.models import Body, PartyOrg
from linli.core.people.models import Person


class MemberQuerySet(ScopedQuerySet["Member"]):
    """Members, here or gone."""

    def live(self) -> MemberQuerySet:
        """Those who belong here today."""
        return self.exclude(state=MemberState.LEFT)


class Member(PlacedModel):
    """Somebody is a member of a branch, perhaps of one of its groups. A working ledger: the national system is the
    book of record, and neither its files nor anybody's family or income come here (B-3, B-14).

    `place` is the path of the group, or of the branch. `told` is what the register said last time, cell by cell.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="members")
    group = models.ForeignKey(PartyOrg, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    member_class = models.CharField(max_length=12, choices=MemberClass.choices, default=MemberClass.COMMUNITY)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.FULL)
    joined_on = models.DateField(null=True, blank=True)
    full_on = models.DateField(null=True, blank=True)
    skills = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=MemberState.choices, default=MemberState.NORMAL)
    state_since = models.DateTimeField()
    left_on = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=12, choices=LeaveReason.choices, blank=True)
    told = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField()

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="membership_member_one_live_row_a_person", fields=["person"], condition=~Q(state=MemberState.LEFT)
            ),
            models.CheckConstraint(
                name="membership_member_left_on_a_day_for_a_reason",
                condition=Q(state=MemberState.LEFT, left_on__isnull=False) & ~Q(left_because="")
                | ~Q(state=MemberState.LEFT) & Q(left_on=None, left_because=""),
            ),
            models.CheckConstraint(
                name="membership_member_probation_has_no_full_day",
                condition=~Q(standing=Standing.PROBATIONARY) | Q(full_on=None),
            ),
            models.CheckConstraint(
                name="membership_member_full_not_before_joining",
                condition=Q(joined_on=None) | Q(full_on=None) | Q(full_on__gte=F("joined_on")),
            ),
            models.CheckConstraint(
                name="membership_member_group_is_not_the_branch", condition=Q(group=None) | ~Q(group=F("org"))
            ),
        ]
        indexes = [
            models.Index(fields=["community", "place"], name="members_of_an_org"),
            models.Index(fields=["community", "member_class"], name="members_by_class"),
        ]

    def __str__(self) -> str:
        return self.person.name


class MemberMove(LedgerModel):
    """Somebody went from one branch or group to another: on which day, and why."""

    PLACE = "member__place"
    COMMUNITY = "member__community"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="moves")
    from_org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    to_org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        constraints = [
            models.CheckConstraint(name="membership_membermove_goes_somewhere_else", condition=~Q(from_org=F("to_org")))
        ]
        indexes = [models.Index(fields=["member", "at"], name="moves_of_a_member")]


class InServiceMember(PlacedModel):
    """A member of a unit's own branch who has reported to the community where they live, to lend a hand (W15).

    Their home is not written down, only the grid (B-14); how often they come is not counted. `place` is the path of
    the group of that grid, or of the committee.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reports_in")
    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=120, blank=True)  # as it was written, where the unit is not in the register
    unit_org = models.CharField(max_length=80, blank=True)  # the party organisation of the unit
    post = models.CharField(max_length=60, blank=True)
    skills = models.CharField(max_length=200, blank=True)
    hours = models.IntegerField(default=0)  # base/hours.py; 0: not said
    service_posts = models.JSONField(default=list, blank=True)  # of ServicePost
    reported_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.ACTIVE)
    state_since = models.DateTimeField()
    # A statement goes to the unit only while this is set, and the person sets it.
    statement_agreed_at = models.DateTimeField(null=True, blank=True)
    helps_agreed_at = models.DateTimeField(null=True, blank=True)  # the call-out desk may ask them
    told = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="membership_inservicemember_one_live_row_a_person",
                fields=["person"],
                condition=~Q(state=ReportState.LEFT),
            ),
            models.CheckConstraint(
                name="membership_inservicemember_hours_are_of_one_week",
                condition=Q(hours__gte=0) & Q(hours__lte=EVERY_HOUR),
            ),
            models.CheckConstraint(
                name="membership_inservicemember_comes_from_somewhere_once",
                condition=Q(unit=None) | Q(unit_name=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "place"], name="in_service_of_an_org"),
            models.Index(fields=["community", "unit"], name="in_service_of_a_unit"),
            models.Index(fields=["grid", "state"], name="in_service_of_a_grid"),
        ]

    def __str__(self) -> str:
        return self.person.name
