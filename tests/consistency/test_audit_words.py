"""Whoever reads the audit reads words, not codes."""

from __future__ import annotations

import re

from linli.core.people.web.action_words import WORDS
from tests.consistency.source import ROOT

FIRST_ROOMS = ("base", "core/areas", "core/people")  # the rooms above them name theirs where they stand
RECORDED = re.compile(r"record\(\s*\"([a-z_]+\.[a-z_]+\.[a-z_-]+)\"")


def test_every_action_of_the_first_rooms_has_words() -> None:
    codes = {
        code
        for room in FIRST_ROOMS
        for path in (ROOT / "src/linli" / room).rglob("*.py")
        for code in RECORDED.findall(path.read_text(encoding="utf-8"))
    }
    assert sorted(codes - set(WORDS)) == []
