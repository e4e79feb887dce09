"""Papers: everything that was said is on them, in large print, or visibly missing."""

from __future__ import annotations

import logging
import re
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

from linli.base.codes import qr_svg
from linli.base.papers import Ledger, Slip, render_pdf
from linli.base.papers.glyphs import can_draw, drawable

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
URL = "https://linli.example/status/7K3M-9QF2/"


def slip(**changes: Any) -> Slip:
    said: Slip = {
        "community_zh": "兆麟社区",
        "community_en": "Zhaolin Community",
        "title_zh": "诉求回执",
        "title_en": "Your request",
        "code": "7K3M-9QF2",
        "url": URL,
        "qr": qr_svg(URL),
        "rows": [{"zh": "内容", "en": "What you said", "value": "3号楼楼道灯不亮"}],
        "note_zh": "凭编号可以随时查询办理进度。",
        "note_en": "With this code you can see at any time how far it is.",
        "phone": "0419-1234567",
    }
    return {**said, **changes}  # type: ignore[typeddict-item]


def ledger(rows: int, columns: int = 3) -> Ledger:
    return {
        "language": "zh",
        "title": "台账",
        "purpose": "供社区核对使用，保存至2026年12月31日",
        "columns": [f"列{n}" for n in range(columns)],
        "rows": [[f"{row}-{n}" for n in range(columns)] for row in range(rows)],
        "footer": "社区工作者 2026-11-23",
    }


def pages(pdf: bytes) -> int:
    unpacked = b"".join(_streams(pdf)) + pdf
    return len(set(re.findall(rb"/Type\s*/Page\b[^s]", unpacked))) and max(
        int(count) for count in re.findall(rb"/Count\s+(\d+)", unpacked)
    )


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for match in re.finditer(rb"stream\r?\n", pdf):
        try:
            found.append(zlib.decompressobj().decompress(pdf[match.end() :]))
        except zlib.error:
            continue
    return found


def test_a_slip_is_one_page() -> None:
    pdf = render_pdf("slip", slip(), at=NOON)
    assert pdf.startswith(b"%PDF-")
    assert pages(pdf) == 1
    assert b"D:20261123" in pdf


def test_a_long_request_still_fits_on_paper() -> None:
    rows = [{"zh": "内容", "en": "What you said", "value": "楼道灯不亮，老人摔倒过。" * 100}]
    rows += [{"zh": "地点", "en": "Where", "value": "兆麟小区3号楼2单元"}] * 3
    assert pages(render_pdf("slip", slip(rows=rows))) == 1


def test_a_ledger_goes_on_over_pages() -> None:
    assert pages(render_pdf("ledger", ledger(0))) == 1
    assert pages(render_pdf("ledger", ledger(200, columns=9))) > 3


def test_what_people_write_is_words_and_never_a_command() -> None:
    value = '#import "@preview/x:0.1.0" \\ #read("/etc/passwd") $x$ *a* "quotes" {} <label>'
    assert render_pdf("slip", slip(rows=[{"zh": "a", "en": "b", "value": value}])).startswith(b"%PDF-")


def test_a_character_that_cannot_be_drawn_is_seen_to_be_missing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "linli.papers"):
        render_pdf("slip", slip(community_zh="王🙂社区"))
    assert "U+1F642" in caplog.text
    assert "社区" not in caplog.text
    assert drawable("王🙂") == ("王〓", {"🙂"})


def test_the_font_has_what_names_need() -> None:
    common = "兆麟社区王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗㛃䶮堃喆昇玥祎翀〇—“”《》，。：；、（）①℃²"
    assert [character for character in common if not can_draw(character)] == []
    assert [can_draw(character) for character in ("\n", "A", "é", "\U0010ffff", "\0")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_the_log_is_silent_when_everything_is_drawn(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "linli.papers"):
        render_pdf("slip", slip())
        render_pdf("ledger", ledger(3))
    assert caplog.text == ""


def test_a_template_that_is_not_there_is_named() -> None:
    with pytest.raises(LookupError, match="nowhere"):
        render_pdf("nowhere", {})
