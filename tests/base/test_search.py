"""What records say is found by one character, two or many, by words and numbers, and no longer than they say it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import matters as make
from tests.factories.core import NOON, make_world

from linli.base.permissions import SystemActor
from linli.base.search.models import SearchEntry
from linli.base.search.operations import index_missing, index_records
from linli.base.search.queries import saying
from linli.base.search.tokens import phrases_of, tokens_of
from linli.core.matters.models import Matter
from linli.core.matters.operations.forgetting import forget_reporter

pytestmark = pytest.mark.django_db
TEXT = "三号楼2单元的暖气不热，lift broken since Monday. 电话０４１９－５１２"


@pytest.fixture
def world() -> SimpleNamespace:
    return make_world()


def _found(text: str) -> list[Matter]:
    return list(Matter.objects.filter(saying(Matter, text)).order_by("pk"))


@pytest.mark.parametrize(
    "text", ["热", "暖气", "暖气不热", "气不", "单元的暖", "lift", "LIF", "monday", "2", "0419", "512", "楼2"]
)
def test_matter_is_found_by(world: SimpleNamespace, text: str) -> None:
    matter = make.make_matter(world, text=TEXT)
    make.make_matter(world, text="路灯坏了")
    assert _found(text) == [matter]


@pytest.mark.parametrize("text", ["冷", "气暖", "暖不", "ift", "暖气 路灯", "，", "419 99", "' OR 1", "c", "k"])
def test_matter_is_not_found_by(world: SimpleNamespace, text: str) -> None:
    make.make_matter(world, text=TEXT)
    assert _found(text) == []


@pytest.mark.parametrize("text", ["暖气 lift", "lift 暖气", '暖气*"', "(暖气)", "暖气 -- '"])
def test_each_word_counts_and_signs_are_no_words(world: SimpleNamespace, text: str) -> None:
    assert [make.make_matter(world, text=TEXT)] == _found(text)


def test_words_of_title_and_address_count_too(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, text="灯坏了", address="兆麟小区3号楼")
    assert [_found("小区3"), _found("3号"), _found("坏了 兆麟"), _found("麟")] == [[matter]] * 4


def test_a_changed_text_is_never_found_by_what_it_said(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, text="暖气不热")
    Matter.objects.filter(pk=matter.pk).update(text="路灯坏了", title="路灯坏了")
    assert [_found("暖气"), _found("路灯"), index_missing()] == [[], [], 1]
    assert [_found("暖气"), _found("路灯")] == [[], [matter]]


def test_a_change_of_something_else_keeps_the_words(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, text="暖气不热")
    matter.save()
    assert [_found("暖气"), index_missing()] == [[matter], 0]


def test_what_is_forgotten_is_not_found(world: SimpleNamespace) -> None:
    matter = make.closed(world)
    word = matter.text[:2]
    assert matter in _found(word)
    forget_reporter(matter=matter, actor=SystemActor("schedule"), now=NOON, reason="3 years")
    assert [_found(word), SearchEntry.objects.filter(subject_id=matter.pk).count()] == [[], 0]


def test_indexing_twice_is_one_entry(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, text="暖气不热")
    index_records([matter, make.make_matter(world, text="路灯")])
    index_records([matter])
    assert [SearchEntry.objects.count(), _found("暖气")] == [2, [matter]]


def test_a_community_narrows_the_search(world: SimpleNamespace) -> None:
    matter = make.make_matter(world, text="暖气不热")
    for communities, found in (([matter.community_id], 1), ([world.other.pk], 0), ([None, world.other.pk], 1), ([], 1)):
        assert Matter.objects.filter(saying(Matter, "暖气", communities)).count() == found, communities


@given(st.text("暖气不热灯3号楼ab ，", max_size=12), st.data())
def test_any_part_of_a_chinese_text_is_found(text: str, data: st.DataObject) -> None:
    """By the tokens alone: what is asked for stands in the text in a row."""
    tokens = tokens_of(text)
    runs = [run for run in text.replace("，", " ").split() if run]
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 1))
    if run[start - 1 : start + 1].isascii() and start and run[start - 1].isalnum():
        return  # letters and digits are found by how they begin
    for wanted, is_beginning in phrases_of(run[start : data.draw(st.integers(start + 1, len(run)))]):
        assert any(_stands(tokens[place:], wanted, is_beginning) for place in range(len(tokens))), (tokens, wanted)


def _stands(tokens: list[str], wanted: list[str], is_beginning: bool) -> bool:
    if len(tokens) < len(wanted):
        return False
    *before, last = zip(tokens, wanted, strict=False)
    ends = last[0].startswith(last[1]) if is_beginning else last[0] == last[1]
    return ends and all(here == asked for here, asked in before)


def test_the_index_is_used(world: SimpleNamespace) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole, whatever indexes they have.")
    make.make_matter(world, text="暖气不热")
    assert "VIRTUAL TABLE INDEX" in Matter.objects.filter(saying(Matter, "暖气")).explain()
