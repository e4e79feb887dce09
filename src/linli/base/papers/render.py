"""Data into paper. Nothing is fetched: one font, our templates, no packages, no network."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from linli.base.papers.glyphs import FONTS, drawable

log = logging.getLogger("linli.papers")

TEMPLATES = Path(__file__).parent / "templates"
DRAWING = "qr"  # the key whose value is a drawing (SVG), not words


class SlipRow(TypedDict):
    """One line of a slip: what it is called in both languages, and what it says."""

    zh: str
    en: str
    value: str


class Slip(TypedDict):
    """What `slip` needs: an A5 page in large print, in Chinese and English, to hold in one's hand."""

    community_zh: str
    community_en: str
    title_zh: str
    title_en: str
    code: str
    url: str
    qr: str  # codes.qr_svg(url)
    rows: list[SlipRow]
    note_zh: str
    note_en: str
    phone: str


class Receipt(TypedDict):
    """What `receipt` needs: an A5 page with a number and a sum, in Chinese and English."""

    title_zh: str
    title_en: str
    org: str
    number: str
    sum: str  # in yuan
    rows: list[SlipRow]
    note_zh: str
    note_en: str


class Ledger(TypedDict):
    """What `ledger` needs: a table on A4 with its purpose, for whom and until when it may be kept, and page numbers."""

    language: str  # "zh" or "en"
    title: str
    purpose: str  # for whom, what for, until when
    columns: list[str]
    rows: list[list[str]]
    footer: str  # who made it, when


class ReportPart(TypedDict):
    """One list of a report."""

    title: str
    columns: list[str]
    rows: list[list[str]]


class Report(TypedDict):
    """What `report` needs: sentences, then lists, on A4 with their purpose and page numbers."""

    language: str  # "zh" or "en"
    title: str
    purpose: str
    sentences: list[str]
    parts: list[ReportPart]
    none: str  # what stands where a list is empty
    footer: str


class Party(TypedDict):
    """One party of a contract: what it is in it, and its name."""

    label: str
    name: str


class ContractPart(TypedDict):
    """One article: sentences, and perhaps rows below the columns of the contract."""

    title: str
    lines: list[str]
    rows: list[list[str]]


class Signature(TypedDict):
    """Who signs for a party, and when; empty while nobody has."""

    party: str
    name: str
    day: str


class Contract(TypedDict):
    """What `contract` needs: parties, articles and two signatures, as PDF and as a Word document (word.py)."""

    language: str  # "zh" or "en"
    title: str
    subtitle: str
    parties: list[Party]
    columns: list[str]  # four
    parts: list[ContractPart]
    signatures: list[Signature]
    footer: str


class _Press:
    """One template, set up once; pages are printed one at a time."""

    def __init__(self, template: Path) -> None:
        import typst  # 7 MB, with the first paper that is printed

        self._lock = threading.Lock()
        self._compiler = typst.Compiler(
            template, root=TEMPLATES, font_paths=[FONTS], ignore_system_fonts=True, package_path=TEMPLATES
        )

    def print(self, data: Mapping[str, Any], at: datetime | None) -> bytes:
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        with self._lock:
            pdf = self._compiler.compile(format="pdf", sys_inputs=inputs, timestamp=at)
        assert isinstance(pdf, bytes)  # noqa: S101 -- a PDF is one file, pictures would be a list
        return pdf


@cache
def _press(template: str) -> _Press:
    path = TEMPLATES / f"{template}.typ"
    if not path.is_file():
        message = f"There is no template {template!r}."
        raise LookupError(message)
    return _Press(path)


def render_pdf(template: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """The paper `template` ("slip", "ledger") with `data`, as PDF; `at` is the moment written into the file.

    A character that the font cannot draw appears as 〓, and the log names it, not the text around it.
    """
    missing: set[str] = set()
    safe = _drawable(data, missing)
    if missing:
        names = ", ".join(f"U+{ord(character):04X}" for character in sorted(missing))
        log.warning("The paper %s shows 〓 for characters that its font does not have: %s", template, names)
    return _press(template.removesuffix(".typ")).print(safe, at)


def _drawable(value: Any, missing: set[str]) -> Any:
    """The same data with words that the font can draw; collects what it cannot."""
    if isinstance(value, str):
        text, lacking = drawable(value)
        missing |= lacking
        return text
    if isinstance(value, Mapping):
        return {key: part if key == DRAWING else _drawable(part, missing) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(part, missing) for part in value]
    return value
