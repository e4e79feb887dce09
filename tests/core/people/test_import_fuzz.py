"""Whatever stands in a file, it is read or refused in words: nothing else ever happens."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from linli.base.errors import Refused
from linli.base.sheets import clean
from linli.base.sheets.header import Guesser
from linli.base.sheets.read import Sheet, open_book
from linli.base.sheets.rows import Counts
from linli.core.people.operations.rosters.addresses import grid_number, number_in, split_address
from linli.core.people.operations.rosters.entries import EntryReader
from linli.core.people.operations.rosters.fields import RESIDENTS
from tests.factories.rosters import ZH

TODAY = dt.date(2026, 11, 23)
WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "户主", "配偶", "合计：", "1958.3", "2.11022E+17", "21102219580304996X", "-", "=1+1", "١٩٥٨", "²", "号楼"]
    ),
    st.text(alphabet="0123456789Xx年月日./- 　－／０１", max_size=20),
)
CELLS = st.one_of(WORDS, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.dates(), st.booleans())


def entries(rows: list[list[object]]) -> int:
    sheet = Sheet("第1网格", rows)
    layout = Guesser(RESIDENTS).layout_of(sheet)
    if layout is None:
        return 0
    found = list(EntryReader(sheet, layout, grid="1", today=TODAY, counts=Counts()))
    assert all(len(entry.name) <= 80 and len(entry.door) <= 200 and len(entry.note) <= 400 for entry in found)
    return len(found)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=17, max_size=17), max_size=6))
def test_any_cells_below_a_header_are_read(rows: list[list[object]]) -> None:
    entries([list(ZH.values()), *rows])


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
@example("姓名,性别\n王,男\n".encode("utf-16"))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster"
        path.write_bytes(data)
        with suppress(Refused):
            for sheet in open_book(path).sheets():
                entries(sheet.rows)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=17), min_size=1, max_size=8))
def test_any_text_table_is_read_or_refused(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([list(ZH.values()), *rows])
    test_any_bytes_are_read_or_refused.hypothesis.inner_test(file.getvalue().encode("utf-8", "ignore"))  # type: ignore[attr-defined]


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_any_text_is_some_address_and_some_day(text: str) -> None:
    assert len(split_address(text)) == 4
    assert number_in(text) >= 0
    assert grid_number(text) >= 0
    read = clean.date(text, today=TODAY)
    assert read.on is None or read.on.year <= TODAY.year or read.doubt
