"""Being away, or being a guest, and each word that was heard meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from linli.base.models import LedgerModel, ScopedQuerySet
from linli.core.areas.models import PlacedModel
from linli.core.membership.models import Member
from linli.core.mobile.enums import LIVE, AwayReason, ContactWay, StayState, Way
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person

HALF_A_YEAR = timedelta(days=183)


class StayQuerySet(ScopedQuerySet["Stay"]):
    """Times away and guests, over or not."""

    def live(self) -> StayQuerySet:
        """Those that last."""
        return self.filter(state__in=LIVE)


class Stay(PlacedModel):
    """One time that a member is away, or that a guest is here. Both ends stay responsible (B-3).

    A guest is in a group here and remains subordinate to where they come from: no `Member` row is made for them.
    """

    way = models.CharField(max_length=3, choices=Way.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="stays")
    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="+")
    whereabouts = models.CharField(max_length=120)  # the city, or for a guest where they come from; no address
    reason = models.CharField(max_length=10, choices=AwayReason.choices)
    other_end = models.CharField(max_length=120, blank=True)  # the organisation at the other end
    card_number = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    heard_on = models.DateField(null=True, blank=True)
    silent_since = models.DateField()  # the day of the last word, or the first day
    due_on = models.DateField()
    link_key = models.CharField(max_length=16, blank=True)  # what makes the link "I am well" good once
    state = models.CharField(max_length=12, choices=StayState.choices, default=StayState.REGISTERED)
    state_since = models.DateTimeField()

    objects = StayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mobile_stay_one_live_a_person", fields=["person"], condition=Q(state__in=LIVE)
            ),
            models.CheckConstraint(
                name="mobile_stay_only_a_guest_is_no_member_here",
                condition=Q(way=Way.OUT, member__isnull=False) | Q(way=Way.IN, member=None),
            ),
            models.CheckConstraint(
                name="mobile_stay_ends_after_it_began", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="mobile_stay_card_has_a_number", condition=~Q(state=StayState.CARD_ISSUED) | ~Q(card_number="")
            ),
        ]
        indexes = [models.Index(fields=["community", "state", "silent_since"], name="stays_by_silence")]

    def __str__(self) -> str:
        return self.person.name

    def suggests_transfer(self, today: date) -> bool:
        """Away for six months: with a fixed place there, a transfer is the rule (B-3)."""
        return self.way == Way.OUT and self.reason != AwayReason.ABROAD and self.since + HALF_A_YEAR <= today


class Contact(LedgerModel):
    """One word that was heard: on which day, how, by whom it was written. What was said is not kept."""

    PLACE = "stay__place"
    COMMUNITY = "stay__community"

    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField()
    how = models.CharField(max_length=10, choices=ContactWay.choices)
    note = models.CharField(max_length=120, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        indexes = [models.Index(fields=["stay", "-on"], name="contacts_of_a_stay")]
