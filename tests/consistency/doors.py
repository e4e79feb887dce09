"""How the matrix of roles says whose a page is."""

from __future__ import annotations

from dataclasses import dataclass

ANY, MINE, DESK = "anybody who has signed in", "only whose it is", "whoever holds a role"


@dataclass(frozen=True)
class Rule:
    """Who may open a page: a permission (at the place of `record`, if it shows one), or one of the words above."""

    who: str
    record: str = ""
    post: bool = False
    extra: tuple[tuple[str, str], ...] = ()


def at(permission: str, record: str, **extra: str) -> Rule:
    return Rule(permission, record, extra=tuple(extra.items()))


def sent(permission: str, record: str = "", **extra: str) -> Rule:
    return Rule(permission, record, post=True, extra=tuple(extra.items()))
