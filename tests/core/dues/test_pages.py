"""Who opens which page of dues, and that two secretaries see nothing of each other by any door."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from linli.base.permissions import may
from linli.core.dues.enums import DuesPermission
from linli.core.dues.models import Assessment, Due, HandUp, Payment, PaymentPart, YearNotice
from linli.core.dues.operations.handing_up import hand_up_quarter, tell_the_year
from linli.core.dues.queries.dues import dues_for, payers_for, payments_for
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_account, make_world
from tests.factories.dues import COMMAND, assessed, make_handup, paid
from tests.factories.membership import make_member, make_secretary
from tests.factories.organisation import make_branch

pytestmark = pytest.mark.django_db
LISTS = ("member-list", "due-list", "payment-list")
HIDDEN, JANUARY = "罗平", NOON + timedelta(days=45)


def words_of(content: bytes) -> str:
    """Everything that a spreadsheet says."""
    return str([list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(BytesIO(content))])


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.first, world.second = make_branch(world.grid, "第一党支部"), make_branch(world.grid, "第二党支部")
    world.mine, world.theirs = make_member(world.first, "秦荣静"), make_member(world.second, HIDDEN)
    world.secretary, world.other = make_secretary(world.first), make_secretary(world.second, "赵书记")
    for member in (world.mine, world.theirs):
        assessed(member)
    world.receipt, world.theirs_receipt = paid(world.mine, amount_fen=15_000), paid(world.theirs, amount_fen=15_000)
    world.handup, world.theirs_handup = make_handup(world.first), make_handup(world.second)
    return world


def test_rows_and_objects_are_one_rule(world: Any) -> None:
    for actor in [*world.actors.values(), world.secretary, world.other]:
        for permission in DuesPermission:
            dues = {due for due in Due.objects.all() if may(actor, permission, due.member)}
            assert set(Due.objects.visible_to(actor, permission)) == dues
            for model in (Payment, HandUp):
                rows = {row for row in model.objects.all() if may(actor, permission, row)}
                assert set(model.objects.visible_to(actor, permission)) == rows


@pytest.mark.parametrize(
    "role", ["grid_worker", "community_worker", "street_officer", "system_admin", "security_admin", "other_secretary"]
)
def test_nobody_else_sees_dues(world: Any, role: str) -> None:
    actor = world.actors[role]
    assert [list(rows) for rows in (dues_for(actor), payers_for(actor), payments_for(actor))] == [[], [], []]


def test_two_secretaries_cannot_see_each_others_dues_by_any_page(world: Any) -> None:
    browser = browser_of(world.secretary.person)
    for page in ("member", "member-assess", "member-collect", "member-ease"):
        assert browser.get(reverse(f"dues:{page}", args=[world.theirs.pk])).status_code == 404
    for page in ("payment", "payment-pdf", "payment-undo"):
        assert browser.get(reverse(f"dues:{page}", args=[world.theirs_receipt.pk])).status_code == 404
    assert browser.get(reverse("dues:handup", args=[world.theirs_handup.pk])).status_code == 404
    assert browser.post(reverse("dues:handup-receive", args=[world.theirs_handup.pk])).status_code == 404
    for page in ("org-hand-up", "org-tell"):
        assert browser.post(reverse(f"dues:{page}", args=[world.second.pk])).status_code == 404
    for page in LISTS:
        for query in ({}, {"org": world.second.pk}, {"q": HIDDEN}, {"state": "paid"}):
            body = browser.get(reverse(f"dues:{page}"), query).content.decode()
            assert str(world.theirs.pk) not in body
            assert str(world.theirs_receipt.pk) not in body
    assert "第二党支部" not in browser.get(reverse("dues:quarters")).content.decode()


def test_two_secretaries_cannot_see_each_others_dues_by_search_or_program(world: Any) -> None:
    browser = browser_of(world.secretary.person)
    found = browser.get(reverse("portal:search"), {"q": HIDDEN}).content.decode()
    assert str(world.theirs.pk) not in found
    assert str(world.theirs.person_id) not in found
    assert [row["name"] for row in browser.get("/api/v1/dues/members").json()] == ["秦荣静"]
    for path in (f"members/{world.theirs.pk}", f"payments/{world.theirs_receipt.pk}"):
        assert browser.get(f"/api/v1/dues/{path}").status_code == 404
    told = {"through": "2026-11-01", "paid_on": TODAY.isoformat()}
    answer = browser.post(f"/api/v1/dues/members/{world.theirs.pk}/pay", told, content_type="application/json")
    assert answer.status_code == 404


@pytest.mark.parametrize("page", LISTS)
def test_export_of_a_secretary_holds_their_branch_alone_and_masks_names(world: Any, page: str) -> None:
    told = {"whom": "支部", "what_for": "核对"}
    browser = browser_of(world.other.person)
    form = browser.get(f"{reverse(f'dues:{page}')}?export=1&state=paid").context["form"]
    told["until"] = form.initial["until"].isoformat()
    answer = browser.post(f"{reverse(f'dues:{page}')}?export=1&state=paid", told)
    words = words_of(b"".join(answer.streaming_content))
    assert ("罗*" in words, HIDDEN in words, "秦" in words) == (True, False, False)


def test_member_reads_their_own_dues_and_receipts_and_nobody_elses(world: Any) -> None:
    make_account(world.mine.person)
    browser = browser_of(world.mine.person)
    page = browser.get(reverse("dues:mine")).content.decode()
    assert (world.receipt.number in page, HIDDEN in page) == (True, False)
    assert reverse("dues:mine") in browser.get(reverse("membership:mine")).content.decode()
    paper = browser.get(reverse("dues:mine-receipt", args=[world.receipt.pk]))
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")
    assert browser.get(reverse("dues:mine-receipt", args=[world.theirs_receipt.pk])).status_code == 404
    assert browser.get(reverse("dues:member", args=[world.mine.pk])).status_code == 404
    assert browser.get("/api/v1/dues/mine").json()["open_fen"] == 21_000


def test_member_declares_on_their_own_page(world: Any) -> None:
    make_account(world.mine.person)
    browser = browser_of(world.mine.person)
    months = [
        value for value, _label in browser.get(reverse("dues:mine-declare")).context["form"]["from_month"].field.choices
    ]
    told = {
        "kind": "retired",
        "base": "6000",
        "fixed": "",
        "voluntary": "5",
        "from_month": months[0],
        "by_quarter": "on",
    }
    assert browser.post(reverse("dues:mine-declare"), told).status_code == 302
    found = Assessment.objects.filter(member=world.mine).order_by("-at")[0]
    assert (found.kind, found.amount_fen, found.voluntary_fen, found.by_quarter) == ("retired", 6_000, 500, False)


def test_whoever_is_no_member_has_no_dues(world: Any) -> None:
    browser = browser_of(world.people["resident"])
    assert browser.get(reverse("dues:mine")).status_code == 404
    assert browser.get("/api/v1/dues/mine").json() is None


def test_secretary_takes_money_writes_less_and_undoes(world: Any) -> None:
    browser = browser_of(world.secretary.person)
    page = reverse("dues:member-collect", args=[world.mine.pk])
    months = [value for value, _label in browser.get(page).context["form"]["through"].field.choices]
    told = {"through": "2026-10-01", "amount": "", "method": "transfer", "transfer_no": "", "paid_on": "2026-11-20"}
    assert "2026-10-01" in months
    assert browser.post(page, told).status_code == 422
    answer = browser.post(page, {**told, "transfer_no": "ZZ1"})
    payment = Payment.objects.get(transfer_no="ZZ1")
    assert answer.headers["Location"] == reverse("dues:payment", args=[payment.pk])
    assert browser.get(reverse("dues:payment-pdf", args=[payment.pk])).content[:4] == b"%PDF"
    less = reverse("dues:member-ease", args=[world.mine.pk])
    assert browser.post(less, {"through": "2026-11-01", "to": "0", "decision": "支委会 3 号"}).status_code == 302
    assert list(Due.objects.filter(member=world.mine, state="remitted").values_list("month", flat=True)) == [
        date(2026, 11, 1)
    ]
    assert browser.get(less).status_code == 302  # nothing is open any more
    undo = reverse("dues:payment-undo", args=[payment.pk])
    assert browser.post(undo, {"reason": "记错"}).status_code == 302
    assert Payment.objects.get(reverses=payment).amount_fen == payment.amount_fen


def test_quarter_is_handed_up_and_received_on_the_pages(world: Any) -> None:
    HandUp.objects.all().delete()
    browser = browser_of(world.secretary.person)
    assert browser.post(reverse("dues:org-hand-up", args=[world.first.pk]), {"quarter": "soon"}).status_code == 404
    browser.post(reverse("dues:org-hand-up", args=[world.first.pk]), {"quarter": "2026-07-01"})
    found = HandUp.objects.get()
    assert browser.post(reverse("dues:handup-receive", args=[found.pk])).status_code == 403
    committee = browser_of(world.people["committee_secretary"])
    assert committee.post(reverse("dues:handup-receive", args=[found.pk])).status_code == 302
    assert HandUp.objects.get().state == "received"


def test_sheet_of_a_quarter_names_its_receipts_and_their_sum(world: Any) -> None:
    HandUp.objects.all().delete()
    told = {"org": world.first, "quarter": date(2026, 10, 1), "actor": COMMAND, "now": JANUARY}
    handup = hand_up_quarter(**told)
    browser = browser_of(world.secretary.person)
    answer = browser.get(reverse("dues:handup-sheet", kwargs={"pk": handup.pk, "kind": "xlsx"}))
    words = words_of(answer.content)
    assert ("秦荣静" in words, world.receipt.number in words, "150" in words) == (True, True, True)
    paper = browser.get(reverse("dues:handup-sheet", kwargs={"pk": handup.pk, "kind": "pdf"}))
    assert paper.content[:4] == b"%PDF"


def test_totals_of_a_year_reach_the_members_without_a_name(world: Any) -> None:
    tell_the_year(org=world.first, year=2026, actor=world.secretary, now=JANUARY)
    make_account(world.mine.person)
    page = browser_of(world.mine.person).get(reverse("dues:mine")).content.decode()
    assert ("150" in page, YearNotice.objects.count()) == (True, 1)
    make_account(world.theirs.person)
    assert "2026: 150" not in browser_of(world.theirs.person).get(reverse("dues:mine")).content.decode()


@pytest.mark.parametrize("name", [*LISTS, "quarters"])
def test_lists_cost_the_same_with_one_row_and_with_more(world: Any, name: str) -> None:
    browser = browser_of(world.secretary.person)
    address = reverse(f"dues:{name}")
    browser.get(address)
    with CaptureQueriesContext(connection) as before:
        browser.get(address)
    for n in range(3):
        member = make_member(world.first, f"孙某{n}")
        assessed(member)
        paid(member, amount_fen=13_000)
    with CaptureQueriesContext(connection) as after:
        assert browser.get(address).status_code == 200
    assert (len(after), len(after) <= 12) == (len(before), True)


def test_parts_of_a_payment_are_its_sum(world: Any) -> None:
    parts = PaymentPart.objects.filter(payment=world.receipt)
    assert sum(part.amount_fen for part in parts) == world.receipt.amount_fen
