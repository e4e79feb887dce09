"""Reporting in, the service record, extracts for the unit, and being asked for help (W15)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from linli.base.errors import Refused
from linli.base.hours import EVERY_HOUR, hour_bit
from linli.base.messaging.models import Message
from linli.base.permissions import SystemActor
from linli.core.callouts.enums import Skill
from linli.core.callouts.events import HelpGiven
from linli.core.callouts.models import CallOut
from linli.core.callouts.queries.helpers import helpers_for
from linli.core.callouts.subscriptions import write_into_the_service_record
from linli.core.membership.enums import ReportState, ServiceState
from linli.core.membership.models import InServiceMember, ServiceEntry
from linli.core.membership.operations.asks import answer_ask, ask_about_card
from linli.core.membership.operations.in_service import LEAVE, agree_to_help, agree_to_statement, step_report
from linli.core.membership.operations.reporting import Reporting, assign_report, report_in
from linli.core.membership.operations.service import look_at_service, withdraw_service, write_service
from linli.core.membership.operations.statements import issue_statement, revoke_statement
from linli.core.membership.queries.service import quarter_of, quarters_of
from linli.core.membership.tasks import tell_of_the_quarter
from linli.core.people.queries.actors import PersonActor
from linli.core.people.queries.keys import hash_of_phone
from tests.factories.callouts import called
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_account, make_world
from tests.factories.membership import make_card_ask, make_in_service, make_member, make_secretary, make_service
from tests.factories.organisation import make_branch, make_group

pytestmark = pytest.mark.django_db
COMMAND = SystemActor("command")
EVENING = hour_bit(0, 2)


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.first, world.second = make_branch(world.grid, "第一党支部"), make_branch(world.grid, "第二党支部")
    world.group = make_group(world.grid, world.first)
    world.secretary, world.other = make_secretary(world.first), make_secretary(world.second, "赵书记")
    world.committee = world.actors["committee_secretary"]
    world.me = world.actors["resident"]
    return world


def told(**more: Any) -> Reporting:
    return Reporting(unit_name="市监局", skills="理发", hours=EVENING, service_posts=("health",), **more)


def reported(world: Any) -> InServiceMember:
    return report_in(person=world.me.person, told=told(), actor=world.me, now=NOON)


def test_resident_reports_in_and_is_taken_into_a_grid(world: Any) -> None:
    report = reported(world)
    assert (report.state, report.grid, report.helps_agreed_at) == (ReportState.REPORTED, world.grid, None)
    assign_report(report=report, grid=world.grid, actor=world.committee, now=NOON)
    report.refresh_from_db()
    assert (report.state, report.org, report.place) == (ReportState.ACTIVE, world.group, world.group.path)
    assert Message.objects.get(recipient=world.me.person.pk).template == "membership.registered"


def test_nobody_reports_in_twice_nor_as_a_member_of_a_branch_here(world: Any) -> None:
    reported(world)
    with pytest.raises(Refused) as refusal:
        reported(world)
    assert refusal.value.code == "reported-already"
    member = make_member(world.first)
    with pytest.raises(Refused) as refusal:
        report_in(person=member.person, told=told(), actor=PersonActor(member.person, TODAY), now=NOON)
    assert refusal.value.code == "member-here"


@pytest.mark.parametrize("role", ["community_worker", "grid_worker", "street_officer", "other_secretary"])
def test_nobody_else_takes_somebody_in(world: Any, role: str) -> None:
    report = reported(world)
    with pytest.raises(Refused) as refusal:
        assign_report(report=report, grid=world.grid, actor=world.actors[role], now=NOON)
    assert refusal.value.code == "forbidden"


def test_grid_of_another_community_is_refused(world: Any) -> None:
    with pytest.raises(Refused) as refusal:
        assign_report(report=reported(world), grid=world.other_grid, actor=world.committee, now=NOON)
    assert refusal.value.code == "grid-elsewhere"


def test_line_told_by_the_person_waits_for_somebody_else(world: Any) -> None:
    report = make_in_service(world.first, person=world.me.person)
    entry = write_service(report=report, on=TODAY, minutes=60, what="清雪", actor=world.me, now=NOON)
    assert entry.state == ServiceState.TOLD
    with pytest.raises(Refused) as refusal:
        look_at_service(entry=entry, move="confirm", actor=world.me, now=NOON)
    assert refusal.value.code == "own-service"
    with pytest.raises(Refused):
        look_at_service(entry=entry, move="confirm", actor=world.other, now=NOON)
    look_at_service(entry=entry, move="confirm", actor=world.secretary, now=NOON)
    assert (quarters_of(report)[0].minutes, entry.state) == (60, ServiceState.CONFIRMED)
    withdraw_service(entry=entry, actor=world.me, now=NOON)
    assert quarters_of(report) == []


def test_key_writes_a_line_once(world: Any) -> None:
    report = make_in_service(world.first)
    for _ in range(2):
        write_service(report=report, on=TODAY, minutes=60, what="清雪", key="k", actor=COMMAND, now=NOON)
    assert ServiceEntry.objects.count() == 1


def test_line_of_more_than_a_day_is_refused_by_the_database_too(world: Any) -> None:
    report = make_in_service(world.first)
    with pytest.raises(Refused):
        write_service(report=report, on=TODAY, minutes=2000, what="x", actor=COMMAND, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_service(report, minutes=2000)


def extract(world: Any, report: InServiceMember, actor: Any) -> Any:
    ends_on = TODAY + timedelta(days=30)
    return issue_statement(report=report, since=date(2026, 1, 1), until=TODAY, ends_on=ends_on, actor=actor, now=NOON)


def test_extract_for_the_unit_needs_the_persons_consent(world: Any) -> None:
    report = make_in_service(world.first, person=world.me.person)
    make_service(report, state=ServiceState.CONFIRMED)
    make_service(report, what="没确认的")
    with pytest.raises(Refused) as refusal:
        extract(world, report, world.secretary)
    assert refusal.value.code == "not-agreed"
    agree_to_statement(report=report, agrees=True, actor=world.me, now=NOON)
    statement = extract(world, report, world.secretary)
    assert [line["what"] for line in statement.said["lines"]] == ["清雪"]


def test_code_of_an_extract_opens_it_until_it_is_revoked(world: Any, client: Any) -> None:
    report = make_in_service(world.first, person=world.me.person, statement_agreed_at=NOON)
    statement = issue_statement(
        report=report, since=date(2026, 1, 1), until=TODAY, ends_on=date(2027, 11, 1), actor=world.me, now=NOON
    )
    page = reverse("membership:statement-check", args=[statement.code])
    name = report.person.name
    assert name in client.get(page).content.decode()
    statement.said["unit"] = "别的单位"
    statement.save(update_fields=["said"])
    assert name not in client.get(page).content.decode(), "what was changed afterwards is not good"
    statement.said["unit"] = "市监局"
    statement.save(update_fields=["said"])
    revoke_statement(statement=statement, actor=world.me, now=NOON)
    answer = client.get(page)
    assert (answer.status_code, name in answer.content.decode()) == (200, False)
    assert client.get(reverse("membership:statement-check", args=["2222-2222"])).status_code == 404


def test_secretary_cannot_revoke_an_extract_and_consent_taken_back_ends_them_all(world: Any) -> None:
    report = make_in_service(world.first, person=world.me.person, statement_agreed_at=NOON)
    statement = extract(world, report, world.me)
    with pytest.raises(Refused) as refusal:
        revoke_statement(statement=statement, actor=world.secretary, now=NOON)
    assert refusal.value.code == "forbidden"
    agree_to_statement(report=report, agrees=False, actor=world.me, now=NOON)
    statement.refresh_from_db()
    assert statement.revoked_at == NOON


def test_leaving_ends_consents(world: Any) -> None:
    report = make_in_service(world.first, person=world.me.person, statement_agreed_at=NOON, helps_agreed_at=NOON)
    step_report(report=report, move=LEAVE, actor=world.me, now=NOON)
    report.refresh_from_db()
    assert (report.statement_agreed_at, report.helps_agreed_at) == (None, None)


def test_quarter_is_told_to_each_person_once(world: Any) -> None:
    report = make_in_service(world.first, person=world.me.person)
    make_service(report, on=date(2026, 9, 30), state=ServiceState.CONFIRMED)
    make_service(report, on=date(2026, 10, 1), state=ServiceState.CONFIRMED)
    for _ in range(2):
        tell_of_the_quarter(datetime.fromisoformat("2026-10-05T09:00:00+08:00"))
    assert [row.params["hours"] for row in Message.objects.filter(template="membership.quarter")] == ["1.5"]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [("2026-01-01", "2026-01-01", "2026-03-31"), ("2028-02-29", "2028-01-01", "2028-03-31"),
     ("2026-12-31", "2026-10-01", "2026-12-31"), ("2026-09-30", "2026-07-01", "2026-09-30")],
)  # fmt: skip
def test_quarter_of_a_day(day: str, first: str, last: str) -> None:
    assert quarter_of(date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


def callout_at(world: Any, hour: int) -> CallOut:
    callout = called(world)
    start = NOON.replace(hour=hour) + timedelta(days=7)  # a Monday
    CallOut.objects.filter(pk=callout.pk).update(
        starts_at=start, ends_at=start + timedelta(hours=1), sources=["in_service"], skills=[Skill.HEALTH]
    )
    callout.refresh_from_db()
    return callout


def test_in_service_member_is_asked_only_with_consent_and_within_their_hours(world: Any) -> None:
    report = make_in_service(
        world.group, person=world.me.person, hours=EVENING, service_posts=["health"], grid=world.grid
    )
    evening, morning = callout_at(world, 11), callout_at(world, 2)  # 19:00 and 10:00 in Beijing
    assert helpers_for(evening, NOON) == []
    agree_to_help(report=report, agrees=True, actor=world.me, now=NOON)
    assert [helper.candidate.person_id for helper in helpers_for(evening, NOON)] == [report.person_id]
    assert helpers_for(morning, NOON) == []


def test_hours_that_nobody_told_are_no_free_hours(world: Any) -> None:
    make_in_service(world.group, person=world.me.person, hours=0, service_posts=["health"], helps_agreed_at=NOON)
    assert helpers_for(callout_at(world, 11), NOON) == []
    InServiceMember.objects.update(hours=EVERY_HOUR)
    assert len(helpers_for(callout_at(world, 11), NOON)) == 1


def test_help_given_is_written_into_the_record_once(world: Any) -> None:
    report = make_in_service(world.group, person=world.me.person)
    callout = callout_at(world, 11)
    event = HelpGiven(at=NOON + timedelta(days=8), callout_id=callout.pk, person_id=world.me.person.pk, minutes=60)
    write_into_the_service_record(event)
    write_into_the_service_record(event)
    assert [(entry.minutes, entry.state) for entry in report.entries.all()] == [(60, ServiceState.CONFIRMED)]


def test_member_asks_and_the_secretary_of_the_branch_answers(world: Any) -> None:
    member = make_member(world.first)
    me = PersonActor(member.person, TODAY)
    ask = ask_about_card(member=member, text="转正日期写错了", actor=me, now=NOON)
    with pytest.raises(Refused) as refusal:
        ask_about_card(member=member, text="还有", actor=me, now=NOON)
    assert refusal.value.code == "already-asked"
    for actor in (world.other, world.actors["community_worker"]):
        with pytest.raises(Refused):
            answer_ask(ask=ask, answer="done", words="改好了", actor=actor, now=NOON)
    answer_ask(ask=ask, answer="done", words="改好了", actor=world.secretary, now=NOON)
    assert Message.objects.get(recipient=member.person_id).params == {"answer": "改好了"}


def test_own_pages_of_an_in_service_member(world: Any) -> None:
    browser = browser_of(world.me.person)
    form = {"unit_name": "市监局", "hours": ["2"], "service_posts": ["health"], "skills": "理发"}
    assert browser.post(reverse("membership:report"), form).status_code == 302
    report = InServiceMember.objects.get()
    assign_report(report=report, grid=world.grid, actor=world.committee, now=NOON)
    told = {"on": "2026-11-01", "hours": "1.5", "what": "清雪"}
    assert browser.post(reverse("membership:service"), told).status_code == 302
    assert "清雪" in browser.get(reverse("membership:service")).content.decode()
    for name in ("helps", "mine-agree"):
        browser.post(reverse(f"membership:{name}"), {"agrees": "1"})
    days = {"since": "2026-01-01", "until": "2026-11-01", "ends_on": str(date.today() + timedelta(days=9))}
    browser.post(reverse("membership:statement-issue"), days)
    statement = report.statements.get()
    for name, args in (("statement-pdf", [statement.pk]), ("slip", [])):
        assert browser.get(reverse(f"membership:{name}", args=args)).content[:4] == b"%PDF"
    page = browser.get(reverse("membership:mine"))
    assert page.status_code == 200


def test_desk_writes_for_whoever_comes_by(world: Any) -> None:
    person = world.me.person
    person.phone = "13904190077"
    person.phone_hash = hash_of_phone(person.phone)
    person.save()
    browser = browser_of(world.committee.person)
    form = {"name": person.name, "phone": "13904190077", "unit_name": "市监局"}
    answer = browser.post(reverse("membership:in-service-new"), form)
    report = InServiceMember.objects.get()
    assert answer.headers["Location"] == reverse("membership:in-service", args=[report.pk])
    wrong = browser.post(reverse("membership:in-service-new"), {**form, "phone": "13904190078"})
    assert wrong.status_code == 422


def test_skill_and_post_narrow_the_list(world: Any) -> None:
    make_in_service(world.group, "董涛春", skills="理发、驾驶", service_posts=["legal"])
    make_in_service(world.group, "文晶瑞", skills="法律咨询")
    browser = browser_of(world.committee.person)
    for query in ({"skill": "理发"}, {"post": "legal"}):
        page = browser.get(reverse("membership:in-service-list"), query).content.decode()
        assert ("董涛春" in page, "文晶瑞" in page) == (True, False)


def test_correction_of_another_branch_is_not_there(world: Any) -> None:
    ask = make_card_ask(make_member(world.second, "罗平"))
    browser = browser_of(world.secretary.person)
    assert browser.get(reverse("membership:ask", args=[ask.pk])).status_code == 404
    assert "罗平" not in browser.get(reverse("membership:ask-list")).content.decode()
    account = make_account(ask.member.person)
    assert account.person == ask.member.person
