"""Which function does which kind of job. Rooms register theirs in `tasks.py`, which the worker finds at its start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from linli.base.files.models import StoredFile


class JobRun(Protocol):
    """What a handler is given: the question, the clock, and a way to say how far it is."""

    @property
    def job_id(self) -> UUID: ...
    @property
    def params(self) -> dict[str, Any]: ...
    @property
    def place(self) -> str: ...
    @property
    def person_id(self) -> UUID | None: ...
    @property
    def started_by(self) -> str:
        """The label of the actor who asked."""

    @property
    def cancelled(self) -> bool:
        """Whether somebody has asked to stop. `progress` stops by itself; ask this where you never call it."""

    def now(self) -> datetime:
        """The present moment, for the operations that the handler calls."""

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Say how far it is, as often as you like. Raises when the job was cancelled: let it fall through."""


@dataclass(frozen=True)
class Outcome:
    """What a job that went well leaves: a sentence, figures, a file to download."""

    message: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    result: StoredFile | None = None


Handler = Callable[[JobRun], Outcome | None]

handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Do jobs of this kind with the function. It may be killed and called again from the start: it must be idempotent.

    A `Refused` that it raises is shown to the person who asked.
    """

    def register(handler: Handler) -> Handler:
        handlers[kind] = handler
        return handler

    return register
