"""Addresses in one cell, grids in a sheet's name, and numbers as people write them."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
NUMBER = r"[0-9]{1,4}|[一二三四五六七八九十百]{1,5}"
GRID = re.compile(
    rf"第?\s*({NUMBER})\s*号?\s*(?:综合|基础|专属)?网格|网格\s*[（(]?\s*({NUMBER})|grid\s*(?:no\.?\s*)?(\d{1, 4})",
    re.IGNORECASE,
)
PARTS = re.compile(
    rf"(?P<compound>.*?)\s*(?P<building>(?:[A-Za-z]?\d+|[A-Za-z]|{NUMBER})\s*(?:号楼|号栋|栋|幢|座|楼|#楼?|-(?=\d+-\d)))"
    rf"\s*-?\s*(?:(?P<unit>(?:\d+|[A-Za-z]|{NUMBER})\s*(?:单元|门洞|梯|门|-(?=\d)))\s*-?)?\s*(?P<room>[0-9A-Za-z\-]+\s*[室号户]?)?"
)
WESTERN = re.compile(
    r"(?P<compound>.*?)[,\s]*(?:building|bldg\.?|block)\s*(?P<building>\w+)[,\s]*"
    r"(?:(?:unit|stair|staircase|entrance)\s*(?P<unit>\w+))?[,\s]*(?:(?:door|flat|apt\.?|apartment|room|no\.?)\s*)?(?P<room>\w+)?",
    re.IGNORECASE,
)


def split_address(text: str) -> tuple[str, str, str, str]:
    """兆麟小区3号楼2单元101 as compound, building, stair and door; what follows no pattern stays whole, as the door."""
    for shape in (PARTS, WESTERN):
        if match := shape.fullmatch(text.strip()):
            compound, building, unit, room = (
                (match[key] or "").strip(" -,，") for key in ("compound", "building", "unit", "room")
            )
            return compound, building, unit, room
    return "", "", "", text.strip()


def number_in(text: str) -> int:
    """The first number of a text: 3号楼 is 3, 十二单元 is 12; 0 when there is none."""
    if match := re.search(r"\d+", text):
        return int(match[0][:6])
    if match := re.search(r"[一二三四五六七八九十百]+", text):
        return chinese_number(match[0])
    return 0


def chinese_number(text: str) -> int:
    """三 is 3, 十二 is 12, 一百零五 is 105."""
    total = digit = 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = DIGITS.index(sign) if sign in DIGITS else 0
    return total + digit


def grid_number(text: str) -> int:
    """The number of a grid: 第3网格, 3号网格, 网格三 and Grid 3 are 3; 0 when the text names no grid."""
    if match := GRID.search(text):
        found = next(group for group in match.groups() if group)
        return int(found) if found.isdigit() else chinese_number(found)
    return 0
