"""Who is called with an @ in a note: only workers who may see the matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from linli.core.matters.enums import MatterPermission
from linli.core.matters.queries.handlers import holders_at

CALL = re.compile(r"[@＠]([^\s@＠，。、,.;；:：!！?？()（）]{1,20})")
LONGEST_SHOWN = 6


@dataclass(frozen=True)
class Called:
    """Whom a note calls, and what was left as text because nobody here is called so."""

    people: tuple[UUID, ...] = ()
    unknown: tuple[str, ...] = field(default=())

    def detail(self) -> dict[str, Any]:
        """As the entry keeps it."""
        called = {"called": [str(key) for key in self.people]} if self.people else {}
        return {**called, **({"unknown": list(self.unknown)} if self.unknown else {})}


def mentioned_in(text: str, place: str, today: date) -> Called:
    """Names after an @, the longest that fits: Chinese is written without spaces, `@王建国请看一下` calls 王建国.

    A name that two workers share calls neither: a message to a namesake would be a leak.
    """
    said = CALL.findall(text)
    if not said:
        return Called()
    by_name: dict[str, list[UUID]] = {}
    for key, name in holders_at(place, MatterPermission.VIEW, today).values_list("pk", "name"):
        by_name.setdefault(name, []).append(key)
    people: list[UUID] = []
    unknown: list[str] = []
    for words in said:
        name = max((one for one in by_name if words.startswith(one)), key=len, default="")
        if len(by_name.get(name, ())) == 1:
            people.append(by_name[name][0])
        else:
            unknown.append(name or words[:LONGEST_SHOWN])
    return Called(tuple(dict.fromkeys(people)), tuple(dict.fromkeys(unknown)))
