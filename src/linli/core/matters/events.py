"""What has happened to matters, for whoever wants to hear it. Each carries the entry of the story that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from linli.base.outbox.events import Event


@dataclass(frozen=True)
class MatterEvent(Event):
    """Something happened to a matter, and `entry_id` tells it."""

    matter_id: UUID
    entry_id: UUID


class MatterReported(MatterEvent):
    """Somebody said what they need."""


class MatterAccepted(MatterEvent):
    """The desk took it on."""


class MatterRejected(MatterEvent):
    """The desk did not take it on, and said why and what to do instead."""


class MatterSorted(MatterEvent):
    """The desk put it into another category or grid."""


class DepartmentsCalled(MatterEvent):
    """The street called departments to come, or there is news of those that it called."""


class MatterDispatched(MatterEvent):
    """Somebody was asked to handle it."""


class MatterSigned(MatterEvent):
    """The handler took it in hand."""


class DispatchReturned(MatterEvent):
    """The handler sent it back to the desk."""


class NoteAdded(MatterEvent):
    """Somebody wrote a note."""


class QuestionAsked(MatterEvent):
    """The community asks the person who asked."""


class QuestionAnswered(MatterEvent):
    """The person who asked replied."""


class FactAdded(MatterEvent):
    """The person who asked told something more."""


class ExtensionAsked(MatterEvent):
    """The handler needs more time."""


class ExtensionSettled(MatterEvent):
    """The desk gave more time, or did not."""


class MatterSuspended(MatterEvent):
    """It has to wait for a season, for parts or for somebody else."""


class MatterResumed(MatterEvent):
    """The waiting is over."""


class MatterFedBack(MatterEvent):
    """It has one of the three endings."""


class MatterVerified(MatterEvent):
    """Someone else than the handler saw that the ending is true."""


class MatterSentBack(MatterEvent):
    """Someone else than the handler saw that it is not done yet."""


class MatterRated(MatterEvent):
    """The person who asked judged the ending."""


class MatterClosed(MatterEvent):
    """It is closed: confirmed by the person who asked, or nobody objected."""


class MatterReopened(MatterEvent):
    """A bad judgement or a new fact took it up again."""


class MatterMerged(MatterEvent):
    """It was merged with another; the entry stands in the story of each."""


class MatterUnmerged(MatterEvent):
    """Two matters again that had been merged."""


class MatterHandedOver(MatterEvent):
    """Its handler has left: somebody else cares now, or the desk does."""


class MatterSplit(MatterEvent):
    """It held two things and became two matters; the entry stands in the story of each."""


class MatterUnsplit(MatterEvent):
    """The two are one again, as they were told."""


class MatterFollowed(MatterEvent):
    """Somebody else has the same and follows it."""


class FollowerSpoke(MatterEvent):
    """Somebody who follows told something, said their word, or follows no more."""


@dataclass(frozen=True)
class ReminderWritten(Event):
    """A deadline is near, or has passed, and somebody is to be told."""

    reminder_id: UUID


@dataclass(frozen=True)
class HandOverMade(Event):
    """What a worker had in hand went to a successor, or to the desk."""

    hand_over_id: UUID


@dataclass(frozen=True)
class ReviewMoved(Event):
    """A bad judgement was received, or went a step further."""

    review_id: UUID
    step_id: UUID


@dataclass(frozen=True)
class StillAsked(Event):
    """Four weeks after the end the person who asked is asked whether it is still so."""

    follow_up_id: UUID


@dataclass(frozen=True)
class TaskGiven(Event):
    """Somebody was given a task inside a matter."""

    task_id: UUID


class ReporterTold(MatterEvent):
    """The community wrote a word to the person who asked."""


@dataclass(frozen=True)
class ReporterForgotten(Event):
    """Nobody can tell any more who asked: every room forgets what it keeps of them for the same matter."""

    matter_id: UUID
