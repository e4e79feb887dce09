"""Every page of the product with a reader for it: what `test_every_page.py` opens. A new address belongs here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate

from linli.base.codes import sign_link
from linli.base.jobs.models import Job
from linli.base.messaging.models import Message
from linli.base.sheets.models import Finding, Import
from linli.base.sheets.operations.imports import Target, receive_file
from linli.base.sheets.rosters import ROSTERS
from linli.core.admission.models import Admission, Transfer
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.operations.redraws import plan_redraw
from linli.core.callouts.models import Ask, CallOut
from linli.core.dues.models import HandUp, Payment
from linli.core.hotline.models import Ticket
from linli.core.matters.models import (
    BadReview,
    Checklist,
    EndingText,
    Follower,
    FollowUp,
    HandOver,
    Judgement,
    Macro,
    Matter,
    Recurrence,
    Task,
)
from linli.core.matters.telling import STILL_LINK
from linli.core.membership.models import Member
from linli.core.openness.models import ClientApp, Hook
from linli.core.organisation.models import Body, Liaison, PartyOrg
from linli.core.partnership.models import Need
from linli.core.people.models import CareNeed, DuplicatePair, Grant, Person, PersonMerge, RightsRequest
from linli.core.people.operations.merges import merge_persons
from linli.core.people.queries.actors import PersonActor
from linli.core.whistles.models import Call, Department, Whistle
from linli.core.whistles.operations.calling import link_of
from tests.browser import pages_of_members as members
from tests.browser import pages_of_units as units
from tests.browser.no_pages import NO_PAGES
from tests.browser.readers import (
    AUDIT,
    BRANCH,
    DESK,
    IN_DANGER,
    IN_SERVICE,
    LEADER,
    LIKE_OTHERS,
    OFFICER,
    RESIDENT,
    SECRETARY,
    SECURITY,
    SYSTEM,
    VISITOR,
    WITH_KEYS,
    client_of,
    person_of,
)
from tests.browser.rows_of_plans import rows_of_plans

MOMENT = datetime.now(tz=UTC)  # the server of these tests lives in the present

READERS = {
    "account_": RESIDENT, "mfa_": RESIDENT, "mfa_reauthenticate": WITH_KEYS,
    "account_login": VISITOR, "account_request_login_code": VISITOR,
    "web:": DESK, "web:gallery": VISITOR,
    "admission:": SECRETARY, "admission:my-": BRANCH,
    "dues:": SECRETARY, "dues:mine": BRANCH,
    "hotline:": DESK, "whistles:": DESK, "whistles:department-new": LEADER, "whistles:department-e": LEADER,
    "whistles:whistle-step": LEADER, "whistles:call-list": OFFICER, "whistles:call": OFFICER,
    "whistles:call-rate": DESK, "whistles:link": VISITOR,
    "areas:": SECRETARY,
    "people:": DESK, "people:demo": VISITOR, "people:grid-finder": VISITOR, "people:account-join": VISITOR,
    "people:account-mine": RESIDENT, "people:record": RESIDENT, "people:proxies-mine": RESIDENT,
    "people:grant": SECURITY, "people:role-matrix": SECURITY, "people:audit": AUDIT,
    "matters:": DESK, "matters:category": SECRETARY, "matters:category-new": SYSTEM,
    "matters:say": RESIDENT, "matters:say-emergency": IN_DANGER,
    "matters:say-alike": LIKE_OTHERS, "matters:mine": RESIDENT,
    "matters:following": RESIDENT,
    "matters:slip": VISITOR, "matters:status": VISITOR, "matters:still": VISITOR, "matters:still-": DESK,
    "organisation:": SECRETARY,
    "membership:": SECRETARY, "membership:mine": RESIDENT,
    "membership:offer": IN_SERVICE, "membership:service": IN_SERVICE, "membership:report": RESIDENT,
    "membership:statement-check": VISITOR, **members.READERS_OF_MOBILE,
    "openness:": SYSTEM, "openness:page": VISITOR, "openness:numbers": DESK,
    "callouts:": DESK, "callouts:mine": RESIDENT, "callouts:answer": VISITOR,
    **units.READERS_OF_COMMONS,
    "rehearsals:": SECRETARY, "rehearsals:mine": RESIDENT,
    "portal:": RESIDENT, "portal:home": VISITOR, "portal:promises": VISITOR, "portal:desk": DESK, "portal:search": DESK,
    "portal:job-list": SYSTEM, "portal:holiday": SYSTEM,
}  # fmt: skip


WORDS = {"field": "phone", "name": "sms", "what": "need", "stroke": "new", "page": "components"}
STEPS = {
    "admission:admission-note": "end",
    "admission:admission-step": "talk",
    "admission:transfer-step": "issue",
    "callouts:desk-step": "cancel",
    "hotline:ticket-step": "assign",
    "organisation:election-step": "request",
    "rehearsals:rehearsal-step": "check",
    "membership:member-step": "lose",
    "membership:in-service-step": "pause",
    "membership:mine-step": "pause",
    "membership:service-look": "confirm",
    "matters:desk-step": "accept",
    "matters:following-step": "leave",
    "matters:mine-step": "fact",
    "matters:recurrence-step": "answer",
    "matters:round-step": "accept",
    "matters:status-step": "confirm",
    "openness:hook-step": "pause",
    **units.STEPS_OF_COMMONS,
}


@dataclass(frozen=True)
class Opened:
    """One page, and who opens it."""

    name: str
    path: str
    reader: str


def reader_of(name: str) -> str:
    """Who opens a page: the longest beginning of its name that stands in the table."""
    return READERS[max((start for start in READERS if name.startswith(start)), key=len)]


def named(patterns: list[Any], space: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every named address of the product that is not the API, with the names of its arguments."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield space + pattern.name, list(pattern.pattern.converters)
        elif isinstance(pattern, URLResolver) and pattern.namespace != "api-1.0.0" and pattern.app_name != "ninja":
            yield from named(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def every_page() -> list[Opened]:
    """All pages that a GET opens; the rows that they need are those of the demo, and a few more."""
    rows, pages = Rows(), []
    for name, arguments in named(get_resolver().url_patterns):
        if name in NO_PAGES or name in seen(pages):
            continue
        path = reverse(name, kwargs={argument: rows.value(name, argument) for argument in arguments})
        if name == "portal:search":
            path += "?q=wxl"
        reader = reader_of(name)
        if client_of(reader).get(path).status_code != 405:  # a button, not a page
            pages.append(Opened(name, path, reader))
    return pages


def seen(pages: list[Opened]) -> set[str]:
    return {page.name for page in pages}


class Rows:
    """One row of each kind, such that the reader may see it."""

    def __init__(self) -> None:
        self.worker = PersonActor(person_of(DESK), localdate())
        self.secretary = PersonActor(person_of(SECRETARY), localdate())
        self.community = self.worker.person.community
        self.resident = person_of(RESIDENT)
        self._make()

    def _make(self) -> None:
        """What the demo does not have: a merge, a plan for the grids, a roster on its way, long work."""
        pair = DuplicatePair.objects.order_by("pk").select_related("first", "second")[0]
        self.pair = DuplicatePair.objects.order_by("pk")[1]
        merge_persons(kept=pair.first, gone=pair.second, actor=self.worker, now=MOMENT, reason="同一个人")
        building = Area.objects.filter(kind=AreaKind.BUILDING, community=self.community).order_by("path")[0]
        grids = Area.objects.filter(kind=AreaKind.GRID, community=self.community).exclude(pk=building.parent_id)
        to = next(grid for grid in grids.order_by("path") if not building.path.startswith(grid.path))
        more: dict[str, Any] = {"actor": self.secretary, "now": MOMENT, "reason": "两个网格人数差太多"}
        self.building, day = building, localdate() + timedelta(days=7)
        self.redraw = plan_redraw(community=self.community, moves={building.pk: to.pk}, effective_on=day, **more)
        target = Target(self.community.pk, self.community.path)
        lines = "姓名,身份证号,小区,楼栋,单元,门牌号\n王秀兰,,兆麟小区,3号楼,2单元,302\n".encode()
        told: dict[str, Any] = {"target": target, "actor": self.worker, "now": MOMENT}
        self.roster = receive_file(roster=ROSTERS["residents"], name="3号楼.csv", chunks=[lines], **told)
        self.job = Job.objects.create(
            kind="people.import",
            place=self.community.path,
            person_id=self.worker.person.pk,
            started_by=self.worker.label,
            state="queued",
            state_since=MOMENT,
            created_at=MOMENT,
        )

    def value(self, name: str, argument: str) -> Any:
        """The argument of an address."""
        if name.startswith((members.BEGINNING, *units.BEGINNINGS)):
            return self._of_others(name, argument)
        if name.startswith("whistles:"):
            return self.of_whistles(name, argument)
        if name.startswith(("matters:category", "matters:task-drop", "matters:review-step")):
            return self._of_settings(name, argument)
        if name.startswith("matters:following") and argument == "code":
            return self.follower().code
        if argument == "code":
            is_ours = name.startswith(("partnership:", "callouts:", "matters:desk-from-wish", "membership:"))
            return self.row(name).code if is_ours else self.matter(name).code  # type: ignore[attr-defined]
        if argument == "step":
            return STEPS[name]
        if argument == "token":
            return sign_link(
                STILL_LINK, {"matter": FollowUp.objects.filter(answer="")[0].matter_id.hex}, days=9, now=MOMENT
            )
        if argument in WORDS:
            return WORDS[argument]
        if argument in {"first", "second"}:
            return getattr(self.pair, f"{argument}_id")
        return self.row(name).pk

    def _of_others(self, name: str, argument: str) -> Any:
        """The arguments of rooms that have a module of their own."""
        if name.startswith(members.BEGINNING):
            return members.value_of_mobile(name, argument, self.secretary, MOMENT)
        return units.value_of_unit(name, argument, person_of(units.LIAISON))

    def _of_settings(self, name: str, argument: str) -> Any:
        """The arguments of categories, tasks and bad judgements."""
        if name.startswith("matters:category"):
            return {"code": "UT04", "slug": self.community.slug}[argument]
        if name == "matters:review-step":
            return "contact" if argument == "step" else BadReview.objects.filter(state="received", about=None)[0].pk
        task = Task.objects.filter(state="open", matter__state="handling").select_related("matter")[0]
        return task.matter.code if argument == "code" else task.pk

    def of_whistles(self, name: str, argument: str) -> Any:
        """A whistle, a call or a department in a state in which the page has something to ask."""
        here = Whistle.objects.filter(community=self.community)
        calls = Call.objects.filter(whistle__community=self.community)
        if argument == "code":
            return here.filter(state="approved" if name == "whistles:whistle-step" else "rated")[0].code
        if argument == "step":
            return {"whistles:whistle-step": "blow"}.get(name, "sign")
        if argument == "token":
            called = calls.filter(state="called")[0]
            leader = PersonActor(person_of(LEADER), localdate())
            return link_of(call=called, actor=leader, now=MOMENT)
        if name.startswith("whistles:department"):
            return Department.objects.all()[0].pk
        if name == "whistles:call-rate":
            return calls.filter(state="reported", whistle__state="solved")[0].pk
        return calls.filter(state="called", department__officer=person_of(OFFICER))[0].pk

    def follower(self) -> Follower:
        """A matter of neighbours that the resident follows."""
        return Follower.objects.filter(person=self.resident, ended_at=None).order_by("pk")[0]

    def matter(self, name: str) -> Matter:
        """A matter in a state in which the page has something to ask."""
        matters = Matter.objects.filter(community=self.community).order_by("-reported_at")
        if name.startswith("matters:mine"):
            return Matter.objects.filter(reporter=self.resident).order_by("closed_at", "-reported_at")[0]
        if name in {"matters:desk-step", "matters:round-step"}:
            return matters.filter(state="reported")[0]
        if name == "matters:desk-unmerge":
            return matters.filter(merges__undone_at=None, state="merged")[0]
        if name == "matters:desk-unsplit":
            return matters.filter(split__undone_at=None, split__isnull=False)[0]
        if name == "matters:status-step":
            return matters.filter(state="verified", rating=None)[0]
        return matters.filter(state="handling")[0]

    def _neighbourhood(self) -> dict[str, Callable[[], Model]]:
        """The rows of the three lists and of calls for help."""
        return {
            "matters:desk-from-wish": lambda: Need.objects.filter(community=self.community, state="open")[0],
            "callouts:": lambda: CallOut.objects.filter(community=self.community, state="calling")[0],
            "callouts:answer": lambda: Ask.objects.filter(callout__state="calling", answer="")[0],
            **units.rows_of_commons(self.community),
        }  # fmt: skip

    def _organisations(self) -> dict[str, Callable[[], Model]]:
        """The rows of organisations and members."""
        return {
            "admission:admission": lambda: Admission.objects.filter(community=self.community, state="apply")[0],
            "admission:transfer": lambda: Transfer.objects.filter(community=self.community, state="requested")[0],
            "admission:member": lambda: Member.objects.filter(community=self.community, transfers=None)[0],
            "dues:member": lambda: Member.objects.filter(community=self.community, dues__state="due")[0],
            "dues:payment": lambda: Payment.objects.filter(community=self.community, reverses=None)[0],
            "dues:org": lambda: self.job,  # a button: no row is looked up
            "dues:handup": lambda: HandUp.objects.filter(community=self.community)[0],
            "membership:member": lambda: Member.objects.filter(community=self.community)[0],
            "membership:": lambda: self.job,  # a button: no row is looked up
            **members.rows_of_members(self.community),
            "organisation:body": lambda: Body.objects.filter(community=self.community, kind="business")[0],
            **rows_of_plans(self.community),
            "organisation:liaison": lambda: next(one for one in Liaison.objects.all() if one.phone),
            "organisation:org": lambda: PartyOrg.objects.filter(community=self.community, kind="residential")[0],
            "organisation:post": lambda: self.job,  # a button: no row is looked up
        }  # fmt: skip

    def row(self, name: str) -> Model:
        """The row of a `pk`, by the beginning of the name; the longest beginning counts."""
        found: dict[str, Callable[[], Model]] = {
            **self._neighbourhood(),
            **self._organisations(),
            "hotline:": lambda: Ticket.objects.filter(community=self.community, state="replied")[0],
            "hotline:ticket-step": lambda: Ticket.objects.filter(community=self.community, state="imported")[0],
            "areas:grid": lambda: Area.objects.filter(kind=AreaKind.GRID, community=self.community)[0],
            "areas:area": lambda: self.building,
            "areas:redraw": lambda: self.redraw,
            "people:": lambda: Person.objects.filter(community=self.community, ended_on=None, birth_on__year=1960)[0],
            "people:home": lambda: Area.objects.filter(kind=AreaKind.HOME, community=self.community)[0],
            "people:person-add": lambda: Area.objects.filter(kind=AreaKind.HOME, community=self.community)[0],
            "people:care-": lambda: CareNeed.objects.filter(community=self.community)[0],
            "people:care-note": lambda: Person.objects.filter(community=self.community, ended_on=None)[0],
            "people:pair": lambda: self.pair,
            "people:merge": lambda: PersonMerge.objects.all()[0],
            "people:import": lambda: Import.objects.all()[0],
            "people:import-columns": lambda: self.roster,
            "people:finding": lambda: Finding.objects.filter(state="open")[0],
            "people:rights-request": lambda: RightsRequest.objects.all()[0],
            "people:request-back": lambda: RightsRequest.objects.all()[0],
            "people:grant-end": lambda: Grant.objects.filter(role="grid_worker", community=self.community)[0],
            "openness:": lambda: Hook.objects.all()[0],
            "openness:client-end": lambda: ClientApp.objects.all()[0],
            "web:job": lambda: self.job,
            "portal:message": lambda: Message.objects.filter(recipient=self.resident.pk)[0],
            "portal:holiday": lambda: self.job,  # a button: no row is looked up
            "matters:": lambda: self.job,
            "matters:hand-over-of": lambda: Matter.objects.filter(state="handling")[0].handler,
            "matters:hand-over": lambda: HandOver.objects.filter(community=self.community)[0],
            "matters:recurrence": lambda: Recurrence.objects.filter(community=self.community, state="suggested")[0],
            "matters:review": lambda: BadReview.objects.filter(community=self.community).order_by("pk")[0],
            "matters:judgement": lambda: Judgement.objects.filter(community=self.community).exclude(rating=1)[0],
            "matters:still-told": lambda: FollowUp.objects.filter(community=self.community, answer="")[0],
            "matters:text": lambda: EndingText.objects.filter(community=self.community)[0],
            "matters:checklist": lambda: Checklist.objects.filter(community=self.community)[0],
            "matters:macro": lambda: Macro.objects.filter(community=self.community)[0],
        }  # fmt: skip
        return found[max((start for start in found if name.startswith(start)), key=len)]()
