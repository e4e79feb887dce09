"""Whoever comes with a slip in their hand instead of an account."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.permissions import Scope


@dataclass(frozen=True)
class SlipHolder:
    """Somebody who knows the code of one matter: for that matter they speak as the person who asked.

    `bearer_id` is whoever has signed in while they hold it. It is written nowhere, a slip stays without a name; but
    the handler, who knows the code too, does not judge their own work with it. With the slip of a
    follower one speaks as that follower alone.
    """

    matter_id: UUID
    person_id: UUID | None = None
    bearer_id: UUID | None = None
    follower_id: UUID | None = None  # the slip of somebody who follows the matter

    @property
    def label(self) -> str:
        return "slip"

    def scopes(self, permission: str) -> tuple[Scope, ...]:
        return ()
