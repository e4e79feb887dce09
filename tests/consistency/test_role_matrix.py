"""Each page x each role x a record of one's own place, of the neighbour's and of another community.

The pages come from the resolver: a new one has to say here whose it is, or the first test fails. What a role may do
comes from `config/roles.py`. So the matrix cannot forget a page, and no page can forget its right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.permissions import Actor, Visitor, may
from linli.base.sheets.rosters import ROSTERS
from linli.core.areas.enums import AreaPermission as Area
from linli.core.callouts.enums import CalloutPermission as Callout
from linli.core.hotline.enums import HotlinePermission as Hotline
from linli.core.matters.enums import MatterPermission as Matter
from linli.core.openness.enums import OpennessPermission as Openness
from linli.core.organisation.enums import OrganisationPermission as Organisation
from linli.core.partnership.enums import PartnershipPermission as Commons
from linli.core.people.enums import PeoplePermission as People
from linli.core.people.enums import SystemPermission as System
from linli.core.people.queries.actors import PersonActor
from linli.core.whistles.enums import WhistlePermission as Whistle
from tests.consistency.addresses import addresses
from tests.consistency.doors import ANY, DESK, MINE, Rule, at, sent
from tests.consistency.doors_of_dues import OF_DUES
from tests.consistency.doors_of_members import OF_MEMBERS
from tests.consistency.doors_of_partnership import OF_PARTNERSHIP
from tests.consistency.doors_of_rehearsals import OF_REHEARSALS
from tests.factories.agreements import make_liaison_person
from tests.factories.clients import browser_of
from tests.factories.core import TODAY, make_world
from tests.factories.membership import make_secretary
from tests.factories.records import make_records

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BRINGS = "whoever may bring in one of the spreadsheets"
PLACES = ("own", "neighbour", "elsewhere")
ROLES = (
    *("visitor", "resident", "grid_worker", "neighbour", "community_worker", "committee_secretary", "street_officer"),
    *("street_leader", "department_officer", "unit_liaison", "next_liaison"),
    *("system_admin", "security_admin", "audit_admin", "stranger", "other_secretary", "branch_secretary"),
)
DENIED = {403, 404}
NOBODY = (("pk", str(UUID(int=1))),)  # a row that is not there: whoever may not is stopped before it is looked for

RULES: dict[str, Rule] = {
    **OF_DUES,
    **OF_MEMBERS,
    **OF_PARTNERSHIP,
    **OF_REHEARSALS,
    "api-docs": Rule(ANY),
    "api:openapi-json": Rule(ANY),
    "areas:area": at(Area.VIEW, "area"),
    "areas:area-add": at(Area.MANAGE, "area"),
    "areas:area-rename": at(Area.MANAGE, "area"),
    "areas:facts": Rule(Area.VIEW),
    "areas:grid": at(Area.VIEW, "grid"),
    "areas:grid-list": Rule(Area.VIEW),
    "areas:redraw": at(Area.VIEW, "redraw"),
    "areas:redraw-list": Rule(Area.VIEW),
    "areas:redraw-new": Rule(Area.REDRAW),
    "areas:redraw-withdraw": sent(Area.REDRAW, "redraw"),
    "matters:category": Rule(Matter.CATEGORIES, extra=(("code", "EN01"),)),
    "matters:category-limit": sent(Matter.CATEGORIES, code="EN01", slug="zhaolin"),
    "matters:category-list": Rule(Matter.CATEGORIES),
    "matters:category-new": at(Matter.CATEGORIES, "street"),
    "matters:category-sheet": Rule(Matter.CATEGORIES),
    "matters:category-retire": sent(Matter.CATEGORIES, code="EN01"),
    "callouts:desk-body": sent(Callout.CALL, "callout"),
    "callouts:desk-body-answer": Rule(Callout.CALL, "callout", post=True, extra=NOBODY),
    "callouts:desk-detail": at(Callout.VIEW, "callout"),
    "callouts:desk-list": Rule(Callout.VIEW),
    "callouts:desk-new": Rule(Callout.CALL),
    "callouts:desk-note": at(Callout.CALL, "callout"),
    "callouts:desk-step": at(Callout.CALL, "callout", step="cancel"),
    "callouts:helper-delete": sent(Callout.HELPERS, "offer"),
    "callouts:helper-new": Rule(Callout.HELPERS),
    "callouts:helpers": Rule(Callout.HELPERS),
    "callouts:mine": Rule(ANY),
    "hotline:reply-list": Rule(Hotline.EXPORT),
    "hotline:ticket": at(Hotline.VIEW, "ticket"),
    "hotline:ticket-caller": sent(Hotline.SEE_CALLER, "ticket"),
    "hotline:ticket-list": Rule(Hotline.VIEW),
    "hotline:ticket-new": Rule(Hotline.ENTER),
    "hotline:ticket-step": at(Hotline.ASSIGN, "ticket", step="return"),
    "matters:desk-alike": Rule(Matter.REPORT_FOR),
    "matters:desk-contact": sent(Matter.SEE_REPORTER, "matter"),
    "matters:desk-detail": at(Matter.VIEW, "matter"),
    "matters:desk-help": at(Matter.VIEW, "matter"),
    "matters:desk-doors": Rule(Matter.VIEW),
    "matters:desk-from-wish": at(Commons.PUBLISH, "need"),
    "matters:desk-list": Rule(Matter.VIEW),
    "matters:desk-map": Rule(Matter.VIEW),
    "matters:desk-new": Rule(Matter.REPORT_FOR),
    "matters:desk-new-counter": Rule(Matter.REPORT_FOR),
    "matters:desk-new-phone": Rule(Matter.REPORT_FOR),
    "matters:desk-merge": at(Matter.MERGE, "matter"),
    "matters:desk-split": at(Matter.MERGE, "matter"),
    "matters:desk-note": sent(Matter.NOTE, "matter"),
    "matters:desk-step": at(Matter.ACCEPT, "matter", step="reject"),
    "matters:round": Rule(Matter.NOTE),
    "matters:round-capture": Rule(Matter.NOTE),
    "matters:round-send": sent(Matter.NOTE),
    "matters:round-step": at(Matter.ACCEPT, "matter", step="reject"),
    "matters:round-when": sent(Matter.NOTE, "matter"),
    "matters:round-who": Rule(Matter.NOTE),
    "matters:round-worker": Rule(Matter.NOTE),
    "matters:checklist-edit": at(Matter.TEXTS, "checklist"),
    "matters:checklist-list": Rule(Matter.TEXTS),
    "matters:checklist-new": Rule(Matter.TEXTS),
    "matters:judgement-answer": at(Matter.REVIEW, "judgement"),
    "matters:macro-edit": at(Matter.TEXTS, "macro"),
    "matters:macro-list": Rule(Matter.TEXTS),
    "matters:macro-new": Rule(Matter.TEXTS),
    "matters:macro-run": sent(Matter.NOTE, "task"),
    "matters:ready-end": sent(Matter.TEXTS, "text", name="text"),
    "matters:ready-usual": sent(Matter.TEXTS),
    "matters:hand-over": at(Matter.DISPATCH, "handed"),
    "matters:hand-over-list": Rule(Matter.DISPATCH),
    "matters:recurrence": at(Matter.ACCEPT, "recurrence"),
    "matters:recurrence-list": Rule(Matter.ACCEPT),
    "matters:recurrence-step": at(Matter.ACCEPT, "recurrence", step="put-aside"),
    "matters:review": at(Matter.VIEW, "review"),
    "matters:review-list": Rule(Matter.REVIEW),
    "matters:review-step": at(Matter.REVIEW, "review", step="contact"),
    "matters:still-list": Rule(Matter.REPORT_FOR),
    "matters:still-told": at(Matter.REPORT_FOR, "asked"),
    "matters:task-add": at(Matter.NOTE, "matter"),
    "matters:task-drop": at(Matter.NOTE, "task"),
    "matters:task-tick": sent(Matter.NOTE, "task"),
    "matters:tell": at(Matter.NOTE, "matter"),
    "matters:text-edit": at(Matter.TEXTS, "text"),
    "matters:text-list": Rule(Matter.TEXTS),
    "matters:text-new": Rule(Matter.TEXTS),
    "matters:desk-wish": at(Matter.ACCEPT, "matter"),
    "matters:following": Rule(ANY),
    "matters:following-detail": Rule(MINE, "follower"),
    "matters:following-step": Rule(MINE, "follower", extra=(("step", "leave"),)),
    "matters:mine": Rule(ANY),
    "matters:mine-detail": Rule(MINE, "matter"),
    "matters:mine-step": Rule(MINE, "matter", extra=(("step", "fact"),)),
    "organisation:body": at(Organisation.VIEW_BODY, "body"),
    "organisation:body-correct": at(Organisation.EDIT_BODY, "body"),
    "organisation:body-coverage": at(Organisation.EDIT_BODY, "body"),
    "organisation:body-end": at(Organisation.EDIT_BODY, "body"),
    "organisation:body-liaison": at(Organisation.EDIT_BODY, "body"),
    "organisation:body-list": Rule(Organisation.VIEW_BODY),
    "organisation:body-new": Rule(Organisation.EDIT_BODY),
    "organisation:chart": Rule(Organisation.VIEW_ORG),
    "organisation:election": at(Organisation.VIEW_ORG, "election"),
    "organisation:election-list": Rule(Organisation.VIEW_ORG),
    "organisation:election-open": sent(Organisation.ELECT, "org"),
    "organisation:election-step": at(Organisation.ELECT, "election", step="request"),
    "organisation:liaison-reveal": at(Organisation.EDIT_BODY, "liaison"),
    "organisation:org": at(Organisation.VIEW_ORG, "org"),
    "organisation:org-add": at(Organisation.MANAGE_ORG, "org"),
    "organisation:org-end": at(Organisation.MANAGE_ORG, "org"),
    "organisation:org-post": at(Organisation.MANAGE_ORG, "org"),
    "organisation:org-rename": at(Organisation.MANAGE_ORG, "org"),
    "organisation:org-term": at(Organisation.MANAGE_ORG, "org"),
    "organisation:post-leave": sent(Organisation.MANAGE_ORG, "post"),
    "openness:client-end": at(Openness.CONNECT, "client_app"),
    "openness:client-list": Rule(Openness.CONNECT),
    "openness:client-new": Rule(Openness.CONNECT),
    "openness:hook": at(Openness.CONNECT, "hook"),
    "openness:hook-list": Rule(Openness.CONNECT),
    "openness:hook-new": Rule(Openness.CONNECT),
    "openness:hook-step": sent(Openness.CONNECT, "hook", step="pause"),
    "openness:numbers": Rule(Matter.VIEW),
    "openness:parcel-repeat": sent(Openness.CONNECT, "parcel"),
    "openness:report": at(Matter.EXPORT, "grid", month="2026-10", kind="xlsx"),
    "people:account-mine": Rule(ANY),
    "people:act-for": Rule(ANY, post=True),
    "people:audit-list": Rule(System.AUDIT),
    "people:audit-verify": sent(System.AUDIT),
    "people:care-end": at(People.CARE_EDIT, "care"),
    "people:care-list": Rule(People.CARE_VIEW),
    "people:care-note": at(People.CARE_EDIT, "person"),
    "people:care-renew": at(People.CARE_EDIT, "care"),
    "people:consent-back": Rule(MINE, "consent", post=True),
    "people:finding": at(People.SETTLE, "finding"),
    "people:finding-list": Rule(People.SETTLE),
    "people:findings-settle": sent(People.SETTLE),
    "people:grant-end": at(People.GRANT_MANAGE, "grant"),
    "people:grant-list": Rule(People.GRANT_VIEW),
    "people:grant-new": Rule(People.GRANT_MANAGE),
    "people:home": at(People.VIEW, "home"),
    "people:home-list": Rule(People.VIEW),
    "people:import": at(People.IMPORT, "imported"),
    "people:import-check": sent(People.IMPORT, "imported"),
    "people:import-columns": at(People.IMPORT, "imported"),
    "people:import-list": Rule(People.IMPORT),
    "people:import-new": Rule(BRINGS),
    "people:import-progress": at(People.IMPORT, "imported"),
    "people:import-run": sent(People.IMPORT, "imported"),
    "people:merge-list": Rule(People.MERGE),
    "people:merge-undo": at(People.MERGE, "merge"),
    "people:pair": at(People.MERGE, "pair"),
    "people:pair-distinct": sent(People.MERGE, "pair"),
    "people:pair-find": at(People.MERGE, "person"),
    "people:pair-list": Rule(People.MERGE),
    "people:person": at(People.VIEW, "person"),
    "people:person-add": at(People.EDIT, "home"),
    "people:person-child": at(People.CARE_VIEW, "person"),
    "people:person-correct": at(People.EDIT, "person"),
    "people:person-end": at(People.EDIT, "person"),
    "people:person-list": Rule(People.VIEW),
    "people:person-move": at(People.EDIT, "person"),
    "people:proxies-mine": Rule(ANY),
    "people:proxies-of": at(People.PROXY, "person"),
    "people:proxy-end": sent(People.PROXY, "proxy"),
    "people:record": Rule(ANY),
    "people:record-ask": Rule(ANY, post=True),
    "people:record-json": Rule(ANY),
    "people:record-xlsx": Rule(ANY),
    "people:request-back": Rule(MINE, "rights", post=True),
    "people:reveal": at(People.REVEAL, "person", field="phone"),
    "people:rights-list": Rule(People.RIGHTS),
    "people:rights-new": at(People.RIGHTS, "person"),
    "people:rights-request": at(People.RIGHTS, "rights"),
    "people:role-matrix": Rule(People.GRANT_VIEW),
    "people:second-factor": Rule(ANY),
    "people:slip-give": sent(People.INVITE, "person"),
    "people:slip-print": sent(People.INVITE, "person"),
    "portal:channel": Rule(ANY, post=True, extra=(("name", "sms"),)),
    "portal:desk": Rule(DESK),
    "portal:holidays": Rule(System.CONFIGURE),
    "portal:inbox": Rule(ANY),
    "portal:inbox-read": Rule(ANY, post=True),
    "portal:job-list": Rule(System.CONFIGURE),
    "portal:me": Rule(ANY),
    "portal:search": Rule(DESK),
    "web:exports": Rule(ANY),
    "web:job": Rule(MINE, "job"),
    "web:job-cancel": Rule(MINE, "job", post=True),
    "web:job-result": Rule(MINE, "job"),
    "web:jobs": Rule(ANY),
    "web:menu": Rule(ANY),
    "whistles:call": Rule(MINE, "call"),
    "whistles:call-list": Rule(Whistle.ANSWER),
    "whistles:call-rate": at(Whistle.RATE, "call"),
    "whistles:call-step": Rule(MINE, "call", extra=(("step", "sign"),)),
    "whistles:department-edit": at(Whistle.MANAGE, "department"),
    "whistles:department-end": sent(Whistle.MANAGE, "department"),
    "whistles:department-list": Rule(Whistle.VIEW),
    "whistles:department-new": Rule(Whistle.MANAGE),
    "whistles:whistle": at(Whistle.VIEW, "whistle"),
    "whistles:whistle-list": Rule(Whistle.VIEW),
    "whistles:whistle-new": Rule(Whistle.DRAFT),
    "whistles:whistle-step": at(Whistle.APPROVE, "whistle", step="decline"),
}
ELSEWHERE = {
    "partnership:desk-agreement-photo": "needs a picture: tests/core/partnership/test_units.py",
    "partnership:unit-agreement-photo": "needs a picture: tests/core/partnership/test_units.py",
    "matters:hand-over-of": "needs somebody with something in hand: tests/core/matters/test_hand_overs.py",
    "matters:hand-over-paper": "as hand-over-of",
    "matters:hand-over-sign": "the successor alone: tests/core/matters/test_hand_overs.py",
    "matters:desk-unsplit": "needs a split: tests/core/matters/test_splitting.py",
    "matters:desk-unmerge": "needs a merge: tests/core/matters/test_merging.py",
    "api:api-root": "is no page: it answers 404 to everybody",
    "matters:photo": "needs a picture: tests/core/matters/web knocks at it",
    "matters:recording": "needs a voice note: tests/core/matters/test_captures.py knocks at it",
    "portal:holiday-forget": "a day off has no place: tests/portal/test_pages.py",
    "whistles:department": "a department of the street serves all below it: tests/core/whistles/test_pages.py",
    "portal:message": "a message has one reader: tests/portal/test_pages.py",
}
OF_ALLAUTH = re.compile(r"^(account|mfa)_")


def closed_pages() -> set[str]:
    names = {one.name for one in addresses() if not one.is_open}
    return {name for name in names if not OF_ALLAUTH.match(name)}


def test_every_closed_page_says_whose_it_is():
    assert set(RULES) | set(ELSEWHERE) == closed_pages()


@dataclass
class House:
    """Everybody with a browser, and a record of each kind at each place."""

    world: SimpleNamespace
    records: dict[str, SimpleNamespace]
    browsers: dict[str, Client]

    def actor(self, role: str) -> Actor:
        return Visitor() if role == "visitor" else self.world.actors[role]


@pytest.fixture
def house(settings):
    settings.LINLI_CHANNELS = {"sms": "linli.base.messaging.channels.FakeSms"}
    world = make_world()
    grids = (world.grid, world.next_grid, world.other_grid)
    records = {key: make_records(grid, world.people["child"]) for key, grid in zip(PLACES, grids, strict=True)}
    world.actors["branch_secretary"] = secretary = make_secretary(records["own"].org)
    world.people["branch_secretary"] = secretary.person
    for role, place in (("unit_liaison", "own"), ("next_liaison", "neighbour")):
        world.people[role] = make_liaison_person(records[place].partner, role)
        world.actors[role] = PersonActor(world.people[role], TODAY)
    browsers = {role: Client() if role == "visitor" else browser_of(world.people[role]) for role in ROLES}
    for browser in browsers.values():
        browser.raise_request_exception = False
    return House(world, records, browsers)


def address_of(name: str, rule: Rule, record: Any) -> str:
    """The page of a record, or the one page there is."""
    given: dict[str, Any] = dict(rule.extra)
    takes = {taken for one in addresses() if one.name == name for taken in one.takes} - set(given)
    if takes == {"first", "second"}:
        given |= {"first": record.first_id, "second": record.second_id}
    if "code" in takes:
        given["code"] = record.code if hasattr(record, "code") else record.matter.code
    if "pk" in takes:
        given["pk"] = record.pk
    return reverse(name, kwargs=given)


def is_allowed(rule: Rule, actor: Actor, record: Any) -> bool:
    """What the matrix of roles says."""
    if actor.person_id is None or rule.who == MINE:
        return False  # no record here belongs to any of them
    if rule.who == ANY:
        return True
    if rule.who == DESK:
        return bool(actor.held_roles)
    if rule.who == BRINGS:
        return any(actor.scopes(roster.permission) for roster in ROSTERS.values())
    if record is None:
        return bool(actor.scopes(rule.who))
    return may(actor, rule.who, getattr(record, "kept", record))


@pytest.mark.parametrize("name", sorted(RULES))
def test_page_opens_for_whom_it_should_and_for_nobody_else(name, house):
    rule, wrong = RULES[name], []
    for place in PLACES if rule.record else PLACES[:1]:
        record = getattr(house.records[place], rule.record) if rule.record else None
        address = address_of(name, rule, record)
        for role, browser in house.browsers.items():
            allowed = is_allowed(rule, house.actor(role), record)
            if allowed and rule.post:
                continue  # what it does is the matter of its own tests
            answer = browser.post(address, {}) if rule.post else browser.get(address)
            if not _fits(answer, role, allowed):
                wrong.append((place, role, "may" if allowed else "may not", answer.status_code))
    assert wrong == []


def _fits(answer: Any, role: str, allowed: bool) -> bool:
    """May: a page. May not: not there, or not allowed. A visitor is sent to sign in."""
    if role == "visitor":
        return answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/")
    return answer.status_code in {200, 302, 422} if allowed else answer.status_code in DENIED
