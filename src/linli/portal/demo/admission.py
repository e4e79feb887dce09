"""A dozen people of the demo on the way to membership, and a few members on the way to another branch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from linli.base.calendars.arithmetic import BEIJING
from linli.base.calendars.months import add_months
from linli.core.admission.enums import AdmissionState, TransferState
from linli.core.admission.models import Admission, Companion, Entry, Transfer
from linli.core.admission.operations.stepping import HELPERS, VOTES
from linli.core.admission.queries import steps as rules
from linli.core.areas.models import Area
from linli.core.membership.enums import MemberClass, Standing
from linli.core.membership.models import Member
from linli.core.membership.queries.members import full_members
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person
from linli.portal.demo.areas import BUILDER
from linli.portal.demo.keys import Keys

S = AdmissionState
REACHED = (S.APPLY, S.APPLY, S.TALK, S.FILE_ACTIVIST, S.ASSIGN_CONTACT, S.ASSIGN_CONTACT, S.SELECT_TARGET,
           S.SHORT_COURSE, S.PRE_REVIEW)  # fmt: skip
PROBATION = (S.UPPER_APPROVE, S.OATH, S.JOIN_GROUP)
PACE = 23  # days from one step to the next, where no rule asks for more


def begin_admissions(community: Area, *, seed: int, now: datetime) -> None:
    """Nine applicants in the earlier stages, three in their probation, four transfers."""
    chance = random.Random(f"admission {seed}")  # noqa: S311 -- invented people, nothing secret
    keys, today = Keys(chance), now.astimezone(BEIJING).date()
    branches = list(
        PartyOrg.objects.filter(community=community, kind=OrgKind.RESIDENTIAL, ends_on=None).order_by("path")
    )
    for n, (person, state) in enumerate(zip(_young(community, today), REACHED, strict=False)):
        _walk(person, branches[n % 2 if n < 6 else n % len(branches)], None, state, keys, today)
    probation = Member.objects.live().filter(community=community, standing=Standing.PROBATIONARY)
    found = list(probation.select_related("person", "org").order_by("pk")[: len(PROBATION)])
    for member, state in zip(found, PROBATION, strict=False):
        _walk(member.person, member.org, member, state, keys, today)
    _transfers(community, branches, keys, today)


def _young(community: Area, today: date) -> Iterator[Person]:
    members = Member.objects.live().filter(community=community).values("person")
    born = (date(today.year - 38, 1, 1), date(today.year - 24, 1, 1))
    rows = Person.objects.live().filter(community=community, birth_on__range=born).exclude(pk__in=members)
    yield from rows.filter(account=None).order_by("pk")[: len(REACHED)]


def _days(state: str, last_on: date) -> dict[str, date]:
    """A day for each step up to this one, counted backwards, with room for what the rules ask."""
    done = [step for step in rules.steps().values() if step.no <= rules.steps()[state].no]
    days: dict[str, date] = {}
    day = last_on
    for step in reversed(done):
        days[step.code] = day
        long = step.code == S.TRAIN_ACTIVIST
        day = add_months(day, -13) if long else day - timedelta(days=PACE)
    return days


def _walk(person: Person, org: PartyOrg, member: Member | None, state: str, keys: Keys, today: date) -> None:
    last_on = today - timedelta(days=9 if member is None else 20)
    if member and member.joined_on:  # the day of the meeting is that of joining
        after = rules.steps()[state].no - rules.steps()[S.BRANCH_VOTE].no
        last_on = min(member.joined_on + timedelta(days=PACE * after), today)
    days = _days(state, last_on)
    if member and member.joined_on:
        days[S.BRANCH_VOTE] = member.joined_on
    following = rules.step_after(state)
    looks = add_months(days[state], rules.LOOK_MONTHS) if state in rules.LOOKS_AFTER else None
    ahead = {
        "earliest_on": rules.earliest_day(following, days) if following else None,
        "due_on": rules.latest_day(following, days) if following else None,
    }
    assert org.community is not None  # noqa: S101 -- a branch of the demo has its community
    admission = Admission.objects.create(
        id=keys.at(_at(days[S.APPLY])), person=person, org=org, community=org.community, place=org.path,
        member=member, state=state, state_since=_at(days[state]), applied_on=days[S.APPLY], look_on=looks, **ahead,
    )  # fmt: skip
    Entry.objects.bulk_create(_entries(admission, days, keys))
    _companions(admission, state, keys)


def _entries(admission: Admission, days: dict[str, date], keys: Keys) -> Iterator[Entry]:
    for step in rules.steps().values():
        if step.code in days:
            figures: dict[str, Any] = {"entitled": 31, "in_favour": 29} if step.code in VOTES else {}
            at = _at(days[step.code])
            yield Entry(
                id=keys.at(at), admission=admission, code=step.code, on=days[step.code], papers=list(step.papers_zh),
                shelf=f"党建柜2-{step.no}", figures=figures, by=BUILDER.label, at=at,
            )  # fmt: skip


def _companions(admission: Admission, state: str, keys: Keys) -> None:
    done = rules.steps()[state].no
    helpers = list(full_members(admission.org)[:2])
    for code in HELPERS:
        if rules.steps()[code].no <= done:
            Companion.objects.bulk_create(
                Companion(
                    id=keys.at(admission.state_since), admission=admission, member=one,
                    is_sponsor=code == S.ASSIGN_SPONSOR,
                )
                for one in helpers
            )  # fmt: skip


def _transfers(community: Area, branches: list[PartyOrg], keys: Keys, today: date) -> None:
    rows = Member.objects.live().filter(community=community, standing=Standing.FULL, org__in=branches[:2])
    leaving = list(rows.filter(member_class=MemberClass.COMMUNITY).select_related("org").order_by("-pk")[:4])
    told: tuple[tuple[str, int, PartyOrg | None], ...] = (
        (TransferState.REQUESTED, 0, branches[2]), (TransferState.IN_TRANSIT, 17, None),
        (TransferState.RECEIVED, 26, branches[3]), (TransferState.LATE, 95, None),
    )  # fmt: skip
    for number, (member, (state, age, to)) in enumerate(zip(leaving, told, strict=False), 1):
        issued = today - timedelta(days=age) if age else None
        letter_no = f"灯组转{today.year}-{number:03d}" if issued else ""
        Transfer.objects.create(
            id=keys.at(_at(issued or today)), member=member, community_id=community.pk, place=member.org.path,
            from_org=member.org, to_org=to, to_name="" if to else "沈阳市和平区某社区党委",
            to_place=to.path if to else "", state=state, state_since=_at(issued or today),
            asked_on=(issued or today) - timedelta(days=3), letter_no=letter_no,
            issued_on=issued, valid_days=60 if issued else 0, alerted_days=90 if age > 90 else 0,
            received_on=today - timedelta(days=2) if state == TransferState.RECEIVED else None,
        )  # fmt: skip


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=BEIJING)
