"""Which calls and offers somebody sees."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from linli.base.codes import normalise_code
from linli.base.hours import DAYS, PARTS, hour_bit
from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor
from linli.core.callouts.enums import OVER, UNDER_WAY, Answer, CalloutPermission, CalloutState, Skill
from linli.core.callouts.models import Ask, CallOut, Offer, OfferedSkill

RETENTION = timedelta(days=3 * 365 + 1)  # E-13: then nobody can tell any more who came
KEPT = timedelta(days=60)  # then whoever gave no answer was never asked


def visible_callouts(actor: Actor) -> ScopedQuerySet[CallOut]:
    """The calls at the places where somebody works."""
    rows = CallOut.objects.visible_to(actor, CalloutPermission.VIEW)
    return rows.select_related("grid", "matter").defer("grid__outline", "matter__text")


def visible_offers(actor: Actor) -> QuerySet[Offer]:
    """Who offers to help at the places where somebody may keep offers."""
    rows = Offer.objects.visible_to(actor, CalloutPermission.HELPERS)
    return rows.select_related("person", "grid").defer("grid__outline").prefetch_related("skills")


def callout_of(typed: str) -> CallOut | None:
    """The call of a code, however it was typed."""
    code = normalise_code(typed)
    rows = CallOut.objects.select_related("community", "grid", "matter").defer("grid__outline", "community__outline")
    return rows.filter(code=code).first() if code else None


def ask_of(typed: str) -> Ask | None:
    """The asking that a link or a slip is about."""
    code = normalise_code(typed)
    return Ask.objects.select_related("callout__community").filter(code=code).first() if code else None


def coming(callout: CallOut) -> list[Ask]:
    """Who said yes, by name: the only ones whose names anybody sees."""
    return list(callout.asks.filter(answer=Answer.YES).select_related("person").order_by("answered_at", "pk"))


def bodies_asked(callout: CallOut) -> list[Ask]:
    """The teams, units and shops that were asked."""
    return list(callout.asks.exclude(body="").order_by("asked_at", "pk"))


def numbers_of(callout: CallOut) -> dict[str, int]:
    """How many were asked and how many said no: numbers, never names."""
    return {"asked": callout.asks.count(), "no": callout.asks.filter(answer=Answer.NO).count()}


def asks_of(person_id: UUID | None, now: datetime) -> list[Ask]:
    """What somebody is asked for, or has promised, that is not over yet."""
    if person_id is None:
        return []
    live = Q(callout__state=CalloutState.CALLING, answer="") | Q(
        callout__state__in=sorted(UNDER_WAY), answer=Answer.YES
    )
    rows = Ask.objects.filter(live, person=person_id, callout__ends_at__gt=now)
    return list(rows.select_related("callout").order_by("callout__starts_at"))


def waves_that_ended(now: datetime, *, is_emergency: bool) -> QuerySet[CallOut]:
    """Calls that may go on by themselves: a wave is over, hands are missing, and it has not begun."""
    rows = CallOut.objects.filter(state=CalloutState.CALLING, wave__gte=1, wave_ends_at__lte=now, starts_at__gt=now)
    return rows.filter(is_emergency=is_emergency).order_by("starts_at")


def promised_for_tomorrow(now: datetime) -> QuerySet[Ask]:
    """Who said yes to something of tomorrow."""
    tomorrow = localdate(now) + timedelta(days=1)
    rows = Ask.objects.filter(answer=Answer.YES, person__isnull=False, callout__state__in=sorted(UNDER_WAY))
    return rows.filter(callout__starts_at__date=tomorrow).select_related("callout")


def asked_long_ago(now: datetime) -> QuerySet[Ask]:
    """What is to be forgotten: every asking without a yes, some time after its call is over."""
    return Ask.objects.filter(callout__state__in=sorted(OVER), callout__state_since__lte=now - KEPT).exclude(
        answer=Answer.YES
    )


def helped_long_ago(now: datetime) -> QuerySet[Ask]:
    """Whoever said yes to a call that has been over for three years (E-13)."""
    return Ask.objects.filter(callout__state__in=sorted(OVER), callout__state_since__lte=now - RETENTION)


def skills_offered(actor: Actor) -> list[tuple[str, int, str]]:
    """How many people here can do what: skills are counted, never people compared."""
    offers = Offer.objects.visible_to(actor, CalloutPermission.HELPERS).values("pk")
    rows = OfferedSkill.objects.filter(offer__in=offers).values_list("skill", flat=True)
    counts: dict[str, int] = {}
    for skill in rows:
        counts[skill] = counts.get(skill, 0) + 1
    return [(str(skill.label), counts[skill.value], skill.value) for skill in Skill if counts.get(skill.value)]


def hour_choices() -> list[tuple[int, str]]:
    """Each part of a week, to look for who is free then."""
    return [(hour_bit(day, part), f"{DAYS[day]} {PARTS[part]}") for day in range(7) for part in range(3)]


def free_at(rows: QuerySet[Any], bit: str) -> QuerySet[Any]:
    """Offers that hold a part of the week."""
    return rows.annotate(then=F("hours").bitand(int(bit))).filter(then__gt=0)
