"""An agreement is signed, a promise shown and accepted: at the desk and on the page of the unit, on a phone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from linli.core.partnership.enums import Side
from linli.core.partnership.models import Agreement, Promise
from tests.browser.somebody import OpenPage, Somebody
from tests.factories import agreements as make
from tests.factories.core import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
LOOKS = ({"language": "zh-CN", "width": 375}, {"language": "en", "width": 375})


@pytest.fixture
def world(transactional_db: None) -> SimpleNamespace:
    return make_world()


@pytest.mark.parametrize("looks", LOOKS, ids=["zh", "en"])
def test_unit_signs_and_says_what_came_of_its_promise(open_page: OpenPage, world: SimpleNamespace, looks: dict) -> None:
    school = make.make_partner(world.grid, kind="unit")
    agreement = make.negotiated(world, school)
    make.sign(agreement, Side.COMMUNITY, world.actors["committee_secretary"])
    liaison = Somebody(open_page, make.make_liaison_person(school), **looks)
    liaison.goes_to(f"/unit/{school.pk}/")
    liaison.looks()
    page = liaison.goes_to(f"/unit/agreements/{agreement.code}/do/sign/")
    page.check("[name=has_read]")
    liaison.fills(name="郑老师")
    liaison.is_thanked()
    liaison.looks()
    assert Agreement.objects.get().state == "in_force"

    promise = make.promise_of(agreement, Side.UNIT)
    liaison.goes_to(f"/unit/agreements/{agreement.code}/promises/{promise.pk}/tell/")
    liaison.fills(outcome="kept", proof="3月12日讲了两场")
    liaison.is_thanked()

    desk = Somebody(open_page, world.people["community_worker"], **looks)
    page = desk.goes_to(f"/desk/agreements/{agreement.code}/")
    desk.looks()
    page.click(f"#p{promise.pk.hex} form[action$='/accept/'] button")
    desk.is_thanked()
    assert Promise.objects.get(pk=promise.pk).state == "kept"
