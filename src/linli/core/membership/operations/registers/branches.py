"""Which branch a register means, and which group of it."""

from __future__ import annotations

import re

from linli.core.areas.models import Area
from linli.core.membership.operations.registers.fields import KIND_WORDS
from linli.core.organisation.enums import BRANCHES, OrgKind
from linli.core.organisation.models import PartyOrg

NUMBER = re.compile(r"第?\s*([一二三四五六七八九十\d]+)\s*(?:党)?支部")
DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def branch_named(text: str, orgs: list[PartyOrg], community: Area) -> PartyOrg | None:
    """The one branch that a name means: 兆麟社区第三党支部, 第三党支部, 第3支部. None when it is not sure."""
    branches = [org for org in orgs if org.kind in BRANCHES]
    bare = _bare(text, community)
    same = [org for org in branches if _bare(org.name, community) == bare]
    if len(same) == 1:
        return same[0]
    for word, kind in KIND_WORDS:
        if word in bare:
            return _only([org for org in branches if org.kind == kind])
    number = _number(bare)
    return _only([org for org in branches if number and org.kind == OrgKind.RESIDENTIAL and _of(org) == number])


def group_of(branch: PartyOrg, grid: Area | None, orgs: list[PartyOrg]) -> PartyOrg | None:
    """The group of a grid, if it belongs to this branch."""
    if grid is None:
        return None
    return next((org for org in orgs if org.grid_id == grid.pk and org.parent_id == branch.pk), None)


def _only(found: list[PartyOrg]) -> PartyOrg | None:
    return found[0] if len(found) == 1 else None


def _of(org: PartyOrg) -> int:
    return org.number or _number(org.name)


def _number(text: str) -> int:
    match = NUMBER.search(text)
    if match is None:
        return 0
    return int(match[1]) if match[1].isdigit() else DIGITS.get(match[1], 0)


def _bare(text: str, community: Area) -> str:
    bare = "".join(text.split()).removeprefix("中共").removeprefix(community.name_zh)
    return bare.removesuffix("委员会")
