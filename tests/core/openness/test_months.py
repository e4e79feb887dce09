"""What is published of a month: the right numbers, once, and none that points at somebody."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from xml.etree.ElementTree import fromstring

import pytest

from linli.base.permissions import SystemActor
from linli.core.openness.models import OpenMonth
from linli.core.openness.operations.months import publish_month
from linli.core.openness.queries.months import months_in, months_to_count, rows_by_kind
from linli.core.openness.tasks import publish_what_is_over
from linli.core.openness.web.opendata import FIELDS
from tests.factories import matters as make
from tests.factories.core import NOON, make_world

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
DECEMBER = datetime(2026, 12, 1, 1, tzinfo=UTC)
CLOCK = SystemActor("test")


@pytest.fixture
def world():
    world = make_world()
    for _ in range(5):
        make.closed(world)
    for _ in range(6):
        make.make_matter(world, category=make.category("EN01"))
    for _ in range(2):
        make.make_matter(world, category=make.category("CA01"))
    make.make_matter(world, community=world.other, grid=world.other_grid)
    return world


def published(world):
    publish_month(community=world.community, month=NOVEMBER, actor=CLOCK, now=DECEMBER)
    return {month.kind: month for month in OpenMonth.objects.filter(community=world.community)}


def test_a_month_is_counted_by_kind_and_small_numbers_stay_at_home(world):
    kinds = published(world)
    assert {kind: month.reported for kind, month in kinds.items()} == {"": 13, "UT": None, "EN": 6, "CA": None}
    assert {kind: month.solved for kind, month in kinds.items()} == {"": 5, "UT": 5, "EN": 0, "CA": 0}
    assert (kinds[""].ended, kinds[""].not_possible, kinds[""].end_days) == (5, 0, 0.0)


def test_a_month_is_published_once_and_stays(world):
    published(world)
    make.make_matter(world)
    assert publish_month(community=world.community, month=NOVEMBER, actor=CLOCK, now=DECEMBER) == 0
    assert OpenMonth.objects.get(community=world.community, kind="").reported == 13


def test_judgements_are_a_mean_of_five_or_more(world):
    for matter in list(world.community._meta.apps.get_model("matters", "Matter").objects.filter(state="closed")):
        matter.rating = 4
        matter.save()
    kinds = published(world)
    assert (kinds[""].rated, kinds[""].rating, kinds["EN"].rating) == (5, 4.0, None)


def test_the_task_counts_each_month_that_is_over_from_the_first_matter_on(world):
    make.make_matter(world, now=NOON - timedelta(days=70))
    assert months_to_count(world.community.pk, NOON) == [date(2026, 9, 1), date(2026, 10, 1)]
    publish_what_is_over(DECEMBER)
    assert months_to_count(world.community.pk, DECEMBER) == []
    shown = OpenMonth.objects.filter(kind="").order_by("community", "month").values_list("month", flat=True)
    assert sorted(shown) == [date(2026, 9, 1), date(2026, 10, 1), NOVEMBER, NOVEMBER]


def test_a_year_says_or_more_where_a_month_is_not_shown(world):
    kinds = published(world)
    later = {"community": world.community, "month": date(2026, 12, 1), "counted_at": DECEMBER}
    numbers = {"ended": 0, "solved": 0, "not_possible": 0, "handed_on": 0, "rated": 0}
    OpenMonth.objects.create(kind="UT", reported=9, **numbers, **later)
    OpenMonth.objects.create(kind="", reported=9, **numbers, **later)
    rows = {row.kind: str(row.counts["reported"]) for row in rows_by_kind(months_in(world.community, 2026), {})}
    assert rows == {"": "22", "UT": "9 or more", "EN": "6", "CA": "not shown"}
    assert kinds["UT"].reported is None


def test_the_page_is_open_and_costs_the_same_for_ten_years_as_for_one(client, world, django_assert_max_num_queries):
    published(world)
    for year in range(2016, 2026):
        numbers = dict.fromkeys(("reported", "ended", "solved"), 9) | {"not_possible": 0, "handed_on": 0, "rated": 0}
        months = [date(year, month, 1) for month in range(1, 13)]
        OpenMonth.objects.bulk_create(
            OpenMonth(community=world.community, month=month, kind=kind, counted_at=DECEMBER, **numbers)
            for month in months
            for kind in ("", "UT")
        )
    with django_assert_max_num_queries(8):
        answer = client.get("/open/?community=zhaolin")
    assert answer.status_code == 200
    assert "not shown" in answer.content.decode()
    assert client.get("/open/?community=zhaolin&year=2019&month=3").status_code == 200
    assert client.get("/open/?community=nowhere").status_code == 404


def test_the_page_teaches_when_there_is_nothing_yet(client):
    make_world()
    answer = client.get("/open/?community=zhaolin")
    assert "Nothing published yet" in answer.content.decode()


def test_open_data_says_the_same_in_both_formats_and_names_nobody(client, world):
    published(world)
    answer = client.get("/open/months.csv?community=zhaolin")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    body = json.loads(client.get("/open/months.json?community=zhaolin").content)
    assert list(rows[0]) == FIELDS == list(body["fields"])
    as_text = [{name: "" if value is None else str(value) for name, value in row.items()} for row in body["months"]]
    assert rows == as_text
    assert [row["reported"] for row in rows] == ["13", "", "6", ""]
    assert body["licence"]["name"] == "CC BY 4.0"
    names = [person.name for person in world.people.values()]
    assert [name for name in names if name in answer.content.decode()] == []


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_the_feeds_tell_months_and_answers_and_never_words(client, world, kind):
    published(world)
    answer = client.get(f"/open/news.{kind}?community=zhaolin")
    fromstring(answer.content)
    text = answer.content.decode()
    assert "November 2026 in numbers" in text
    assert text.count("linli-answer-") >= 5
    assert [word for word in ("暖气不热", "三岁", "换了阀门", "张grid_worker", "刘桂芳") if word in text] == []
