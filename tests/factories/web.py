"""What people keep of lists, for tests."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from linli.base.permissions import SystemActor
from linli.base.web.models import ListExport, SavedView
from tests.factories.core import NOON

ME = UUID("018f0000-0000-7000-8000-000000000001")
SOMEBODY = UUID("018f0000-0000-7000-8000-000000000002")
_numbers = count(1)


def make_actor(person_id: UUID | None = ME) -> SystemActor:
    """Somebody who may do everything, with a person behind them."""
    return SystemActor("test", person_id=person_id)


def actor_of(person_id: UUID, now: datetime) -> SystemActor:
    """As LINLI_ACTOR does it: the actor behind a person."""
    return make_actor(person_id)


def make_saved_view(**fields: Any) -> SavedView:
    defaults = {"owner_id": ME, "list_key": "own-exports", "name": f"view {next(_numbers)}", "created_at": NOON}
    return SavedView.objects.create(**{**defaults, **fields})


def make_list_export(**fields: Any) -> ListExport:
    defaults: dict[str, Any] = {
        "owner_id": ME, "place": "/ln/", "list_key": "own-exports", "columns": ["whom"], "whom": "民政办",
        "what_for": "核对名单", "until": date(2026, 12, 31), "created_at": NOON,
    }  # fmt: skip
    return ListExport.objects.create(**{**defaults, **fields})
