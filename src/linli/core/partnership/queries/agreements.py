"""Which agreements somebody sees, what is owed in them and by whom, and what time asks for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor
from linli.core.organisation.models import Body
from linli.core.partnership.enums import (
    COUNTED,
    LIVE_AGREEMENTS,
    PENDING,
    VALID,
    AgreementState,
    PartnershipPermission,
    PromiseState,
    Side,
)
from linli.core.partnership.models import Agreement, Partner, Promise, Review
from linli.core.people.models import Person
from linli.core.people.queries.actors import holders_of
from linli.core.people.queries.grants import register_role_places

END_WARNING = timedelta(days=60)
PROMISE_WARNING = timedelta(days=14)
REVIEW_WARNING = timedelta(days=14)
HALF_YEAR = 6  # months


def agreements_for(actor: Actor) -> ScopedQuerySet[Agreement]:
    """The agreements at the desk of somebody, with whose they are."""
    found = Agreement.objects.visible_to(actor, PartnershipPermission.AGREEMENT_VIEW)
    return found.select_related("partner__body", "lead")


def partners_for(actor: Actor) -> ScopedQuerySet[Partner]:
    """The units for which somebody speaks."""
    return Partner.objects.visible_to(actor, PartnershipPermission.SPEAK).select_related("body", "community")


def partner_places() -> QuerySet[Partner]:
    """Every unit that goes along and is at work: where the role of a liaison is held."""
    return Partner.objects.filter(body__ends_on=None).select_related("body", "community").order_by("path")


register_role_places(partner_places)


def counted(agreements: QuerySet[Agreement], today: date) -> QuerySet[Agreement]:
    """With how much each side has promised, what is kept, and what is late; in the same query."""

    def of(side: Side, **more: Any) -> Count:
        return Count("promises", filter=Q(promises__side=side, promises__state__in=sorted(COUNTED), **more))

    late = Count("promises", filter=Q(promises__state__in=sorted(PENDING), promises__due_on__lt=today))
    return agreements.annotate(
        unit_all=of(Side.UNIT), unit_kept=of(Side.UNIT, promises__state=PromiseState.KEPT),
        community_all=of(Side.COMMUNITY), community_kept=of(Side.COMMUNITY, promises__state=PromiseState.KEPT),
        late=late,
    )  # fmt: skip


def with_late(agreements: QuerySet[Agreement], today: date) -> QuerySet[Agreement]:
    """Those in force in which the day of an open promise is over."""
    late = Promise.objects.filter(agreement=OuterRef("pk"), state__in=sorted(PENDING), due_on__lt=today)
    return agreements.filter(Exists(late), state__in=sorted(VALID))


def promises_of(agreement: Agreement) -> list[Promise]:
    """What both sides promise, by day; what was put in other words is left out."""
    rows = agreement.promises.exclude(state=PromiseState.REPLACED).select_related("replaces")
    found = list(rows.order_by("due_on", "pk"))
    for promise in found:
        promise.agreement = agreement
    return found


def units_without(actor: Actor) -> QuerySet[Body]:
    """The units at the desk of somebody that have no agreement under way: with whom one can begin."""
    scopes = actor.scopes(PartnershipPermission.AGREEMENT_LEAD)
    live = Agreement.objects.filter(partner__body=OuterRef("pk"), state__in=sorted(LIVE_AGREEMENTS))
    bodies: QuerySet[Body] = Body.objects.in_scopes(scopes).filter(ends_on=None)
    return bodies.exclude(Exists(live)).order_by("kind", "name", "pk")


@dataclass(frozen=True)
class Tally:
    """What one side had promised in a half-year, and what came of it."""

    side: Side
    promises: tuple[Promise, ...]

    def count(self, *states: str) -> int:
        return sum(promise.state in states for promise in self.promises)

    @property
    def late(self) -> int:
        """Still open though the day is over. A fact to talk about, never a mark."""
        return self.count(*PENDING)


@dataclass(frozen=True)
class Account:
    """Both sides of a half-year."""

    unit: Tally
    community: Tally

    def kept(self) -> dict[str, Any]:
        """What is kept of it when the review is done."""
        return {
            tally.side.value: [
                {"text": one.text, "due_on": one.due_on.isoformat(), "state": one.state, "proof": one.proof}
                for one in tally.promises
            ]
            for tally in (self.unit, self.community)
        }


def account_of(review: Review) -> Account:
    """What both sides had promised in the half-year of a review; one query."""
    due = Q(due_on__gte=review.from_on, due_on__lte=review.until_on)
    rows = list(review.agreement.promises.filter(due, state__in=sorted(COUNTED)).order_by("due_on", "pk"))
    unit, community = (
        Tally(side, tuple(one for one in rows if one.side == side)) for side in (Side.UNIT, Side.COMMUNITY)
    )
    return Account(unit, community)


def half_years(agreement: Agreement) -> list[tuple[date, date]]:
    """The half-years of its term; the last one ends with it."""
    found: list[tuple[date, date]] = []
    while not found or found[-1][1] < agreement.ends_on:
        first = months_later(agreement.starts_on, HALF_YEAR * len(found))
        after = months_later(agreement.starts_on, HALF_YEAR * (len(found) + 1))
        found.append((first, min(after - timedelta(days=1), agreement.ends_on)))
    return found


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def liaisons_of(partner: Partner, today: date) -> QuerySet[Person]:
    """Who speaks for a unit with an account."""
    return holders_of(PartnershipPermission.SPEAK, partner.path, today)


def told_on(side: str, agreement: Agreement, now: datetime) -> set[UUID]:
    """Who hears for a side: the liaisons of the unit; at the desk whoever leads the agreement, else its signers."""
    today = localdate(now)
    if side == Side.UNIT:
        return set(liaisons_of(agreement.partner, today).values_list("pk", flat=True))
    leads = holders_of(PartnershipPermission.AGREEMENT_LEAD, agreement.place, today)
    if agreement.lead_id and leads.filter(pk=agreement.lead_id).exists():
        return {agreement.lead_id}
    return set(holders_of(PartnershipPermission.AGREEMENT_SIGN, agreement.place, today).values_list("pk", flat=True))


def to_begin(today: date) -> QuerySet[Agreement]:
    """Signed, and their first day has come."""
    return Agreement.objects.filter(state=AgreementState.SIGNED, starts_on__lte=today).select_related("renews")


def over(today: date) -> QuerySet[Agreement]:
    """In force, and their last day is over."""
    return Agreement.objects.filter(state__in=sorted(VALID), ends_on__lt=today).order_by("ends_on")


def expiring(today: date) -> QuerySet[Agreement]:
    """In force, ending soon, and nobody has been told; with a next one under way nobody needs to be."""
    soon = Agreement.objects.filter(state__in=sorted(VALID), ends_on__lte=today + END_WARNING, warned_at=None)
    return soon.filter(renewed_by=None).order_by("ends_on")


def promises_coming(today: date) -> QuerySet[Promise]:
    """Open promises whose day comes, and nobody has been told."""
    soon = Promise.objects.filter(state=PromiseState.OPEN, due_on__lte=today + PROMISE_WARNING, warned_at=None)
    return soon.filter(agreement__state__in=sorted(VALID)).select_related("agreement").order_by("due_on")


def reviews_to_open(today: date) -> Iterable[tuple[Agreement, date, date]]:
    """Half-years that end soon or have ended, not asked for yet; of the past only the last one."""
    asked = set(Review.objects.filter(agreement__state__in=sorted(VALID)).values_list("agreement", "until_on"))
    for agreement in Agreement.objects.filter(state__in=sorted(VALID)).order_by("pk"):
        due = [half for half in half_years(agreement) if half[1] - REVIEW_WARNING <= today]
        if due and (agreement.pk, due[-1][1]) not in asked:
            yield agreement, *due[-1]


def waiting_agreements(actor: Actor) -> int:
    """How many agreements wait for something at the desk: a signature, an answer, a look."""
    return waiting_on(Agreement.objects.visible_to(actor, PartnershipPermission.AGREEMENT_LEAD), Side.COMMUNITY).count()


def waiting_on(agreements: QuerySet[Agreement], side: Side) -> QuerySet[Agreement]:
    """Those in which a side is asked for something now."""
    asked = Q(state=PromiseState.PROPOSED, agreement__state__in=sorted(VALID)) & ~Q(proposed_side=side)
    asked |= Q(state=PromiseState.SHOWN) & ~Q(told_side=side)
    asked |= Q(state=PromiseState.OPEN) & ~Q(drop_side__in=["", side])
    promises = Promise.objects.filter(asked, agreement=OuterRef("pk"))
    reviews = Review.objects.filter(**{f"{side}_said_at": None}, closed_at=None, agreement=OuterRef("pk"))
    unsigned = Q(state=AgreementState.NEGOTIATED, **{f"{side}_signed_at": None})
    return agreements.filter(unsigned | Exists(promises) | Exists(reviews))
