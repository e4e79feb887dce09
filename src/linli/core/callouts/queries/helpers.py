"""Who could help: every room that knows helpers is a source; the few who fit best and were asked least lately.

    @helpers_from("volunteers", _("Volunteers"))
    def volunteers(callout): yield Candidate(person_id, skills, hours, grid_id)

A source yields whoever may be asked at all; what fits, and the fair share, are decided here for all sources alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.hours import EVERY_HOUR, hours_between
from linli.core.callouts.enums import UNDER_WAY, Answer, Reach, Skill, Source
from linli.core.callouts.models import Ask, CallOut, Offer
from linli.core.membership.enums import ReportState
from linli.core.membership.models import InServiceMember
from linli.core.people.queries.actors import live_grants

AT_A_TIME = 5
REMEMBERED = timedelta(days=90)  # an older asking does not count any more
FRESH = timedelta(days=7)  # whoever was asked this week comes after everybody else
GRID_ROLES = ("grid_worker", "grid_leader")
LONG_AGO = date(2000, 1, 1)
# What the registers of members write as a skill, as one of ours; other words are found on the list by their letters.
SKILL_WORDS = {
    "急救": Skill.FIRST_AID, "心肺复苏": Skill.FIRST_AID, "医": Skill.HEALTH, "护理": Skill.HEALTH,
    "心理": Skill.GOVERN, "调解": Skill.GOVERN, "法律": Skill.LEGAL, "维修": Skill.REPAIR, "水暖": Skill.REPAIR,
    "电工": Skill.REPAIR, "电脑": Skill.DIGITAL, "网络": Skill.DIGITAL, "手机": Skill.DIGITAL,
    "辅导": Skill.TEACHING, "驾驶": Skill.DRIVING, "做饭": Skill.COOKING, "书法": Skill.WRITING,
    "摄影": Skill.WRITING, "音乐": Skill.CULTURE, "舞蹈": Skill.CULTURE, "陪": Skill.COMPANY, "理发": Skill.OTHER,
}  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked, as their source knows them."""

    person_id: UUID
    skills: frozenset[str] = frozenset()
    hours: int = EVERY_HOUR
    grid_id: UUID | None = None
    reach: str = Reach.COMMUNITY


@dataclass(frozen=True)
class Helper:
    """Somebody who fits, with the reasons. Shown without a name: whoever stays silent must not be known."""

    candidate: Candidate
    fits: tuple[str, ...]
    is_near: bool
    last_asked: datetime | None
    reasons: tuple[str, ...] = field(default=())


Provider = Callable[[CallOut, date], Iterable[Candidate]]
_sources: dict[str, tuple[str | Promise, Provider]] = {}


def helpers_from(name: str, label: str | Promise) -> Callable[[Provider], Provider]:
    """Register a source of helpers."""

    def register(provider: Provider) -> Provider:
        _sources[name] = (label, provider)
        return provider

    return register


def source_choices() -> list[tuple[str, str | Promise]]:
    """The sources that a call can ask."""
    return [(name, label) for name, (label, _provider) in _sources.items()]


@helpers_from(Source.RESIDENTS, Source.RESIDENTS.label)
def neighbours(callout: CallOut, today: date) -> Iterable[Candidate]:
    """Those who offered to help on the portal or at the desk, and do not rest."""
    awake = Q(rests_until=None) | Q(rests_until__lt=today)
    offers = Offer.objects.filter(awake, community=callout.community_id, person__ended_on=None)
    if not callout.is_emergency:
        offers = offers.filter(only_emergencies=False)
    for offer in offers.prefetch_related("skills"):
        skills = frozenset(one.skill for one in offer.skills.all())
        yield Candidate(offer.person_id, skills, offer.hours, offer.grid_id, offer.reach)


@helpers_from(Source.WORKERS, Source.WORKERS.label)
def grid_workers(callout: CallOut, today: date) -> Iterable[Candidate]:
    """Who works in the grids; at any hour, because they are asked and not ordered."""
    grants = live_grants(today).filter(community=callout.community_id, role__in=GRID_ROLES, person__ended_on=None)
    if callout.grid_id:
        grants = grants.filter(place=callout.grid.path)  # type: ignore[union-attr]  # it has a grid
    for grant in grants:
        grid = callout.grid_id if callout.grid_id else None
        yield Candidate(grant.person_id, frozenset(Skill.values), grid_id=grid)


@helpers_from(Source.IN_SERVICE, Source.IN_SERVICE.label)
def in_service_members(callout: CallOut, _today: date) -> Iterable[Candidate]:
    """Who works in a unit, reported in and agreed to be asked; only within the hours that they told (W15)."""
    agreed = InServiceMember.objects.filter(community=callout.community_id, person__ended_on=None)
    for report in agreed.filter(state=ReportState.ACTIVE, helps_agreed_at__isnull=False):
        yield Candidate(report.person_id, skills_in(report), report.hours, report.grid_id)


def skills_in(report: InServiceMember) -> frozenset[str]:
    """The service posts they claimed, and what their own words mean."""
    words = {skill for word, skill in SKILL_WORDS.items() if word in report.skills}
    return frozenset(words | (set(report.service_posts) & set(Skill.values)))


def helpers_for(callout: CallOut, now: datetime, most: int = AT_A_TIME) -> list[Helper]:
    """The few to ask next: those who fit, best fitting first, and among equals whoever was asked least lately."""
    needed = hours_between(callout.starts_at, callout.ends_at)
    candidates = {one.person_id: one for one in _candidates(callout, localdate(now)) if _fits(one, callout, needed)}
    asked = _asked_lately(list(candidates), now)
    out = _already(callout)
    helpers = [_helper(one, callout, asked.get(key), now) for key, one in candidates.items() if key not in out]
    return sorted(helpers, key=lambda helper: _order(helper, now))[:most]


def _candidates(callout: CallOut, today: date) -> Iterable[Candidate]:
    for name in reversed(callout.sources):
        if name in _sources:
            yield from _sources[name][1](callout, today)


def _fits(one: Candidate, callout: CallOut, needed: int) -> bool:
    """Somebody with one of the skills, free at that time, and willing to come that far."""
    if callout.skills and not one.skills & set(callout.skills):
        return False
    if needed & ~one.hours:
        return False
    return one.reach == Reach.COMMUNITY or (callout.grid_id is not None and one.grid_id == callout.grid_id)


def _already(callout: CallOut) -> set[UUID]:
    """Whoever was asked for this call, or is expected elsewhere at that time."""
    this = Q(callout=callout)
    elsewhere = Q(
        answer=Answer.YES, callout__state__in=sorted(UNDER_WAY), callout__starts_at__lt=callout.ends_at,
        callout__ends_at__gt=callout.starts_at,
    )  # fmt: skip
    rows = Ask.objects.filter(this | elsewhere, person__isnull=False)
    return {person for person in rows.values_list("person_id", flat=True) if person}


def _asked_lately(people: list[UUID], now: datetime) -> dict[UUID, datetime]:
    """When each of them was last asked for anything; the later row wins."""
    rows = Ask.objects.filter(person__in=people, asked_at__gt=now - REMEMBERED).order_by("asked_at")
    return {person: at for person, at in rows.values_list("person_id", "asked_at") if person}


def _helper(one: Candidate, callout: CallOut, last: datetime | None, now: datetime) -> Helper:
    fits = tuple(skill for skill in callout.skills if skill in one.skills)
    near = callout.grid_id is not None and one.grid_id == callout.grid_id
    reasons = [str(Skill(skill).label) for skill in fits[:3]]
    reasons.append(_("free at that time"))
    if near:
        reasons.append(_("lives or works in the same grid"))
    if last is None:
        reasons.append(_("not asked in the last three months"))
    else:
        days = (localdate(now) - localdate(last)).days
        reasons.append(_("last asked %(n)s days ago") % {"n": days})
    return Helper(one, fits, near, last, tuple(reasons))


def _order(helper: Helper, now: datetime) -> tuple[object, ...]:
    last = helper.last_asked
    is_fresh = last is not None and now - last < FRESH
    since = localdate(last) if last else LONG_AGO
    return (is_fresh, -len(helper.fits), since, not helper.is_near, helper.candidate.person_id)
