"""The public holidays that come with the program, with the days on which people work instead.

As the General Office of the State Council announced them for 2025 and 2026. A new year is entered in the database
(`linli holidays`, `operations.set_days`) when its notice comes out, usually in November.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

TABLE = """\
start,end,name_zh,name_en,makeup
2025-01-01,2025-01-01,元旦,New Year's Day,
2025-01-28,2025-02-04,春节,Spring Festival,2025-01-26;2025-02-08
2025-04-04,2025-04-06,清明节,Qingming Festival,
2025-05-01,2025-05-05,劳动节,Labour Day,2025-04-27
2025-05-31,2025-06-02,端午节,Dragon Boat Festival,
2025-10-01,2025-10-08,国庆节、中秋节,National Day and Mid-Autumn Festival,2025-09-28;2025-10-11
2026-01-01,2026-01-03,元旦,New Year's Day,2026-01-04
2026-02-15,2026-02-23,春节,Spring Festival,2026-02-14;2026-02-28
2026-04-04,2026-04-06,清明节,Qingming Festival,
2026-05-01,2026-05-05,劳动节,Labour Day,2026-05-09
2026-06-19,2026-06-21,端午节,Dragon Boat Festival,
2026-09-25,2026-09-27,中秋节,Mid-Autumn Festival,
2026-10-01,2026-10-07,国庆节,National Day,2026-09-20;2026-10-10
"""


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its weekday says, or that somebody decided on."""

    is_working: bool
    name_zh: str
    name_en: str


@cache
def built_in() -> dict[date, SpecialDay]:
    """Every special day of the table."""
    return dict(_days())


def _days() -> Iterator[tuple[date, SpecialDay]]:
    for row in csv.DictReader(TABLE.splitlines()):
        names = row["name_zh"], row["name_en"]
        first, last = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        for step in range((last - first).days + 1):
            yield first + timedelta(days=step), SpecialDay(False, *names)
        for day in filter(None, row["makeup"].split(";")):
            yield date.fromisoformat(day), SpecialDay(True, *names)
