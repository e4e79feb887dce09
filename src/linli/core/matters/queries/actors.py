"""Whoever comes with a slip in their hand instead of an account."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.permissions import Scope


@dataclass(frozen=True)
class SlipHolder:
    """Somebody who knows the code of one matter: for that matter they speak as the person who asked."""

    matter_id: UUID
    person_id: UUID | None = None

    @property
    def label(self) -> str:
        return "slip"

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        return ()
