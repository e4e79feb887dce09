"""States and the moves between them: a table, one writer, and the buttons of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, may, require

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Move:
    """One arrow of a state machine: its name, where it starts, where it ends, who may, what its button says."""

    name: str
    sources: frozenset[str]
    target: str
    permission: str
    label: str | Promise = ""


def step(obj: M, move: Move, *, actor: Actor, now: datetime, allowed: bool | None = None, **fields: Any) -> M:
    """Take `obj` along one arrow. The only code that writes a `state` column.

    The UPDATE names the states it may start from, so of two people who press the button together one wins and the
    other is refused, on SQLite and PostgreSQL alike. `allowed=True` says that the caller has already checked a right
    that is not a grant (the person who asked confirms their own matter); otherwise `move.permission` is required.
    """
    if not allowed:
        require(actor, move.permission, obj)
    before = obj.state  # type: ignore[attr-defined]  # every model with moves has a state
    changed = {"state": move.target, "state_since": now, **fields}
    rows = type(obj)._default_manager.filter(pk=obj.pk, state__in=move.sources)
    if not rows.update(**changed):
        raise Refused("wrong-state", _("Someone else was quicker, or this step is no longer open. Please look again."))
    for name, value in changed.items():
        setattr(obj, name, value)
    record(f"{obj._meta.label_lower}.{move.name}", obj, actor=actor, now=now, data={"from": before, "to": move.target})
    return obj


def open_moves(obj: Any, moves: Iterable[Move], actor: Actor) -> list[Move]:
    """The moves that `actor` may make from the state of `obj`: the buttons of its page, in the table's order."""
    return [move for move in moves if obj.state in move.sources and may(actor, move.permission, obj)]
