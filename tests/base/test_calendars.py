"""Working time across holidays, make-up days, the end of a year and a leap day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.base.audit.models import AuditEntry
from linli.base.calendars import queries
from linli.base.calendars.arithmetic import BEIJING, WorkCalendar, parse_hours
from linli.base.calendars.checks import calendar_reaches_far_enough, hours_are_readable
from linli.base.calendars.models import Holiday
from linli.base.calendars.operations import DayDecision, forget_day, set_days
from linli.base.calendars.table import SpecialDay, built_in
from linli.base.errors import Refused
from linli.base.permissions import SystemActor, Visitor

CALENDAR = WorkCalendar(built_in())
CLERK = SystemActor("test")
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),  # a Monday
        ("2026-11-21", False),  # a Saturday
        ("2026-10-01", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),  # a Saturday, worked instead
        ("2026-09-20", True),  # a Sunday, worked instead
        ("2026-02-14", True),
        ("2026-02-15", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2025-01-26", True),
        ("2025-10-08", False),
        ("2028-02-29", True),  # a leap day, a Tuesday
    ],
)
def test_a_day_is_worked_or_not(day: str, works: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


def test_the_table_has_the_days_of_the_notices() -> None:
    days = built_in()
    for year, off, worked in ((2025, 28, 5), (2026, 33, 6)):
        of_year = [special.is_working for day, special in days.items() if day.year == year]
        assert (of_year.count(False), of_year.count(True)) == (off, worked)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23 10:00", 0, "2026-11-23 10:00"),
        ("2026-11-23 10:00", 1, "2026-11-24 10:00"),
        ("2026-11-20 10:00", 1, "2026-11-23 10:00"),  # over a weekend
        ("2026-11-20 18:00", 1, "2026-11-24 08:30"),  # after hours on Friday: from Monday morning
        ("2026-11-21 23:00", 0, "2026-11-23 08:30"),
        ("2026-11-23 12:00", 1, "2026-11-24 13:00"),  # over lunch
        ("2026-11-23 17:00", 1, "2026-11-25 08:30"),  # the last moment is over
        ("2026-09-30 10:00", 1, "2026-10-08 10:00"),  # over National Day
        ("2026-09-30 10:00", 3, "2026-10-10 10:00"),  # Saturday the 10th is worked instead
        ("2026-02-13 10:00", 1, "2026-02-14 10:00"),
        ("2026-02-13 10:00", 2, "2026-02-24 10:00"),  # over the Spring Festival
        ("2025-12-31 10:00", 1, "2026-01-04 10:00"),  # the end of a year; Sunday the 4th is worked instead
        ("2025-12-31 17:30", 0, "2026-01-04 08:30"),
        ("2028-02-28 10:00", 1, "2028-02-29 10:00"),  # a leap day, in a year that no table knows
        ("2028-02-28 10:00", 2, "2028-03-01 10:00"),
    ],
)
def test_a_deadline_in_working_days(start: str, days: int, end: str) -> None:
    assert CALENDAR.add_working_days(at(start), days) == at(end)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-23 10:00", 60, "2026-11-23 11:00"),
        ("2026-11-23 11:00", 60, "2026-11-23 13:30"),  # over lunch
        ("2026-11-23 16:30", 60, "2026-11-24 09:00"),  # over night
        ("2026-11-20 16:30", 30, "2026-11-20 17:00"),  # not Monday: it is done when the day ends
        ("2026-11-21 12:00", 420, "2026-11-23 17:00"),
        ("2026-09-30 16:00", 120, "2026-10-08 09:30"),
        ("2026-11-23 20:00", 0, "2026-11-23 20:00"),
    ],
)
def test_a_deadline_in_working_minutes(start: str, minutes: int, end: str) -> None:
    assert CALENDAR.add_working_time(at(start), timedelta(minutes=minutes)) == at(end)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-23 10:00", "2026-11-23 11:00", 60),
        ("2026-11-23 11:00", "2026-11-23 14:00", 90),
        ("2026-11-20 16:00", "2026-11-23 09:00", 90),
        ("2026-11-21 00:00", "2026-11-22 23:59", 0),
        ("2026-09-30 08:30", "2026-10-08 17:00", 840),
        ("2026-11-23 11:00", "2026-11-23 10:00", -60),
    ],
)
def test_working_time_between_two_moments(start: str, end: str, minutes: int) -> None:
    assert CALENDAR.working_time_between(at(start), at(end)) == timedelta(minutes=minutes)


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    start = at("2026-09-30 10:00")
    assert CALENDAR.add_working_days(start.astimezone(UTC), 1) == at("2026-10-08 10:00")
    assert CALENDAR.is_working_day(at("2026-10-08 00:30").date())


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-23 10:00", "2026-11-24 09:59", 0),
        ("2026-11-23 10:00", "2026-11-24 10:00", 1),
        ("2026-09-30 10:00", "2026-10-07 23:00", 0),
        ("2026-09-30 10:00", "2026-10-10 10:00", 3),
        ("2026-11-24 10:00", "2026-11-23 10:00", 0),
    ],
)
def test_whole_working_days_between_two_moments(start: str, end: str, days: int) -> None:
    assert CALENDAR.working_days_between(at(start), at(end)) == days


def test_a_deadline_stands_still_while_it_pauses() -> None:
    deadline, now = at("2026-11-26 10:00"), at("2026-11-25 09:00")

    def moved(*pauses: tuple[str, str | None]) -> datetime:
        moments = [(at(begin), at(end) if end else None) for begin, end in pauses]
        return CALENDAR.extend_for_pauses(deadline, moments, now=now)

    assert moved() == deadline
    assert moved(("2026-11-23 10:00", "2026-11-24 10:00")) == at("2026-11-27 10:00")  # one working day
    assert moved(("2026-11-21 10:00", "2026-11-22 10:00")) == deadline  # a weekend costs nothing
    assert moved(("2026-11-24 09:00", None)) == at("2026-11-27 10:00")  # still waiting
    assert moved(("2026-11-23 10:00", "2026-11-24 10:00"), ("2026-11-23 14:00", "2026-11-24 09:00")) == at(
        "2026-11-27 10:00"
    )  # overlapping pauses count once
    assert moved(("2026-11-26 10:00", "2026-11-30 10:00")) == deadline  # it was over already


def test_a_second_pause_may_begin_in_the_time_that_the_first_one_gave() -> None:
    pauses = [
        (at("2026-11-25 10:00"), at("2026-11-26 10:00")),
        (at("2026-11-26 14:00"), at("2026-11-26 15:00")),
    ]
    moved = CALENDAR.extend_for_pauses(at("2026-11-26 10:00"), pauses, now=at("2026-12-01 10:00"))
    assert moved == at("2026-11-27 11:00")


def test_a_deadline_is_explained_day_by_day() -> None:
    way = CALENDAR.explain_deadline(at("2026-09-29 19:00"), 2)
    with translation.override("en"):
        told = [(day.day.isoformat(), day.number, day.why) for day in way]
    assert told == [
        ("2026-09-29", 0, "Counting begins"),
        ("2026-09-30", 0, "Counting begins"),
        *[(f"2026-10-0{n}", 0, "National Day") for n in range(1, 8)],
        ("2026-10-08", 1, "Working day 1"),
        ("2026-10-09", 2, "Working day 2"),
    ]
    last = CALENDAR.explain_deadline(at("2026-10-09 10:00"), 1)[-1]
    assert (last.day, last.number, last.why.count("1")) == (date(2026, 10, 10), 1, 1)
    weekend = CALENDAR.explain_deadline(at("2026-11-20 10:00"), 1)[1]
    assert (weekend.number, weekend.special) == (0, None)


def test_a_year_that_no_table_knows_says_so() -> None:
    assert [CALENDAR.calendar_known(year) for year in (2024, 2025, 2026, 2027)] == [False, True, True, False]
    assert CALENDAR.is_working_day(date(2027, 10, 1))


def test_a_table_without_any_working_day_is_a_mistake_and_no_endless_loop() -> None:
    off = {date(2026, 1, 1) + timedelta(days=n): SpecialDay(False, "", "") for n in range(500)}
    with pytest.raises(ValueError, match="no working day"):
        WorkCalendar(off).add_working_days(at("2026-01-01 10:00"), 1)


moments = st.datetimes(datetime(2024, 12, 1), datetime(2028, 4, 1)).map(lambda naive: naive.replace(tzinfo=BEIJING))


@given(moments, moments, st.integers(0, 30))
def test_who_begins_later_is_never_due_earlier(one: datetime, other: datetime, days: int) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.add_working_days(first, days) <= CALENDAR.add_working_days(second, days)
    assert CALENDAR.add_working_days(first, days) < CALENDAR.add_working_days(first, days + 1)


@given(moments, st.integers(0, 30))
def test_a_deadline_is_a_working_moment_so_many_days_away(start: datetime, days: int) -> None:
    end = CALENDAR.add_working_days(start, days)
    assert end == CALENDAR.next_working_moment(end)
    assert CALENDAR.working_days_between(start, end) == days
    assert CALENDAR.explain_deadline(start, days)[-1].day == end.date()
    assert CALENDAR.working_time_between(start, end) == timedelta(hours=7) * days


@given(moments, st.integers(0, 5000))
def test_minutes_there_and_back(start: datetime, minutes: int) -> None:
    end = CALENDAR.add_working_time(start, timedelta(minutes=minutes))
    assert CALENDAR.working_time_between(start, end) == timedelta(minutes=minutes)


@pytest.mark.django_db
def test_what_the_office_entered_wins(django_assert_num_queries: Any) -> None:
    decisions = [
        DayDecision(date(2026, 11, 24), False, "本地停电", "Power cut"),
        DayDecision(date(2026, 10, 7), True, "值班"),
    ]
    set_days(decisions=decisions, source="No. 1", actor=CLERK, now=NOW)
    with django_assert_num_queries(2):  # has anything changed, and what; afterwards only the first
        assert queries.add_working_days(at("2026-11-23 10:00"), 1) == at("2026-11-25 10:00")
    assert queries.is_working_day(date(2026, 10, 7))
    forget_day(holiday=Holiday.objects.get(day=date(2026, 10, 7)), actor=CLERK, now=NOW)
    assert not queries.is_working_day(date(2026, 10, 7))
    assert AuditEntry.objects.filter(action__startswith="calendars.holiday.").count() == 3


@pytest.mark.django_db
def test_the_functions_ask_the_calendar() -> None:
    start = at("2026-11-23 10:00")
    assert queries.add_working_hours(start, 7) == at("2026-11-24 10:00")
    assert queries.add_working_minutes(start, 30) == at("2026-11-23 10:30")
    assert queries.working_minutes_between(start, at("2026-11-24 10:00:59")) == 420
    assert queries.working_days_between(start, at("2026-11-24 10:00")) == 1
    assert queries.next_working_moment(at("2026-11-22 10:00")) == at("2026-11-23 08:30")
    assert queries.extend_for_pauses(start, [], now=start) == start
    assert len(queries.explain_deadline(start, 2)) == 3
    assert queries.calendar_known(2026)
    assert queries.today_in_beijing(datetime(2026, 11, 23, 17, tzinfo=UTC)) == date(2026, 11, 24)


@pytest.mark.django_db
def test_a_day_is_decided_by_who_may_and_with_its_source() -> None:
    day = DayDecision(date(2027, 1, 1), False, "元旦")
    with pytest.raises(Refused) as caught:
        set_days(decisions=[day], source="No. 1", actor=Visitor(), now=NOW)
    assert caught.value.code == "forbidden"
    with pytest.raises(Refused) as caught:
        set_days(decisions=[day], source=" ", actor=CLERK, now=NOW)
    assert caught.value.code == "source-missing"
    assert not Holiday.objects.exists()


@pytest.mark.django_db
def test_a_missing_year_is_said_from_december_on(tmp_path: Path) -> None:
    assert queries.missing_years(date(2026, 11, 30)) == []
    assert queries.missing_years(date(2026, 12, 1)) == [2027]
    notice = tmp_path / "2027.csv"
    notice.write_text("day,is_working,name_zh,name_en\n2027-01-01,0,元旦,\n2027-10-01,放假,国庆节,National Day\n")
    call_command("holidays", str(notice), "--source", "notice", stdout=StringIO())
    assert queries.missing_years(date(2026, 12, 1)) == []
    assert Holiday.objects.get(day=date(2027, 1, 1)).is_working is False
    notice.write_text("day,is_working,name_zh\n2027-01-02,maybe,元旦\n")
    with pytest.raises(CommandError, match="maybe"):
        call_command("holidays", str(notice), "--source", "notice")


@pytest.mark.django_db
def test_the_system_check_has_an_id_and_a_mend() -> None:
    found = calendar_reaches_far_enough(databases=["default"])
    assert {(warning.id, bool(warning.hint)) for warning in found} <= {("linli.W120", True)}
    assert calendar_reaches_far_enough() == []


def test_working_hours_read_as_such(settings: Any) -> None:
    assert parse_hours("8-12") == ((time(8), time(12)),)
    assert hours_are_readable() == []
    for wrong in ("", "8:30", "17:00-8:30", "8-12 11-13", "8-25", "x"):
        settings.LINLI_WORKING_HOURS = wrong
        assert [error.id for error in hours_are_readable()] == ["linli.E121"]
