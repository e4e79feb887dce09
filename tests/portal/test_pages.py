"""The pages made of several rooms: home, my page, messages, today, search, days off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.factories.clients import browser_of
from tests.factories.core import NOON, make_account, make_grant, make_person, make_world
from tests.factories.matters import category, dispatched, fed_back, make_matter

from linli.base.calendars.models import Holiday
from linli.base.jobs.operations import start_job
from linli.base.messaging import wording
from linli.base.messaging.models import Message
from linli.base.messaging.operations import send_message
from linli.base.messaging.wording import register_template
from linli.base.permissions import SystemActor
from linli.core.areas.models import Area
from linli.core.matters.models import Matter
from linli.core.people.models import Grant
from linli.core.people.queries.actors import PersonActor
from linli.portal.queries.numbers import month_numbers
from linli.portal.queries.today import today_of

pytestmark = pytest.mark.django_db

QUERIES_OF_THE_INBOX = 8


@pytest.fixture(autouse=True)
def fresh(settings):
    cache.clear()
    settings.LANGUAGE_CODE = "en"
    settings.LINLI_COMMUNITY = "zhaolin"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def words(monkeypatch):
    monkeypatch.setattr(wording, "_templates", {})
    register_template("test.taken", version=1, title="Matter %(code)s", body="Somebody looks.")


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def told(world, key: str, *, number: int = 1, link: str = "/me/") -> Message:
    person = world.people[key].pk
    params = {"code": f"{key}{number}"}
    send_message(person, "test.taken", params, dedupe_key=f"k{number}", now=NOON, link=link)
    return Message.objects.get(recipient=person, dedupe_key=f"k{number}")


# The portal


def test_home_says_what_a_visitor_can_do(client, world):
    text = text_of(client.get("/"))
    assert "兆麟社区" in text
    for link in ("/say/", "/status/", "/grids/", "/promises/", "/say/?category=SV03"):
        assert f'"{link}"' in text


def test_home_speaks_for_ones_own_community(world):
    assert "光明社区" in text_of(browser_of(world.people["other_resident"]).get("/"))


@pytest.mark.parametrize(("count", "shown"), [(4, None), (5, 5)])
def test_number_below_five_is_not_shown_to_everybody(world, count, shown):
    for _turn in range(count):
        make_matter(world)
    numbers = month_numbers(world.community.pk, NOON)
    assert (numbers.reported, [line.count for line in numbers.kinds]) == (shown, [shown])
    assert (numbers.ended, numbers.usual_days, numbers.rating) == (None, None, None)


def test_numbers_are_of_this_month_and_this_community(world):
    for _turn in range(5):
        make_matter(world)
    make_matter(world, now=NOON - timedelta(days=40))
    assert month_numbers(world.community.pk, NOON).reported == 5
    assert month_numbers(world.other.pk, NOON).reported is None


def test_rating_and_usual_time_need_five(world):
    for rating in (5, 5, 4, 4, 3):
        matter = make_matter(world)
        closed = {"state": "closed", "closed_at": NOON, "rating": rating, "due_at": None}
        ended = {"ending": "solved", "ending_text": "x", "ended_at": NOON + timedelta(days=2)}
        Matter.objects.filter(pk=matter.pk).update(handler=world.people["grid_worker"], **closed, **ended)
    numbers = month_numbers(world.community.pk, NOON)
    assert (numbers.ended, numbers.usual_days, numbers.rating, numbers.rated) == (5, 2.0, 4.2, 5)


@pytest.mark.parametrize("path", ["/", "/me/", "/promises/"])
def test_suggestion_and_complaint_are_one_press_away(world, path):
    text = text_of(browser_of(world.people["resident"]).get(path))
    assert "/say/?category=SV0" in text


def test_home_costs_few_queries(world, client, django_assert_max_num_queries):
    client.get("/")
    cache.clear()
    with django_assert_max_num_queries(12):
        client.get("/")


# My page and my messages


def test_my_page_shows_only_what_is_mine(world, words):
    mine = make_matter(world)
    make_matter(world, actor=world.actors["neighbour"], text="邻居家停电了")
    told(world, "resident")
    told(world, "neighbour")
    text = text_of(browser_of(world.people["resident"]).get("/me/"))
    assert mine.code in text
    assert "Matter resident1" in text
    assert "邻居家" not in text
    assert "neighbour1" not in text


def test_opening_a_message_counts_as_reading_it_and_leads_on(world, words):
    message = told(world, "resident", link="/me/matters/7K3M-9QF2/")
    browser = browser_of(world.people["resident"])
    assert "1 is new." in text_of(browser.get("/me/messages/"))
    page = text_of(browser.get(f"/me/messages/{message.pk}/"))
    assert "Somebody looks." in page
    assert 'href="/me/matters/7K3M-9QF2/"' in page
    assert "Nothing new." in text_of(browser.get("/me/messages/"))


def test_message_never_leads_out_of_the_house(world, words):
    message = told(world, "resident", link="//evil.example/")
    assert "evil" not in text_of(browser_of(world.people["resident"]).get(f"/me/messages/{message.pk}/"))


def test_somebody_elses_message_is_not_there(world, words):
    message = told(world, "resident")
    browser = browser_of(world.people["neighbour"])
    assert browser.get(f"/me/messages/{message.pk}/").status_code == 404
    browser.post("/me/messages/read/")
    message.refresh_from_db()
    assert message.read_at is None


def test_seeing_all_reads_all(world, words):
    told(world, "resident", number=1)
    told(world, "resident", number=2)
    browser_of(world.people["resident"]).post("/me/messages/read/")
    assert Message.objects.filter(read_at=None).count() == 0


def test_copies_are_chosen_and_given_up_with_one_press(world, settings):
    settings.LINLI_CHANNELS = {"sms": "linli.base.messaging.channels.FakeSms"}
    browser = browser_of(world.people["resident"])
    assert "No copies" in text_of(browser.get("/me/messages/"))
    assert browser.post("/me/channels/sms/", {"on": "1"}).status_code == 302
    assert "Copies come" in text_of(browser.get("/me/messages/"))
    browser.post("/me/channels/sms/", {"on": "0"})
    assert "No copies" in text_of(browser.get("/me/messages/"))
    assert browser.post("/me/channels/pigeon/", {"on": "1"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_costs_the_same_however_full(world, words, count, django_assert_max_num_queries):
    for number in range(count):
        told(world, "resident", number=number)
    browser = browser_of(world.people["resident"])
    browser.get("/me/messages/")
    with django_assert_max_num_queries(QUERIES_OF_THE_INBOX):
        browser.get("/me/messages/")


# The desk


def test_desk_is_not_there_for_residents(world):
    browser = browser_of(world.people["resident"])
    assert [browser.get(path).status_code for path in ("/desk/", "/desk/search/")] == [404, 404]


def test_today_begins_with_the_most_urgent_of_mine(world):
    first = dispatched(world, NOON - timedelta(days=5))
    second = dispatched(world, NOON)
    make_matter(world, grid=world.next_grid)  # at the desk: not the grid worker's
    day = today_of(world.actors["grid_worker"], NOON)
    assert [matter.code for matter in day.first] == [first.code, second.code]
    assert (day.waiting, day.overdue) == (2, 1)


def test_today_of_the_desk_is_what_waits_to_be_accepted(world):
    fresh = make_matter(world)
    dispatched(world)
    assert [matter.code for matter in today_of(world.actors["community_worker"], NOON).first] == [fresh.code]


def test_today_asks_nobody_to_check_their_own_work(world):
    matter = fed_back(world)
    leader = make_person("李组长", at=world.grid)
    make_account(leader)
    make_grant(leader, "grid_leader", world.grid)
    assert today_of(world.actors["grid_worker"], NOON).first == []
    assert [one.code for one in today_of(PersonActor(leader, NOON.date()), NOON).first] == [matter.code]


def test_today_shows_the_map_and_the_figures_of_my_grid(world):
    world.grid.outline = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    world.grid.save()
    dispatched(world)
    text = text_of(browser_of(world.people["grid_worker"]).get("/desk/"))
    assert "第1网格" in text
    assert f"?which=open&amp;grid={world.grid.pk}" in text
    assert 'data-map="grids-data"' in text


@pytest.mark.parametrize(
    "role", ["street_officer", "system_admin", "security_admin", "audit_admin", "committee_secretary"]
)
def test_today_opens_for_every_role(world, role):
    assert browser_of(world.people[role]).get("/desk/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_today_costs_the_same_however_full(world, count, django_assert_max_num_queries):
    for _turn in range(count):
        dispatched(world)
    browser = browser_of(world.people["grid_worker"])
    browser.get("/desk/")
    with django_assert_max_num_queries(22):
        browser.get("/desk/")


def test_search_finds_people_homes_and_matters_of_my_places_only(world):
    matter = make_matter(world, text="刘家楼下漏水")
    Area.objects.filter(pk=world.family.home.pk).update(number=302)
    mine = text_of(browser_of(world.people["community_worker"]).get("/desk/search/", {"q": "刘"}))
    assert "刘桂芳" in mine
    assert matter.code in mine
    other = text_of(browser_of(world.people["other_secretary"]).get("/desk/search/", {"q": "刘"}))
    assert "刘桂芳" not in other
    assert matter.code not in other
    homes = text_of(browser_of(world.people["community_worker"]).get("/desk/search/", {"q": "302"}))
    assert f'"/desk/homes/{world.family.home.pk}/"' in homes


def test_search_of_the_street_finds_no_names(world):
    assert "刘桂芳" not in text_of(browser_of(world.people["street_officer"]).get("/desk/search/", {"q": "刘"}))


def test_search_by_code_opens_the_matter_at_once(world):
    matter = make_matter(world)
    typed = matter.code.lower().replace("-", " ")
    answer = browser_of(world.people["community_worker"]).get("/desk/search/", {"q": typed})
    assert answer.headers["Location"] == reverse("matters:desk-detail", args=[matter.code])


def test_search_suggests_while_one_types(world):
    browser = browser_of(world.people["community_worker"])
    part = text_of(browser.get("/desk/search/", {"q": "刘"}, headers={"HX-Request": "true"}))
    assert "刘桂芳" in part
    assert "<html" not in part


@pytest.mark.parametrize("text", ["", "\x00", "%", "'; drop table", "a" * 500, "😀", "1" * 40])
def test_search_answers_whatever_is_typed(world, text):
    assert browser_of(world.people["community_worker"]).get("/desk/search/", {"q": text}).status_code == 200


# What the system administrator keeps


def test_days_off_are_entered_by_whoever_keeps_the_whole_house(world):
    keeper = make_person("何平", at=world.community)
    make_account(keeper)
    Grant.objects.create(person=keeper, role="system_admin", place="/", starts_on=date(2026, 1, 1), given_by="test")
    browser = browser_of(keeper)
    day = {"day": "2027-02-05", "is_working": "0", "name_zh": "春节", "source": "国办发明电〔2026〕7号"}
    assert browser.post("/desk/holidays/", day).status_code == 302
    holiday = Holiday.objects.get()
    assert (holiday.day, holiday.is_working, holiday.name_zh) == (date(2027, 2, 5), False, "春节")
    assert "春节" in text_of(browser.get("/desk/holidays/"))
    browser.post(f"/desk/holidays/{holiday.pk}/forget/")
    assert Holiday.objects.count() == 0


def test_days_off_of_everybody_are_not_changed_from_one_community(world):
    browser = browser_of(world.people["system_admin"])
    assert "Enter a day" not in text_of(browser.get("/desk/holidays/"))
    day = {"day": "2027-02-05", "is_working": "0", "name_zh": "x", "source": "y"}
    assert browser.post("/desk/holidays/", day).status_code == 200
    assert Holiday.objects.count() == 0
    assert browser_of(world.people["community_worker"]).get("/desk/holidays/").status_code == 404


def test_all_long_work_is_seen_by_the_system_administrator_of_the_place(world):
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    start_job("test.count", params={}, place=world.community.path, actor=SystemActor("test"), now=moment)
    start_job("other.count", params={}, place=world.other.path, actor=SystemActor("test"), now=moment)
    text = text_of(browser_of(world.people["system_admin"]).get("/desk/jobs/"))
    assert "test.count" in text
    assert "other.count" not in text
    assert browser_of(world.people["community_worker"]).get("/desk/jobs/").status_code == 404


def test_categories_of_suggestion_and_complaint_are_there():
    assert [category(code).code for code in ("SV03", "SV04")] == ["SV03", "SV04"]
