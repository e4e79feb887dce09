"""One record of each kind at a place: what the role matrix knocks at."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from linli.base.codes import free_code, new_code
from linli.base.jobs.models import Job
from linli.base.permissions import SystemActor
from linli.base.sheets.models import Finding, Import
from linli.core.areas.models import Area, Redraw
from linli.core.callouts.models import CallOut, Offer
from linli.core.hotline.models import Ticket
from linli.core.matters.models import (
    BadReview,
    Category,
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
from linli.core.matters.operations.following import follow_matter
from linli.core.matters.operations.report import Report, report_matter
from linli.core.organisation.models import Body
from linli.core.partnership.models import Agreement, Project
from linli.core.partnership.operations.gather import Gift, Wish, gather_need, offer_resource
from linli.core.partnership.operations.partners import join_partner
from linli.core.people.models import CareNeed, Consent, DuplicatePair, PersonMerge, Proxy, RightsRequest
from linli.core.people.queries.actors import PersonActor
from linli.core.whistles.models import Call, Department, Whistle
from tests.factories.admission import applied, asked
from tests.factories.core import NOON, TODAY, make_grant, make_home, make_person
from tests.factories.dues import money_of
from tests.factories.elections import due
from tests.factories.matters import category
from tests.factories.membership import (
    make_card_ask,
    make_in_service,
    make_member,
    make_service,
    make_statement,
    make_stay,
)
from tests.factories.openness import connect
from tests.factories.organisation import make_body, make_branch, make_liaison, make_post
from tests.factories.rehearsals import proposed

YEAR, HOUR = timedelta(days=365), timedelta(hours=1)


def make_records(grid: Area, worker: Any) -> SimpleNamespace:
    """A family and everything that may be written down about them, in one grid."""
    family = make_home(grid, "孙长贵", "孙小满")
    head, other = family.people
    at = {"community": grid.community, "place": family.home.path}
    records: dict[str, Any] = {"grid": grid, "area": family.building, "home": family.home, "person": head}
    records["street"] = grid.community.parent
    records["matter"] = _matter(grid, head)
    records |= _commons(grid, head)
    records["follower"] = _follower(records["matter"], other)
    records["care"] = _care(head, **at)
    records["rights"] = RightsRequest.objects.create(
        person=head,
        kind="copy",
        text="要一份",
        door="counter",
        state_since=NOON,
        received_at=NOON,
        due_at=NOON + YEAR,
        **at,
    )
    consent = {"purpose": "proxy", "text": "同意", "door": "counter", "taken_by": "system:test", "given_at": NOON}
    records["consent"] = Consent.objects.create(person=head, **consent, **at)
    records["proxy"] = Proxy.objects.create(
        principal=head, proxy=other, relation="孙女", consent=records["consent"], starts_on=TODAY,
        ends_on=TODAY + YEAR, **at,
    )  # fmt: skip
    records["pair"] = _pair(head, other, at)
    records["merge"] = _merge(grid, head)
    records["grant"] = make_grant(make_person("周工", at=grid), "grid_worker", grid)
    records |= _organisations(grid)
    judged = _judged(records["matter"])
    records["handed"] = HandOver.objects.create(
        community=grid.community, place=grid.path, leaver=head, made_by="张工", made_at=NOON
    )
    records["recurrence"] = Recurrence.objects.create(
        community=grid.community, place=grid.path, grid=grid, category=category(), month_on=TODAY.replace(day=1),
        people=5, found_at=NOON, state_since=NOON,
    )  # fmt: skip
    return SimpleNamespace(**records, **connect(grid.community), **_keeping(grid, worker), **judged)


def _judged(matter: Matter) -> dict[str, Any]:
    """What the desk keeps ready there, a task, a bad judgement on its way, a question four weeks later."""
    at: dict[str, Any] = {"community_id": matter.community_id, "place": matter.place}
    ready = {**at, "changed_at": NOON, "changed_by": "system:test", "name_zh": "常用"}
    lists = {key: value for key, value in ready.items() if key != "name_zh"}
    kind = Category.objects.create(code=f"T{matter.pk.hex[-6:]}", name_zh="类", name_en="kind")
    judgement = Judgement.objects.create(
        matter=matter, entry=matter.entries.get(kind="reported"), rating=1, at=NOON, **at
    )
    return {
        "text": EndingText.objects.create(ending="solved", text_zh="好了", **ready),
        "macro": Macro.objects.create(steps=[{"do": "accept"}], **ready),
        "checklist": Checklist.objects.create(category=kind, lines_zh="看", **lists),
        "task": Task.objects.create(matter=matter, title_zh="看", state_since=NOON, made_at=NOON, **at),
        "judgement": judgement,
        "review": BadReview.objects.create(
            matter=matter, judgement=judgement, state_since=NOON, received_at=NOON, due_at=NOON, **at
        ),
        "asked": FollowUp.objects.create(matter=matter, asked_at=NOON, **at),
    }


def _organisations(grid: Area) -> dict[str, Any]:
    """A body with somebody who speaks for it, a branch with a post."""
    body, org = make_body(grid), make_branch(grid)
    member, in_service = make_member(org), make_in_service(org)
    election = due(make_branch(grid, "改选的支部"))
    told = {"election": election, "body": body, "liaison": make_liaison(body), "org": org, "post": make_post(org)}
    entry, extract = make_service(in_service), make_statement(in_service)
    told |= {"service_entry": entry, "extract": extract, "card_ask": make_card_ask(member), "stay": make_stay(member)}
    told |= {"admission": applied(org), "transfer": asked(member)}
    plan = proposed(org)
    told |= {"rehearsal": plan, "change": plan.changes.get()}
    told["objection"] = plan.objections.create(name="老王", text="太远", at=NOON)
    found = {**told, **money_of(member), "member": member, "in_service": in_service}
    return found | _agreement(body)


def _agreement(body: Body) -> dict[str, Any]:
    """The body goes along with the community, and an agreement with it is being written."""
    partner = join_partner(body=body, actor=SystemActor("test"), now=NOON)
    moments = {"made_at": NOON, "state_since": NOON, "starts_on": TODAY, "ends_on": TODAY + 2 * YEAR}
    words = {"aim": "互相帮助", "leaving": "说一声", "privacy": "不交换名单", "code": new_code()}
    at = {"community_id": partner.community_id, "place": partner.path, "partner": partner}
    return {"partner": partner, "agreement": Agreement.objects.create(**moments, **words, **at)}


def _commons(grid: Area, person: Any) -> dict[str, Any]:
    """A wish, an offer and the project that joins the like of them."""
    actor, here = PersonActor(person, TODAY), {"community": grid.community, "kind": "room", "spot": grid}
    need = gather_need(wish=Wish(text="想要读书角", **here), actor=actor, now=NOON)
    resource = offer_resource(gift=Gift(text="车库空着", **here), actor=actor, now=NOON)
    more = {"code": new_code(), "made_at": NOON, "state_since": NOON, "lead": person}
    project = Project.objects.create(
        community=grid.community, place=grid.path, grid=grid, title="读书角", text="收拾车库", **more
    )
    call = {
        "code": new_code(), "title": "扫雪", "text": "扫门前雪", "where": "3号楼前", "starts_at": NOON + HOUR,
        "ends_at": NOON + 2 * HOUR, "wanted": 3, "made_at": NOON, "state_since": NOON,
    }  # fmt: skip
    callout = CallOut.objects.create(community=grid.community, place=grid.path, grid=grid, **call)
    where = {"community": grid.community, "place": grid.path, "grid": grid}
    offer = Offer.objects.create(person=person, hours=1, changed_at=NOON, **where)
    return {"need": need, "resource": resource, "project": project, "callout": callout, "offer": offer}


def _whistle(grid: Area) -> dict[str, Any]:
    """A whistle that was blown, the department of the street that it called, and a ticket of the hotline."""
    assert grid.community is not None and grid.community.parent is not None  # noqa: PT018 -- every grid lies in one
    street = grid.community.parent
    department, _made = Department.objects.get_or_create(place=street.path, name_zh="供热公司")
    moments = {"state_since": NOON, "drafted_at": NOON, "blown_at": NOON, "due_at": NOON}
    words = {"title": "井堵了", "text": "井堵了", "tried": "找过物业", "code": free_code(Whistle.objects)}
    at = {"community": grid.community, "place": grid.path}
    whistle = Whistle.objects.create(grid=grid, state="blown", **moments, **words, **at)
    call = Call.objects.create(whistle=whistle, department=department, state_since=NOON, due_at=NOON, **at)
    called = {"number": f"T{whistle.code}", "kind": "complaint", "title": "灯不亮", "text": "灯不亮", "due_at": NOON}
    moments = {"state_since": NOON, "received_at": NOON, "entered_at": NOON}
    ticket = Ticket.objects.create(grid=grid, **called, **moments, **at)
    return {"whistle": whistle, "call": call, "department": department, "ticket": ticket}


def _care(person: Any, **at: Any) -> CareNeed:
    days = {"starts_on": TODAY, "ends_on": TODAY + YEAR}
    return CareNeed.objects.create(
        person=person, category="other", purpose="走访", basis="statutory_duty", **days, **at
    )


def _follower(matter: Matter, person: Any) -> Follower:
    actor = PersonActor(person, TODAY)
    report = Report(community=matter.community, text="我也是")
    return follow_matter(matter=matter, report=report, actor=actor, now=NOON)


def _matter(grid: Area, person: Any) -> Matter:
    actor = PersonActor(person, TODAY)
    said = Report(community=grid.community, text="灯不亮", category=category("FA02"), grid=grid)
    return report_matter(report=said, actor=actor, now=NOON)


def _pair(head: Any, other: Any, at: dict[str, Any]) -> DuplicatePair:
    first, second = sorted((head, other), key=lambda person: person.pk)
    reasons = {"reasons": ["same-phone"], "state_since": NOON}
    return DuplicatePair.objects.create(first=first, second=second, **reasons, **at)


def _merge(grid: Area, kept: Any) -> PersonMerge:
    ended = {"ended_on": date(2026, 11, 1), "end_reason": "merged", "merged_into": kept}
    gone = make_person("孙长贵", at=grid, **ended)
    return PersonMerge.objects.create(kept=kept, gone=gone, moved={}, before="{}", merged_at=NOON)


def _keeping(grid: Area, worker: Any) -> dict[str, Any]:
    """Imports, doubtful cells, plans and long work of the community that the grid lies in."""
    community = grid.community
    assert community is not None
    here = {"community_id": community.pk, "place": community.path, "state_since": NOON, "created_at": NOON}
    job = {"kind": "test.count", "person_id": worker.pk, "started_by": "system:test", "state_since": NOON}
    work = Job.objects.create(place=community.path, created_at=NOON, **job)
    file = {"kind": "residents", "name": "居民.xlsx", "sha256": "0" * 64, "by": "system:test", "job_id": work.pk}
    imported = Import.objects.create(**file, **here)
    cell = {"roster": "residents", "kind": "missing_id", "sheet": "第1网格", "row": 4, "key": f"k{grid.pk.hex}"}
    redraw = {"effective_on": TODAY + YEAR, "reason": "调整", "moves": [], "state_since": NOON}
    return {
        **_whistle(grid),
        "imported": imported,
        "finding": Finding.objects.create(source=imported, **cell, **{**here, "place": grid.path}),
        "redraw": Redraw.objects.create(community=community, place=community.path, **redraw),
        "job": work,
    }
