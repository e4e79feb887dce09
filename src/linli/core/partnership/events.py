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


@dataclass(frozen=True)
class AgreementNegotiated(Event):
    """The words of an agreement stand; both sides may sign this revision."""

    agreement_id: UUID
    revision: int


@dataclass(frozen=True)
class AgreementReopened(Event):
    """Words changed after somebody had signed; both sign again."""

    agreement_id: UUID
    revision: int


@dataclass(frozen=True)
class AgreementSigned(Event):
    """Both sides have signed."""

    agreement_id: UUID


@dataclass(frozen=True)
class AgreementExpiring(Event):
    """An agreement ends soon."""

    agreement_id: UUID


@dataclass(frozen=True)
class AgreementEnded(Event):
    """An agreement ended; `side` left it, or nobody when its term was over."""

    agreement_id: UUID
    side: str


@dataclass(frozen=True)
class PromiseProposed(Event):
    """A side of an agreement in force asks for other words, or to let a promise go; the other side is asked."""

    promise_id: UUID
    side: str


@dataclass(frozen=True)
class PromiseDue(Event):
    """The day of a promise comes."""

    promise_id: UUID


@dataclass(frozen=True)
class PromiseTold(Event):
    """A side said what came of a promise; the other side looks."""

    promise_id: UUID
    side: str


@dataclass(frozen=True)
class PromiseSentBack(Event):
    """The other side sees it in another way."""

    promise_id: UUID
    side: str


@dataclass(frozen=True)
class ReviewOpened(Event):
    """A half-year is to be looked through by both sides."""

    review_id: UUID
