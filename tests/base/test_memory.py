"""What is kept in the process is never older than the database says."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction

from linli.base.calendars.models import Holiday
from linli.base.calendars.queries import is_working_day
from linli.base.memory.models import Stamp
from linli.base.memory.stamps import forget_everything, one_look, remembered, triggers

DAY = date(2026, 3, 4)  # a Wednesday
pytestmark = pytest.mark.django_db
asked: list[int] = []


@remembered(Holiday)
def free_days(year: int) -> list[date]:
    asked.append(year)
    return list(Holiday.objects.filter(day__year=year, is_working=False).values_list("day", flat=True))


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_everything()
    asked.clear()


def _close(day: date = DAY) -> Holiday:
    return Holiday.objects.create(day=day, is_working=False, name_zh="停电", source="通知")


def test_an_answer_is_kept_until_the_table_changes() -> None:
    assert [free_days(2026), free_days(2026), asked] == [[], [], [2026]]
    _close()
    assert [free_days(2026), free_days(2026), asked] == [[DAY], [DAY], [2026, 2026]]


def test_each_argument_has_its_own_answer() -> None:
    _close()
    assert [free_days(2026), free_days(2027), free_days(2026), asked] == [[DAY], [], [DAY], [2026, 2027]]


def test_a_change_past_the_program_is_seen_too() -> None:
    held = _close()
    assert is_working_day(DAY) is False
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM calendars_holiday")
    assert (is_working_day(DAY), held.day) == (True, DAY)
    Holiday.objects.bulk_create([Holiday(day=DAY, is_working=False, name_zh="停电", source="通知")])
    assert is_working_day(DAY) is False
    Holiday.objects.update(is_working=True)
    assert is_working_day(DAY) is True


def test_what_was_rolled_back_was_never_remembered() -> None:
    assert is_working_day(DAY) is True
    with transaction.atomic():
        _close()
        assert is_working_day(DAY) is False
        transaction.set_rollback(True)
    assert is_working_day(DAY) is True
    with transaction.atomic():  # another change after it has another stamp, though it is the next one as well
        _close(date(2026, 3, 5))
    assert is_working_day(DAY) is True


def test_a_known_answer_costs_one_short_question(django_assert_num_queries: object) -> None:
    free_days(2026)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django gives no type
        free_days(2026)


def test_every_remembered_table_has_its_stamp_and_its_trigger() -> None:
    tables = {trigger.table for trigger in triggers(connection.introspection.table_names())}
    assert {"areas_area", "calendars_holiday", "matters_category"} <= tables
    assert tables == set(Stamp.objects.values_list("name", flat=True))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'memory_%'")
        else:
            cursor.execute(
                "SELECT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE 'memory_%'"
            )
        found = [table for (table,) in cursor.fetchall()]
    assert sorted(found) == sorted(table for table in tables for _event in range(3))


def test_one_look_asks_for_all_stamps_once(django_assert_num_queries: object) -> None:
    _known = [free_days(2026), is_working_day(DAY)]
    with one_look(), django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django gives no type
        assert [free_days(2026), free_days(2026), is_working_day(DAY)] == [[], [], True]


def test_who_changes_something_within_a_look_sees_it_and_its_rollback() -> None:
    with one_look():
        assert is_working_day(DAY) is True
        with transaction.atomic():
            _close()
            assert is_working_day(DAY) is False
            transaction.set_rollback(True)
        assert is_working_day(DAY) is True
        _close()
        assert is_working_day(DAY) is False


def test_the_next_look_sees_what_others_changed_meanwhile() -> None:
    with one_look():
        assert is_working_day(DAY) is True
    _close()
    with one_look():
        assert is_working_day(DAY) is False
