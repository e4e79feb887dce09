"""Saying what is needed: by every door, with or without a name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.audit.models import AuditEntry
from linli.base.codes import normalise_code
from linli.base.errors import Refused
from linli.base.permissions import Visitor
from linli.base.text import clean_words, title_of
from linli.core.matters.models import Entry, Matter
from linli.core.matters.operations.report import Report, report_matter
from linli.core.matters.queries.lists import matter_of_code
from linli.core.matters.queries.places import contains, grid_at, grid_of_address
from linli.core.matters.queries.suggest import emergency_numbers, suggest_categories
from tests.factories import matters as make
from tests.factories.core import NOON, make_area

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]]}
HOLE = {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]]}


def test_a_slip_finds_its_matter_however_it_is_typed(world: SimpleNamespace) -> None:
    matter = make.make_matter(world)
    assert normalise_code(matter.code) == matter.code
    assert matter_of_code(f" {matter.code.lower().replace('-', ' ')} ") == matter
    assert matter_of_code("7K3") is None


def test_whoever_wants_to_stay_unnamed_is_written_down_nowhere(world: SimpleNamespace) -> None:
    resident = world.people["resident"]
    matter = make.make_matter(world, is_anonymous=True, contact_name="刘桂芳", contact_phone="13912345678")
    assert (matter.reporter_id, matter.contact_name, matter.contact_phone) == (None, None, None)
    traces = [
        *AuditEntry.objects.filter(subject_id=str(matter.pk)).values_list("actor", "person_id"),
        *Entry.objects.filter(matter=matter).values_list("actor", "name"),
        (matter.reported_by, None),
    ]
    assert {str(part) for trace in traces for part in trace} & {str(resident.pk), resident.name} == set()
    assert {actor for actor, _rest in traces} == {"visitor"}


def test_a_visitor_leaves_a_name_and_a_phone_that_can_be_called(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, actor=Visitor(), contact_name="赵先生", contact_phone="139 1234 5678")
    matter.refresh_from_db()
    assert (matter.reporter_id, matter.contact_name, matter.contact_phone) == (None, "赵先生", "13912345678")


def test_a_phone_that_cannot_be_called_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refusal:
        make.make_matter(world, actor=Visitor(), contact_phone="12345")
    assert (refusal.value.code, refusal.value.field) == ("phone-doubtful", "contact_phone")


def test_an_emergency_names_the_telephone_first(world: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="119") as refusal:
        make.make_matter(world, category=make.category("EM01"))
    assert (refusal.value.code, Matter.objects.count()) == ("emergency-first", 0)
    matter = make.make_matter(world, category=make.category("EM01"), emergency_confirmed=True)
    assert (matter.urgency, matter.due_at) == ("emergency", NOON + timedelta(minutes=15))


def test_every_emergency_category_has_numbers_to_call(db: None) -> None:
    found = {kind.code: emergency_numbers(kind) for kind in make.Category.objects.filter(urgency="emergency")}
    assert found == {
        "UT03": ["119", "110"],
        "DI05": ["110"],
        "CA05": ["110"],
        "EM01": ["119"],
        "EM02": ["110", "120"],
        "EM03": ["119", "110"],
        "EM04": ["120"],
    }
    assert emergency_numbers(make.category("FA02")) == []


@pytest.mark.parametrize("door", ["phone", "counter", "paper", "visit"])
def test_a_worker_writes_it_down_for_somebody_who_agreed(world: SimpleNamespace, door: str) -> None:
    resident = world.people["resident"]
    fields = {"reporter": resident, "door": door, "actor": world.actors["community_worker"]}
    with pytest.raises(Refused) as refusal:
        make.make_matter(world, **fields)
    assert refusal.value.code == "consent-needed"
    matter = make.make_matter(world, consent_note="电话里同意", **fields)
    assert (matter.reporter_id, matter.door) == (resident.pk, door)
    assert matter.reported_by == world.actors["community_worker"].label


@pytest.mark.parametrize("who", ["resident", "neighbour", "other_secretary", "street_officer"])
def test_writing_for_somebody_is_refused_without_the_right_there(world: SimpleNamespace, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        make.make_matter(world, actor=world.actors[who], door="phone")
    assert (refusal.value.code, Matter.objects.count()) == ("forbidden", 0)


def test_online_nobody_speaks_in_another_persons_name(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, actor=world.actors["child"], reporter=world.people["resident"])
    assert matter.reporter_id == world.people["child"].pk


def test_a_grid_of_another_community_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refusal:
        make.make_matter(world, grid=world.other_grid)
    assert refusal.value.code == "grid-elsewhere"


def test_the_grid_is_found_from_the_home_the_point_and_the_address(world: SimpleNamespace) -> None:
    world.next_grid.outline = SQUARE
    world.next_grid.save()
    make_area("compound", world.next_grid, name_zh="兆麟小区")
    from_home = make.make_matter(world, grid=None)
    from_point = make.make_matter(world, grid=None, lat=5.0, lng=5.0)
    from_words = make.make_matter(world, grid=None, address="兆麟小区 3号楼门口")
    from_nowhere = make.make_matter(world, grid=None, address="火车站")
    assert [from_home.grid, from_point.grid, from_words.grid, from_nowhere.grid] == [
        world.grid,
        world.next_grid,
        world.next_grid,
        None,
    ]
    assert from_nowhere.place == world.community.path


def test_a_name_that_two_grids_share_decides_nothing(world: SimpleNamespace) -> None:
    make_area("compound", world.grid, name_zh="兆麟小区")
    make_area("compound", world.next_grid, name_zh="兆麟小区")
    assert grid_of_address(world.community.pk, "兆麟小区 3号楼") is None


@pytest.mark.parametrize(
    ("lat", "lng", "inside"), [(5, 1, True), (5, 5, False), (5, 11, False), (-1, 5, False), (9.99, 9.99, True)]
)
def test_a_point_in_a_hole_is_outside(lat: float, lng: float, inside: bool) -> None:
    assert contains(HOLE, lat, lng) is inside


def test_a_point_outside_of_all_grids_has_none(world: SimpleNamespace) -> None:
    assert grid_at(world.community.pk, 80, 80) is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("暖气不热，家里有三岁孩子", "UT04"),
        ("楼下路灯不亮了", "FA02"),
        ("着火了！", "EM01"),
        ("有煤气味", "UT03"),
        ("The heating is cold and nobody comes", "UT04"),
        ("two street lamps are dark", "FA02"),
        ("楼上漏水到我家天花板", "PR05"),
    ],
)
def test_words_suggest_a_category(db: None, text: str, first: str) -> None:
    assert suggest_categories(text)[0].code == first


def test_words_that_mean_nothing_suggest_nothing(db: None) -> None:
    assert suggest_categories("嗯嗯") == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("暖气不热，家里有三岁孩子。两天了。", "暖气不热，家里有三岁孩子"),
        ("The lamp is dark. Please come.", "The lamp is dark"),
        ("一" * 60, "一" * 23 + "…"),
        ("\n\n路灯\n不亮", "路灯"),
    ],
)
def test_a_title_is_the_first_words(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize("text", ["", "  \n", "\x00\x07", "\u200b"])
def test_saying_nothing_is_refused(world: SimpleNamespace, text: str) -> None:
    with pytest.raises(Refused) as refusal:
        make.make_matter(world, text=text)
    assert refusal.value.code == "words-needed"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(exclude_categories=[]), max_size=300))
def test_any_words_are_kept_or_refused_with_a_sentence(world: SimpleNamespace, text: str) -> None:
    code = ""
    try:
        matter = report_matter(report=Report(community=world.community, text=text), actor=Visitor(), now=NOON)
        matter.refresh_from_db()
    except Refused as refusal:
        code = refusal.code
    assert code in {"", "words-needed", "too-long"}
    assert code or (0 < len(matter.title) <= 60 and matter.text == clean_words(text))


def test_a_friday_evening_is_accepted_by_monday_morning(world: SimpleNamespace) -> None:
    friday = datetime(2026, 11, 27, 12, tzinfo=UTC)  # eight in the evening
    matter = make.make_matter(world, now=friday, category=make.category("FA02"))
    assert matter.due_at == datetime(2026, 11, 30, 2, 30, tzinfo=UTC)  # half past ten, two working hours later


def test_the_limit_skips_the_national_holiday(world: SimpleNamespace) -> None:
    before = datetime(2026, 9, 30, 2, tzinfo=UTC)
    matter = make.accepted(world, now=before, category=make.category("FA02"))
    assert matter.due_at == datetime(2026, 10, 10, 2, tzinfo=UTC)  # 8, 9 and the worked Saturday 10


@pytest.mark.parametrize("count", [6, 7])
def test_six_photos_are_enough(world: SimpleNamespace, count: int) -> None:
    from linli.base.files.models import StoredFile

    files = [
        StoredFile.objects.create(
            place=world.grid.path, kind="photo", name="a.jpg", media_type="image/jpeg", size=1, sha256="0" * 64,
            width=1, height=1, path=f"{number}.jpg", uploaded_by="visitor", uploaded_at=NOON,
        )
        for number in range(count)
    ]  # fmt: skip
    if count == 7:
        with pytest.raises(Refused) as refusal:
            make.make_matter(world, photos=files)
        assert (refusal.value.code, Matter.objects.count()) == ("too-many-photos", 0)
    else:
        assert Entry.objects.get(matter=make.make_matter(world, photos=files)).photos.count() == 6
