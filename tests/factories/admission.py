"""People on the way to membership, and members on the way to another branch, for tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from linli.base.permissions import Actor, SystemActor
from linli.core.admission.models import Admission, Transfer
from linli.core.admission.operations.stepping import HELPERS, VOTES, Told, open_admission, take_step
from linli.core.admission.operations.transferring import ask_for_transfer
from linli.core.admission.queries.admissions import days_of
from linli.core.admission.queries.steps import earliest_day, step_after, steps
from linli.core.membership.models import Member
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person
from tests.factories.core import NOON, make_person

COMMAND = SystemActor("command")
APPLIED = date(2023, 3, 1)


def told_of(code: str, on: date, helpers: list[Member] | None = None, **more: Any) -> Told:
    """Everything that a step asks for."""
    said: dict[str, Any] = {"papers": list(steps()[code].papers_zh), "shelf": "柜2-3"}
    if code in VOTES:
        said |= {"entitled": 11, "in_favour": 9}
    if code == "short_course":
        said |= {"days": 3, "hours": 24}
    if code in HELPERS:
        said["helpers"] = helpers or []
    return Told(on=on, **{**said, **more})


def make_applicant(org: PartyOrg, name: str = "申明", **fields: Any) -> Person:
    """A resident who is grown up."""
    assert org.community is not None
    return make_person(name, at=org.community, **{"birth_on": date(1995, 5, 5), **fields})


def applied(org: PartyOrg, name: str = "申明", *, on: date = APPLIED, actor: Actor = COMMAND) -> Admission:
    """Somebody who has handed in their application."""
    person = make_applicant(org, name)
    return open_admission(person=person, org=org, told=told_of("apply", on), actor=actor, now=NOON)


def walk(admission: Admission, until: str, helpers: list[Member], *, now: datetime = NOON) -> Admission:
    """Step by step as early as the rules allow, a day apart."""
    while admission.state != until:
        following = step_after(admission.state)
        assert following is not None
        days = days_of(admission)
        earliest = earliest_day(following, days, extended=admission.extended_months)
        on = max(days[admission.state], earliest or APPLIED)
        told = told_of(following.code, on, helpers)
        take_step(admission=admission, code=following.code, told=told, actor=COMMAND, now=now)
    return admission


def asked(member: Member, to: PartyOrg | None = None, *, now: datetime = NOON, to_name: str = "") -> Transfer:
    """A member who wants to go."""
    elsewhere = to_name or ("" if to else "辽阳市某支部")
    return ask_for_transfer(member=member, to_org=to, to_name=elsewhere, actor=COMMAND, now=now)
