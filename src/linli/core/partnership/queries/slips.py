"""Whoever comes with the slip of a wish or an offer instead of an account."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.permissions import Scope


@dataclass(frozen=True)
class SlipOfList:
    """Somebody who knows the code of one line: for it they speak as the person who said it."""

    listed_id: UUID
    person_id: UUID | None = None

    @property
    def label(self) -> str:
        return "slip"

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        return ()
