"""What has happened to needs, resources and projects, for whoever wants to hear it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class NeedPublished(Event):
    """A wish stands on the public list."""

    need_id: UUID


@dataclass(frozen=True)
class NeedEnded(Event):
    """A wish has come true, or was taken off the list; its row says which and why."""

    need_id: UUID


@dataclass(frozen=True)
class ResourcePublished(Event):
    """An offer stands on the public list."""

    resource_id: UUID


@dataclass(frozen=True)
class ResourceEnded(Event):
    """An offer was given or taken back."""

    resource_id: UUID


@dataclass(frozen=True)
class ProjectProposed(Event):
    """Needs and resources were brought together; each side is asked."""

    project_id: UUID


@dataclass(frozen=True)
class ProjectAgreed(Event):
    """All sides said yes."""

    project_id: UUID


@dataclass(frozen=True)
class ProjectFinished(Event):
    """It is done, and those who wanted it may judge it."""

    project_id: UUID


@dataclass(frozen=True)
class ProjectPublished(Event):
    """Its result can be read by everybody."""

    project_id: UUID


@dataclass(frozen=True)
class ProjectGivenUp(Event):
    """It will not come about; its needs stand on the list again."""

    project_id: UUID
