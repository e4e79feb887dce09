"""Money is taken, a step is done, a letter is issued; the member reads their own: on a phone, in both languages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from linli.core.admission.models import Admission, Transfer
from linli.core.dues.models import Payment
from tests.browser.test_main_job import OpenPage, Somebody
from tests.factories.admission import applied
from tests.factories.core import make_account, make_world
from tests.factories.dues import assessed
from tests.factories.membership import make_member, make_secretary
from tests.factories.organisation import make_branch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
LOOKS = ({"language": "zh-CN", "width": 375}, {"language": "en", "width": 375})
SEND = "main form.form-narrow button.btn-primary"


@pytest.fixture
def world(transactional_db: None) -> SimpleNamespace:
    world = make_world()
    world.branch, world.second = make_branch(world.grid, "第一党支部"), make_branch(world.grid, "第二党支部")
    world.member, world.secretary = make_member(world.branch, "秦荣静"), make_secretary(world.branch)
    make_account(world.member.person)
    return world


@pytest.mark.parametrize("looks", LOOKS, ids=["zh", "en"])
def test_member_declares_pays_and_reads_the_receipt(open_page: OpenPage, world: SimpleNamespace, looks: dict) -> None:
    member = Somebody(open_page, world.member.person, **looks)
    page = member.goes_to("/me/membership/dues/declare/")
    member.looks()
    page.check("[name=kind][value=salaried]")
    page.fill("[name=base]", "8000")
    page.click(SEND)
    page.wait_for_url("**/me/membership/dues/")
    member.looks()

    secretary = Somebody(open_page, world.secretary.person, **looks)
    page = secretary.goes_to("/desk/dues/")
    secretary.looks()
    page.click(f"main a[href='/desk/dues/members/{world.member.pk}/']")
    secretary.looks()
    page = secretary.goes_to(f"/desk/dues/members/{world.member.pk}/pay/")
    secretary.looks()
    page.click(SEND)
    page.wait_for_url("**/desk/dues/receipts/**")
    secretary.looks()
    for path in ("months", "receipts", "quarters"):
        secretary.goes_to(f"/desk/dues/{path}/")
        secretary.looks()

    page = member.goes_to("/me/membership/dues/")
    member.looks()
    expect(page.locator("#receipts")).to_contain_text(Payment.objects.get().number)


@pytest.mark.parametrize("looks", LOOKS, ids=["zh", "en"])
def test_step_is_done_and_a_letter_issued(open_page: OpenPage, world: SimpleNamespace, looks: dict) -> None:
    assessed(world.member)
    way = applied(world.branch)
    secretary = Somebody(open_page, world.secretary.person, **looks)
    page = secretary.goes_to("/desk/admission/")
    secretary.looks()
    page.click(f"main a[href='/desk/admission/{way.pk}/']")
    secretary.looks()
    page = secretary.goes_to(f"/desk/admission/{way.pk}/step/talk/")
    secretary.looks()
    page.check("[name=papers]")
    page.click(SEND)
    page.wait_for_url(f"**/desk/admission/{way.pk}/")
    assert Admission.objects.get().state == "talk"

    member = Somebody(open_page, world.member.person, **looks)
    page = member.goes_to("/me/membership/transfer/")
    member.looks()
    page.select_option("[name=to_org]", str(world.second.pk))
    page.click(SEND)
    expect(page.locator("main .messages .notice-ok")).to_be_visible()
    member.looks()
    transfer = Transfer.objects.get()
    page = secretary.goes_to(f"/desk/transfers/{transfer.pk}/do/issue/")
    secretary.looks()
    page.fill("[name=number]", "001")
    page.click(SEND)
    page.wait_for_url(f"**/desk/transfers/{transfer.pk}/")
    secretary.looks()
    assert Transfer.objects.get().state == "letter_issued"
