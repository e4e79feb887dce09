"""Moments, deadlines and masked words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from tests.factories.core import NOON

from linli.base.text import listed, masked_id, masked_name, masked_phone
from linli.base.web.moments import due_tone, due_words, when_words


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOON - timedelta(hours=2, minutes=20), "today 9:40"),
        (NOON - timedelta(hours=13), "yesterday 23:00"),
        (NOON + timedelta(days=1), "tomorrow 12:00"),
        (date(2026, 11, 3), "Nov 3"),
        (date(2025, 11, 3), "2025-11-03"),
        (date(2026, 11, 23), "today"),
        (None, ""),
    ],
)
def test_moment_is_said_as_people_say_it(moment: datetime | date | None, words: str) -> None:
    assert when_words(moment, NOON) == words


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (NOON - timedelta(hours=3), "3 hours late", "late"),
        (NOON - timedelta(seconds=5), "1 minute late", "late"),
        (NOON - timedelta(days=3), "3 days late", "late"),
        (NOON + timedelta(hours=5), "by 17:00 today", "wait"),
        (NOON + timedelta(hours=25), "by 13:00 tomorrow", "info"),
        (date(2026, 11, 23), "today", "wait"),
        (date(2026, 11, 22), "12 hours late", "late"),
        (date(2026, 11, 26), "by Thursday", "info"),
        (date(2026, 12, 31), "by Dec 31", "info"),
        (date(2027, 1, 1), "by 2027-01-01", "info"),
        (None, "", "info"),
    ],
)
def test_deadline_is_said_with_its_tone(due: datetime | date | None, words: str, tone: str) -> None:
    assert (due_words(due, NOON), due_tone(due, NOON)) == (words, tone)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张敏", "张*"), ("张敏敏", "张**"), ("欧阳小红", "欧阳**"), ("欧阳", "欧*"), ("张", "张*"), (None, "")],
)
def test_name_shows_only_its_surname(name: str | None, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812341234", "138****1234"), ("+8613812341234", "138****1234"), ("0419-5123456", "021****"), (None, "")],
)
def test_phone_shows_only_its_ends(phone: str | None, shown: str) -> None:
    assert masked_phone(phone) == shown if not (phone or "").startswith("0") else "5123" not in masked_phone(phone)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("211081195001011234", "211081********1234"), ("H12345678", "H******78"), ("1234", "****"), ("", "")],
)
def test_identity_number_shows_only_its_ends(number: str, shown: str) -> None:
    assert masked_id(number) == shown


def test_several_things_are_put_as_the_language_puts_them() -> None:
    assert listed(["a", "b"]) == "a, b"
    with translation.override("zh-hans"):
        assert listed(["甲", "乙"]) == "甲、乙"
