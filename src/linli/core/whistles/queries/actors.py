"""Whoever answers for a department by its signed link, without an account."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.permissions import Scope


@dataclass(frozen=True)
class CallHolder:
    """Somebody who holds the link of one call: for that call they speak for the department, and for nothing else."""

    call_id: UUID
    person_id: UUID | None = None

    @property
    def label(self) -> str:
        return f"call:{self.call_id}"

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        return ()
