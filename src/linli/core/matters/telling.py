"""Messages to workers about what came back, was judged badly, was asked of them: each reaches somebody with a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.codes import sign_link
from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import subscribe
from linli.core.matters import events
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import BadReview, Entry, FollowUp, Matter, ReviewStep, Task
from linli.core.matters.queries import reviews as q
from linli.core.matters.queries.deadlines import STILL_OPEN
from linli.core.matters.queries.handlers import desk_at, handlers_at, holders_at

SECOND_TIME = 2
STILL_LINK = "matters.still"


def still_link(matter: Matter, now: datetime) -> str:
    """The address at which whoever asked answers with one press and without an account."""
    token = sign_link(STILL_LINK, {"matter": matter.pk.hex}, days=STILL_OPEN.days, now=now)
    return reverse("matters:still", args=[token])


def _keys(people: Iterable[Any]) -> set[UUID]:
    return {person.pk for person in people}


def _said(matter: Matter, **more: Any) -> dict[str, Any]:
    return {"code": matter.code, "title": matter.title, **{name: value for name, value in more.items() if value}}


@subscribe(events.MatterReopened)
def reach_a_person(event: events.MatterReopened) -> None:
    """What is taken up again reaches somebody with a name: the desk, whoever had it, from the second time the leader.

    Where the former handler has left, the desk of the place is told all the same; so nothing comes back to nobody.
    """
    entry = Entry.objects.select_related("matter").get(pk=event.entry_id)
    matter, today = entry.matter, localdate(event.at)
    to = _keys(desk_at(matter.place, today))
    former = entry.detail.get("former")
    if former:
        to |= _keys(handlers_at(matter.place, today).filter(pk=former))
    due_at = entry.detail.get("due") or event.at.isoformat()
    link = reverse("matters:desk-detail", args=[matter.code])
    said: dict[str, Any] = {"now": event.at, "link": link, "dedupe_key": f"matters.reopened:{entry.pk}"}
    if matter.reopened >= SECOND_TIME:
        leaders = _keys(holders_at(matter.place, MatterPermission.DESIGNATE, today))
        send_messages(leaders, "matters.reopened_twice", _said(matter), **said)
        to -= leaders
    send_messages(to, "matters.reopened_for_worker", _said(matter, due_at=due_at), **said)


@subscribe(events.MatterSentBack)
def reach_the_desk_when_the_handler_left(event: events.MatterSentBack) -> None:
    """What is not done yet goes on with its handler; where they have left, the desk is told."""
    matter, today = Matter.objects.get(pk=event.matter_id), localdate(event.at)
    if matter.handler_id and handlers_at(matter.place, today).filter(pk=matter.handler_id).exists():
        return
    link = reverse("matters:desk-detail", args=[matter.code])
    key = f"matters.sent-back-to-nobody:{event.entry_id}"
    to = _keys(desk_at(matter.place, today))
    send_messages(to, "matters.sent_back_to_nobody", _said(matter), dedupe_key=key, now=event.at, link=link)


@subscribe(events.NoteAdded)
def tell_whoever_was_called(event: events.NoteAdded) -> None:
    """Whoever was called with an @ in a note for us alone gets one message."""
    entry = Entry.objects.select_related("matter").get(pk=event.entry_id)
    called = {UUID(key) for key in entry.detail.get("called", ())}
    called.discard(UUID(entry.actor.removeprefix("person:")[:36]) if entry.actor.startswith("person:") else UUID(int=0))
    said = _said(entry.matter, who=entry.name)
    link = reverse("matters:desk-detail", args=[entry.matter.code])
    send_messages(
        called, "matters.mentioned", said, dedupe_key=f"matters.mentioned:{entry.pk}", now=event.at, link=link
    )


@subscribe(events.TaskGiven)
def tell_the_assignee(event: events.TaskGiven) -> None:
    """Whoever is asked to do something inside a matter gets one message."""
    task = Task.objects.select_related("matter").get(pk=event.task_id)
    link = reverse("matters:desk-detail", args=[task.matter.code])
    to = [task.assignee_id] if task.assignee_id else []
    said = _said(task.matter)
    send_messages(to, "matters.task_given", said, dedupe_key=f"matters.task:{task.pk}", now=event.at, link=link)


@subscribe(events.StillAsked)
def ask_the_person(event: events.StillAsked) -> None:
    """The question four weeks later, with a link that needs no account; who has none is called or asked by the slip."""
    asked = FollowUp.objects.select_related("matter").get(pk=event.follow_up_id)
    matter = asked.matter
    to = [matter.reporter_id] if matter.reporter_id else []
    link = still_link(matter, event.at)
    send_messages(to, "matters.still", _said(matter), dedupe_key=f"matters.still:{asked.pk}", now=event.at, link=link)


@subscribe(events.ReviewMoved)
def tell_about_a_review(event: events.ReviewMoved) -> None:
    """Each step about a bad judgement tells whoever has the next one, and the person when it concerns them."""
    done = ReviewStep.objects.select_related("review__matter").get(pk=event.step_id)
    review, matter, move = done.review, done.review.matter, done.move
    due_at = review.due_at.isoformat() if review.due_at else event.at.isoformat()
    to, template = _whom(review, move, event)
    said = _said(matter, text=done.text, due_at=due_at)
    key = f"matters.review:{done.pk}"
    link = reverse("matters:review", args=[review.pk])
    send_messages(to - {review.about_id}, template, said, dedupe_key=key, now=event.at, link=link) if to else None
    for_them = {q.AGREE.name: "matters.review_not_upheld", q.RECTIFIED.name: "matters.review_rectified"}.get(move)
    if for_them and matter.reporter_id:
        link = reverse("matters:mine-detail", args=[matter.code])
        send_messages([matter.reporter_id], for_them, said, dedupe_key=f"{key}:them", now=event.at, link=link)


def _whom(review: BadReview, move: str, event: events.ReviewMoved) -> tuple[set[UUID], str]:
    """Who has the next step, and what they are told."""
    today = localdate(event.at)
    readers = _keys(holders_at(review.place, MatterPermission.REVIEW, today))
    if move == "received":
        return readers, "matters.review_received"
    if move == q.DOUBT.name:
        return readers - {review.doubted_by_id}, "matters.review_second_reader"
    if move in {q.RECTIFY.name, q.STILL_BAD.name} and review.rectifier_id:
        return {review.rectifier_id}, "matters.review_rectify"
    return set(), ""


def tell_of_late_review(review: BadReview, now: datetime) -> None:
    """Tell the leaders of a place that the next step about a bad judgement is late: once for each deadline."""
    due_at = review.due_at.isoformat() if review.due_at else now.isoformat()
    to = _keys(holders_at(review.place, MatterPermission.DESIGNATE, localdate(now)))
    send_messages(
        to, "matters.review_late", _said(review.matter, due_at=due_at), now=now,
        dedupe_key=f"matters.review-late:{review.pk}:{due_at}", link=reverse("matters:review", args=[review.pk]),
    )  # fmt: skip
