"""Messages, channels and long jobs of whoever is signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from linli.base.jobs.models import Job
from linli.base.jobs.operations import cancel_job
from linli.base.messaging.models import Message
from linli.base.messaging.operations import choose_channel, mark_all_read, mark_read
from linli.base.messaging.queries import channel_choices, inbox_of, unread_count
from linli.base.messaging.wording import words_of
from linli.base.web.api import REFUSALS
from linli.portal.queries import jobs_seen_by

router = Router(tags=["mine"])


class MessageOut(Schema):
    """A message in the language of the request."""

    id: UUID
    title: str
    body: str
    link: str
    at: datetime
    read_at: datetime | None
    is_urgent: bool

    @staticmethod
    def resolve_title(message: Message) -> str:
        return words_of(message).title

    @staticmethod
    def resolve_body(message: Message) -> str:
        return words_of(message).body


class UnreadOut(Schema):
    """How much waits to be read."""

    unread: int


class ChannelOut(Schema):
    """A way by which copies of messages may come, and whether they do."""

    channel: str
    on: bool


class ChannelIn(Schema):
    """The wish to have copies, or no more."""

    on: bool


class JobOut(Schema):
    """A piece of long work."""

    id: UUID
    kind: str
    state: str
    done: int
    total: int
    percent: int | None
    message: str
    error: str
    outcome: dict[str, Any] = Field(description="Figures of the result, by kind of job.")
    created_at: datetime
    finished_at: datetime | None


def _me(request: HttpRequest) -> UUID:
    """The person whose things these are: oneself, or the one for whom somebody acts with consent."""
    person: UUID = request.actor.self_id  # type: ignore[attr-defined]
    return person


@router.get("/messages", response={200: list[MessageOut], **REFUSALS}, operation_id="messages_list")
@paginate(LimitOffsetPagination)
def list_messages(request: HttpRequest, unread: bool = Query(False)) -> QuerySet[Message]:
    """My messages, newest first."""
    mine = inbox_of(_me(request))
    return mine.filter(read_at=None) if unread else mine


@router.get("/messages/unread", response={200: UnreadOut, **REFUSALS}, operation_id="messages_unread")
def count_unread(request: HttpRequest) -> dict[str, int]:
    """How many of my messages I have not opened."""
    return {"unread": unread_count(_me(request))}


@router.post("/messages/read", response={200: UnreadOut, **REFUSALS}, operation_id="messages_read_all")
def read_all(request: HttpRequest) -> dict[str, int]:
    """I have looked through everything."""
    mark_all_read(recipient=_me(request), now=now())
    return {"unread": unread_count(_me(request))}


@router.post("/messages/{uuid:pk}/read", response={200: MessageOut, **REFUSALS}, operation_id="message_read")
def read_one(request: HttpRequest, pk: UUID) -> Message:
    """I have opened this message."""
    mark_read(recipient=_me(request), message_id=pk, now=now())
    message = inbox_of(_me(request)).filter(pk=pk).first()
    if message is None:
        raise Http404
    return message


@router.get("/channels", response={200: list[ChannelOut], **REFUSALS}, operation_id="channels_list")
def list_channels(request: HttpRequest) -> list[dict[str, Any]]:
    """By which channels copies of my messages come."""
    return [{"channel": name, "on": on} for name, on in channel_choices(_me(request)).items()]


@router.put("/channels/{channel}", response={200: ChannelOut, **REFUSALS}, operation_id="channel_choose")
def put_channel(request: HttpRequest, channel: str, data: ChannelIn) -> dict[str, Any]:
    """I want copies by this channel, or want them no more."""
    actor = request.actor  # type: ignore[attr-defined]
    choice = choose_channel(person=_me(request), channel=channel, on=data.on, actor=actor, now=now())
    return {"channel": choice.channel, "on": choice.is_on}


@router.get("/jobs", response={200: list[JobOut], **REFUSALS}, operation_id="jobs_list", tags=["jobs"])
@paginate(LimitOffsetPagination)
def list_jobs(request: HttpRequest) -> QuerySet[Job]:
    """The long jobs that I asked for, or may look after, newest first."""
    return jobs_seen_by(request.actor)  # type: ignore[attr-defined]


@router.get("/jobs/{uuid:pk}", response={200: JobOut, **REFUSALS}, operation_id="job", tags=["jobs"])
def show_job(request: HttpRequest, pk: UUID) -> Job:
    """One job: how far it is, and what came of it."""
    return _job(request, pk)


@router.post("/jobs/{uuid:pk}/cancel", response={200: JobOut, **REFUSALS}, operation_id="job_cancel", tags=["jobs"])
def stop_job(request: HttpRequest, pk: UUID) -> Job:
    """Ask a job to stop."""
    return cancel_job(job=_job(request, pk), actor=request.actor, now=now())  # type: ignore[attr-defined]


def _job(request: HttpRequest, pk: UUID) -> Job:
    job = jobs_seen_by(request.actor).filter(pk=pk).first()  # type: ignore[attr-defined]
    if job is None:
        raise Http404
    return job
