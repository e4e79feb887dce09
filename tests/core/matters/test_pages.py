"""The pages: a resident's path without an account, a worker's path at the desk, and who may open what."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from linli.core.matters.enums import MatterState
from linli.core.matters.models import Entry, Matter
from linli.core.people.web.guards import DEMO
from tests.factories import matters as make


@pytest.fixture(autouse=True)
def _fresh_doors() -> None:
    cache.clear()


@pytest.fixture
def signed_in(world: SimpleNamespace, settings: Any) -> Any:
    """A browser of somebody in the world, come in by the links of the demo (they need no second factor)."""
    settings.LINLI_DEMO = True

    def of(key: str) -> Client:
        client = Client()
        client.force_login(world.people[key].account)
        session = client.session
        session[DEMO] = True
        session.save()
        return client

    return of


def say(client: Client, *, text: str = make.WORDS, kind: str = "UT04", where: str = "elsewhere", **who: str) -> Any:
    client.post(reverse("matters:say"), {"text": text})
    client.post(reverse("matters:say-kind"), {"kind": kind})
    client.post(reverse("matters:say-where"), {"where": where, "address": "3号楼门口", "grid": ""})
    return client.post(reverse("matters:say-who"), {"name": "shown", **who})


def test_a_visitor_says_what_they_need_in_four_pages_and_gets_a_slip(world: SimpleNamespace, settings: Any) -> None:
    settings.LINLI_COMMUNITY = "zhaolin"
    client = Client()
    answer = say(client, contact_name="赵先生", contact_phone="13912345678")
    matter = Matter.objects.get()
    assert answer.url == reverse("matters:slip", args=[matter.code])
    assert (matter.text, matter.category.code, matter.address) == (make.WORDS, "UT04", "3号楼门口")
    assert (matter.reporter, matter.contact_name, matter.contact_phone) == (None, "赵先生", "13912345678")
    slip = client.get(answer.url)
    assert matter.code in slip.content.decode()
    assert make.WORDS not in slip.content.decode()


def test_a_resident_says_it_about_their_home(world: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in("resident")
    client.post(reverse("matters:say"), {"text": make.WORDS})
    client.post(reverse("matters:say-kind"), {"kind": ""})
    client.post(reverse("matters:say-where"), {"where": "home", "address": ""})
    client.post(reverse("matters:say-who"), {"name": "hidden"})
    matter = Matter.objects.get()
    assert (matter.reporter, matter.grid, matter.category) == (world.people["resident"], world.grid, None)
    assert (matter.hidden_from_handler, matter.address) == (True, "3号楼")


def test_an_emergency_shows_the_numbers_before_anything_else(world: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in("resident")
    client.post(reverse("matters:say"), {"text": "楼上着火了"})
    answer = client.post(reverse("matters:say-kind"), {"kind": "EM01"})
    assert answer.url == reverse("matters:say-emergency")
    assert "tel:119" in client.get(answer.url).content.decode()
    client.post(reverse("matters:say-where"), {"where": "home", "address": ""})
    refused = client.post(reverse("matters:say-who"), {"name": "shown"})
    assert (refused.status_code, Matter.objects.count()) == (200, 0)
    client.post(reverse("matters:say-emergency"))
    client.post(reverse("matters:say-who"), {"name": "shown"})
    assert Matter.objects.get().urgency == "emergency"


def test_a_later_page_leads_back_when_nothing_was_said(world: SimpleNamespace) -> None:
    for name in ("say-kind", "say-where", "say-who", "say-emergency"):
        assert Client().get(reverse(f"matters:{name}")).url == reverse("matters:say")


def test_the_slip_opens_the_status_and_nothing_about_the_person(world: SimpleNamespace) -> None:
    matter = make.handling(world, address="刘家门口")
    page = Client().get(reverse("matters:status", args=[matter.code])).content.decode()
    for secret in (world.people["resident"].name, make.WORDS, "刘家门口", str(world.people["resident"].pk)):
        assert secret not in page
    assert "张grid_worker" in page


def test_the_slip_judges_reopens_and_adds(world: SimpleNamespace) -> None:
    matter, client = make.verified(world), Client()
    client.post(reverse("matters:status-step", args=[matter.code, "confirm"]), {"rating": "5", "words": "谢谢"})
    matter.refresh_from_db()
    assert (matter.state, matter.rating) == (MatterState.CLOSED, 5)
    client.post(reverse("matters:status-step", args=[matter.code, "reopen"]), {"text": "又凉了"})
    client.post(reverse("matters:status-step", args=[matter.code, "fact"]), {"text": "四楼也凉"})
    matter.refresh_from_db()
    assert matter.state == MatterState.ACCEPTED
    assert list(matter.entries.order_by("pk").values_list("text", flat=True))[-2:] == ["又凉了", "四楼也凉"]


def test_the_handler_judges_nothing_with_the_slip(world: SimpleNamespace, signed_in: Any) -> None:
    matter = make.verified(world)
    step = reverse("matters:status-step", args=[matter.code, "confirm"])
    assert signed_in("grid_worker").post(step, {"rating": "5"}).status_code == 200  # refused, on the form
    matter.refresh_from_db()
    assert (matter.state, matter.rating) == (MatterState.VERIFIED, None)
    assert signed_in("resident").post(step, {"rating": "5"}).status_code == 302


def test_a_slip_floods_nobody(world: SimpleNamespace) -> None:
    step = reverse("matters:status-step", args=[make.make_matter(world).code, "fact"])
    client = Client()
    answers = {client.post(step, {"text": "还有"}).status_code for _time in range(30)}
    assert answers == {302}
    assert client.post(step, {"text": "还有"}).status_code == 429


@pytest.mark.parametrize("typed", ["7K3", "0000-0000", "'; drop table", "%00", "一" * 40])
def test_a_code_that_is_none_says_so(world: SimpleNamespace, typed: str) -> None:
    answer = Client().get(reverse("matters:status-form"), {"code": typed})
    assert answer.status_code == 422


def test_guessing_codes_is_slowed_down(world: SimpleNamespace) -> None:
    matter, client = make.make_matter(world), Client()
    for _guess in range(20):
        assert client.get("/status/2222-2222/").status_code == 404
    assert client.get("/status/2222-2222/").status_code == 429
    assert client.get(reverse("matters:status", args=[matter.code])).status_code == 429


def test_my_matters_are_mine_alone(world: SimpleNamespace, signed_in: Any) -> None:
    matter = make.make_matter(world)
    page = reverse("matters:mine-detail", args=[matter.code])
    assert signed_in("resident").get(page).status_code == 200
    assert make.WORDS in signed_in("resident").get(reverse("matters:mine")).content.decode()
    for who in ("child", "other_resident", "grid_worker", "community_worker"):
        assert signed_in(who).get(page).status_code == 404
        assert signed_in(who).post(page + "fact/", {"text": "x"}).status_code == 404
        assert make.WORDS not in signed_in(who).get(reverse("matters:mine")).content.decode()


DESK_PAGES = ["", "contact/", "note/", "do/accept/"]


@pytest.mark.parametrize("page", DESK_PAGES)
@pytest.mark.parametrize("who", ["neighbour", "other_secretary", "resident", "system_admin", "audit_admin"])
def test_a_desk_page_is_not_there_for_outsiders(world: SimpleNamespace, signed_in: Any, page: str, who: str) -> None:
    matter = make.make_matter(world)
    url = reverse("matters:desk-detail", args=[matter.code]) + page
    client = signed_in(who)
    assert client.post(url, {"text": "x", "reason": "xxxx"}).status_code in {404, 405}
    if page in {"", "do/accept/"}:
        assert client.get(url).status_code == 404
    assert Entry.objects.count() == 1


def test_nobody_reaches_the_desk_without_signing_in(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    for url in (reverse("matters:desk-list"), reverse("matters:desk-detail", args=[matter.code])):
        assert Client().get(url).status_code == 302


def test_the_path_at_the_desk_in_the_browser(world: SimpleNamespace, signed_in: Any) -> None:
    desk, handler = signed_in("community_worker"), signed_in("grid_worker")
    matter = make.make_matter(world)

    def do(client: Client, step: str, **data: Any) -> Any:
        return client.post(reverse("matters:desk-step", args=[matter.code, step]), data)

    do(desk, "accept", category="UT04")
    do(desk, "dispatch", handler=str(world.people["grid_worker"].pk), owner="供热公司 李工")
    do(handler, "sign")
    handler.post(reverse("matters:desk-note", args=[matter.code]), {"text": "看过了", "is_shown": "on"})
    do(handler, "feed-back", ending="solved", text="换了阀门")
    do(desk, "verify", note="电话核实")
    do(desk, "confirm", rating="4", words="行", door="phone")
    matter.refresh_from_db()
    assert (matter.state, matter.rating, matter.owner) == (MatterState.CLOSED, 4, "供热公司 李工")


def test_a_refusal_stands_on_the_form_and_the_words_are_kept(world: SimpleNamespace, signed_in: Any) -> None:
    matter = make.handling(world)
    url = reverse("matters:desk-step", args=[matter.code, "feed-back"])
    page = signed_in("grid_worker").post(url, {"ending": "handed_on", "text": "供热公司会来"})
    assert (page.status_code, "供热公司会来" in page.content.decode()) == (200, True)
    matter.refresh_from_db()
    assert matter.state == MatterState.HANDLING


def test_a_step_that_somebody_else_took_leads_back_to_the_matter(world: SimpleNamespace, signed_in: Any) -> None:
    matter = make.accepted(world)
    answer = signed_in("community_worker").post(reverse("matters:desk-step", args=[matter.code, "accept"]))
    assert answer.url == reverse("matters:desk-detail", args=[matter.code])


def test_the_twin_form_writes_down_a_call_with_the_home_prefilled(world: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in("community_worker")
    resident = world.people["resident"]
    url = reverse("matters:desk-new-phone")
    assert "刘桂芳" in client.get(url, {"who": "刘桂"}).content.decode()
    data = {"who": "刘桂", "person": str(resident.pk), "text": make.WORDS, "door": "phone"}
    assert client.post(url, data).status_code == 200  # without consent it is not written down
    assert Matter.objects.count() == 0
    client.post(url, {**data, "agreed": "on"})
    matter = Matter.objects.get()
    assert (matter.reporter, matter.grid, matter.category.code) == (resident, world.grid, "UT04")
    assert (matter.door, matter.reported_by) == ("phone", world.actors["community_worker"].label)


@pytest.mark.parametrize("who", ["resident", "street_officer", "system_admin"])
def test_the_twin_form_is_not_there_for_others(world: SimpleNamespace, signed_in: Any, who: str) -> None:
    assert signed_in(who).get(reverse("matters:desk-new")).status_code == 404


def test_a_number_is_shown_for_a_reason_that_is_written_down(world: SimpleNamespace, signed_in: Any) -> None:
    from linli.base.audit.models import AuditEntry

    matter = make.make_matter(world, contact_phone="13912345678", contact_name="赵先生")
    url = reverse("matters:desk-contact", args=[matter.code])
    client = signed_in("community_worker")
    assert "13912345678" not in client.post(url, {"reason": ""}, follow=True).content.decode()
    assert "13912345678" in client.post(url, {"reason": "约上门时间"}, follow=True).content.decode()
    assert AuditEntry.objects.filter(action="matters.matter.reveal-contact").get().reason == "约上门时间"


def test_a_number_that_was_shown_stands_in_no_cookie(world: SimpleNamespace, signed_in: Any) -> None:
    matter = make.accepted(world, contact_phone="13912345678")
    desk = signed_in("community_worker")
    answer = desk.post(reverse("matters:desk-contact", args=[matter.code]), {"reason": "回电话问清楚"})
    assert "13912345678" not in str(answer.cookies)
    assert "13912345678" in desk.get(answer.url).content.decode()


def test_a_hidden_person_stays_hidden_from_the_handler(world: SimpleNamespace, signed_in: Any) -> None:
    matter = make.dispatched(world, hidden_from_handler=True, contact_phone="13912345678")
    url = reverse("matters:desk-contact", args=[matter.code])
    page = signed_in("grid_worker").post(url, {"reason": "约上门时间"}, follow=True).content.decode()
    assert ("13912345678" in page, "刘" in page) == (False, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_full(
    world: SimpleNamespace, signed_in: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    for _number in range(count):
        make.dispatched(world)
    client = signed_in("community_worker")
    client.get(reverse("matters:desk-list"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("matters:desk-list"), {"which": "open"})
    assert page.content.decode().count('<td class="first"') == count


def test_a_matter_page_makes_few_queries(
    world: SimpleNamespace, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    make.closed(world)
    matter = make.handling(world)
    client = signed_in("community_worker")
    client.get(reverse("matters:desk-detail", args=[matter.code]))
    with django_assert_max_num_queries(12):
        client.get(reverse("matters:desk-detail", args=[matter.code]))


@pytest.mark.parametrize("which", ["mine", "desk", "check", "due", "overdue", "open", ""])
def test_every_view_of_the_list_opens(world: SimpleNamespace, signed_in: Any, which: str) -> None:
    make.dispatched(world)
    page = signed_in("grid_worker").get(reverse("matters:desk-list"), {"which": which, "q": "暖气", "category": "UT"})
    assert page.status_code == 200


def test_the_slip_prints_as_a_pdf(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    answer = Client().get(reverse("matters:slip-pdf", args=[matter.code]))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_page_of_a_grid_opens_its_matters(world: SimpleNamespace, signed_in: Any) -> None:
    make.make_matter(world)
    page = signed_in("grid_worker").get(reverse("areas:grid", args=[world.grid.pk])).content.decode()
    assert make.WORDS in page
    assert f"?grid={world.grid.pk}&amp;which=open" in page
    hidden = signed_in("system_admin").get(reverse("areas:grid", args=[world.grid.pk])).content.decode()
    assert make.WORDS not in hidden


def test_the_page_of_a_person_tells_what_they_asked_unless_they_are_hidden(
    world: SimpleNamespace, signed_in: Any
) -> None:
    make.make_matter(world)
    make.make_matter(world, text="邻居家的狗一直叫", hidden_from_handler=True)
    url = reverse("people:person", args=[world.people["resident"].pk])
    shown = {who: signed_in(who).get(url).content.decode() for who in ("grid_worker", "community_worker")}
    assert {who: make.WORDS in page for who, page in shown.items()} == {"grid_worker": True, "community_worker": True}
    assert {who: "狗一直叫" in page for who, page in shown.items()} == {"grid_worker": False, "community_worker": True}


def test_behind_a_proxy_each_visitor_has_a_door_of_their_own(world: SimpleNamespace, settings: Any) -> None:
    settings.NINJA_NUM_PROXIES = 1
    url, guesser, neighbour = "/status/2222-2222/", "1.2.3.4, 10.0.0.1", "1.2.3.4, 10.0.0.2"
    for _guess in range(20):
        Client().get(url, headers={"X-Forwarded-For": guesser})
    assert Client().get(url, headers={"X-Forwarded-For": guesser}).status_code == 429
    assert Client().get(url, headers={"X-Forwarded-For": neighbour}).status_code == 404


def test_a_late_matter_says_that_it_is_late(world: SimpleNamespace, signed_in: Any) -> None:
    matter = make.handling(world, now=make.NOON - 300 * make.HOUR)
    client = Client(headers={"Accept-Language": "en"})
    page = client.get(reverse("matters:status", args=[matter.code])).content.decode()
    assert "we are late" in page


def test_map_shows_single_points_with_their_twin_in_the_list(world: SimpleNamespace, signed_in: Any) -> None:
    here = make.make_matter(world, text="井盖松了", lat=41.41, lng=123.32)
    make.make_matter(world, text="路灯坏了")
    make.closed(world, text="已经好了", lat=41.41, lng=123.32)
    page = signed_in("community_worker").get(reverse("matters:desk-map"))
    points = [each["properties"] for each in page.context["areas"]["features"] if each["geometry"]["type"] == "Point"]
    assert [point["name"] for point in points] == ["井盖松了"]
    assert f'<a href="/desk/matters/{here.code}/">井盖松了' in page.content.decode()  # in the list behind the map


def test_slips_are_not_printed_without_end(world: SimpleNamespace) -> None:
    address = reverse("matters:slip-pdf", args=[make.make_matter(world).code])
    cache.set("linli-door:slip-pdf:127.0.0.1", 59)
    assert [Client().get(address).status_code for _each in range(2)] == [200, 429]
