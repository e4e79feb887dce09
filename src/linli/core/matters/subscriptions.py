"""Every step tells those whom it concerns: the person who asked, and the handler. Once for each step."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_message, send_messages
from linli.base.outbox.events import subscribe
from linli.base.permissions import SystemActor
from linli.core.matters import (
    events,
    telling,  # noqa: F401 -- its subscriptions register themselves
    telling_of_hand_overs,  # noqa: F401 -- as above
    telling_of_splits,  # noqa: F401 -- as above
)
from linli.core.matters.enums import (
    BAD_RATINGS,
    ClockKind,
    EntryKind,
    MatterPermission,
    ReminderLevel,
    Urgency,
)
from linli.core.matters.models import Entry, Follower, Matter, Reminder
from linli.core.matters.operations.forgetting import forget_follower, forget_reporter
from linli.core.matters.queries.nearby import kind_in_both
from linli.core.matters.queries.story import THEIR_WORDS
from linli.core.people.events import PersonErased
from linli.core.people.queries.actors import holders_of

ERASURE = SystemActor("erasure")
TO_REPORTER: dict[str, str] = {
    EntryKind.REPORTED: "matters.reported",
    EntryKind.ACCEPTED: "matters.accepted",
    EntryKind.REJECTED: "matters.rejected",
    EntryKind.SORTED: "matters.sooner",
    EntryKind.DISPATCHED: "matters.dispatched",
    EntryKind.REASSIGNED: "matters.dispatched",
    EntryKind.SIGNED: "matters.signed",
    EntryKind.NOTE: "matters.noted",
    EntryKind.TOLD: "matters.told",
    EntryKind.QUESTION: "matters.asked",
    EntryKind.EXTENDED: "matters.extended",
    EntryKind.SUSPENDED: "matters.suspended",
    EntryKind.RESUMED: "matters.resumed",
    EntryKind.ENDED: "matters.ended",
    EntryKind.VERIFIED: "matters.verified",
    EntryKind.SENT_BACK: "matters.sent_back",
    EntryKind.SILENT: "matters.closed",
    EntryKind.CONFIRMED: "matters.closed",
    EntryKind.RATED: "matters.closed",
    EntryKind.REOPENED: "matters.reopened",
    EntryKind.CALLED_OUT: "matters.called_out",
}
REMINDERS: dict[str, str] = {
    ReminderLevel.SOON: "matters.due_soon",
    ReminderLevel.LATE: "matters.overdue",
    ReminderLevel.LATE_A_DAY: "matters.overdue_a_day",
}
# What somebody who follows is told: what the community says to all, never what lies between it and the first who asked.
TO_FOLLOWERS = {
    kind: template for kind, template in TO_REPORTER.items() if kind not in {EntryKind.REPORTED, EntryKind.QUESTION}
}
TO_HANDLER: dict[str, str] = {
    EntryKind.DISPATCHED: "matters.for_handler",
    EntryKind.REASSIGNED: "matters.for_handler",
    EntryKind.REPLY: "matters.reply_for_handler",
    EntryKind.FACT: "matters.reply_for_handler",
    EntryKind.FOLLOWER_FACT: "matters.follower_for_handler",
    EntryKind.FOLLOWER_OBJECTED: "matters.follower_for_handler",
    EntryKind.SENT_BACK: "matters.sent_back_for_handler",
    EntryKind.EXTENDED: "matters.extension_for_handler",
    EntryKind.EXTENSION_REFUSED: "matters.extension_for_handler",
    EntryKind.RATED: "matters.judged_for_handler",
}


def tell_whom_it_concerns(event: events.MatterEvent) -> None:
    """Put the step into the inbox of the person who asked and of the handler, as far as it is for them."""
    entry = Entry.objects.select_related("matter__handler", "matter__category").get(pk=event.entry_id)
    matter = entry.matter
    params = _params(entry, matter)
    template = TO_REPORTER.get(entry.kind)
    if entry.detail.get("rating") in BAD_RATINGS:
        template = None  # it is taken up again at once, and that is what they are told
    if template and entry.is_shown and matter.reporter_id:
        link = reverse("matters:mine-detail", args=[matter.code])
        send_message(matter.reporter_id, template, params, dedupe_key=f"{template}:{entry.pk}", now=event.at, link=link)
    _tell_followers(entry, matter, params, event)
    template = TO_HANDLER.get(entry.kind)
    if template and matter.handler_id:
        link = reverse("matters:desk-detail", args=[matter.code])
        send_message(matter.handler_id, template, params, dedupe_key=f"{template}:{entry.pk}", now=event.at, link=link)


def _tell_followers(entry: Entry, matter: Matter, params: dict[str, Any], event: events.MatterEvent) -> None:
    """Everybody who follows hears it under their own code and by the kind of matter: its words are not theirs."""
    template = TO_FOLLOWERS.get(entry.kind) if entry.is_shown and not entry.detail.get("rating") else None
    for follower in _those_to_tell(entry, matter) if template or entry.kind == EntryKind.FOLLOWED else ():
        said = template or "matters.followed"
        words = "" if entry.kind in THEIR_WORDS else params["text"]
        own = params | {"code": follower.code, "title": kind_in_both(matter), "text": words}
        link = reverse("matters:following-detail", args=[follower.code])
        key = f"{said}:{entry.pk}"
        assert follower.person_id is not None  # noqa: S101 -- the rows were chosen so
        send_message(follower.person_id, said, own, dedupe_key=key, now=event.at, link=link)


def tell_about_merging(event: events.MatterEvent) -> None:
    """Whoever waits for the matter that was joined to another hears it, and that their slip stays good.

    The code of the other matter is never told: it is the slip of a neighbour.
    """
    entry = Entry.objects.select_related("matter__category").get(pk=event.entry_id)
    gone = entry.matter
    template = {EntryKind.MERGED: "matters.merged", EntryKind.UNMERGED: "matters.unmerged"}.get(EntryKind(entry.kind))
    if template is None or entry.detail.get("gone", gone.code) != gone.code:
        return  # the story of the other matter, whose people need not do anything
    key = f"{template}:{entry.pk}"
    if gone.reporter_id:
        own, link = {"code": gone.code, "title": gone.title}, reverse("matters:mine-detail", args=[gone.code])
        send_message(gone.reporter_id, template, own, dedupe_key=key, now=event.at, link=link)
    waiting = Follower.objects.filter(Q(matter=gone) | Q(merged_from=gone), ended_at=None, person__isnull=False)
    for follower in waiting.exclude(person=gone.reporter_id).exclude(code=gone.code):
        told = {"code": follower.code, "title": kind_in_both(gone)}
        link = reverse("matters:following-detail", args=[follower.code])
        assert follower.person_id is not None  # noqa: S101 -- the rows were chosen so
        send_message(follower.person_id, template, told, dedupe_key=key, now=event.at, link=link)


def _those_to_tell(entry: Entry, matter: Matter) -> QuerySet[Follower]:
    """Who follows and has an account to be told; of joining only whoever has joined."""
    known = Follower.objects.filter(matter=matter, ended_at=None, person__isnull=False)
    return known.filter(pk=entry.detail["follower"]) if entry.kind == EntryKind.FOLLOWED else known


def _params(entry: Entry, matter: Matter) -> dict[str, Any]:
    """What the templates may put in; the deadline as it was when the step was made."""
    detail = entry.detail
    params = {
        "code": matter.code,
        "title": matter.title,
        "text": " ".join(part for part in (detail.get("reason", ""), entry.text) if part),
        "handler": detail.get("handler") or entry.name,
    }
    moments = {"due_at": detail.get("due"), "until_on": detail.get("until")}
    return params | {name: moment for name, moment in moments.items() if moment}


@subscribe(events.ReminderWritten)
def remind(event: events.ReminderWritten) -> None:
    """The handler hears first, then the desk, and the secretary when it is late by a working day."""
    reminder = Reminder.objects.select_related("matter").get(pk=event.reminder_id)
    matter = reminder.matter
    template, link = REMINDERS[reminder.level], reverse("matters:desk-detail", args=[matter.code])
    params = {"code": matter.code, "title": matter.title, "due_at": reminder.due_at.isoformat()}
    send_messages(
        _reminded(reminder, localdate(event.at)), template, params, dedupe_key=f"{template}:{reminder.pk}",
        now=event.at, link=link, urgent=matter.urgency in {Urgency.URGENT, Urgency.EMERGENCY},
    )  # fmt: skip


def _reminded(reminder: Reminder, today: date) -> list[UUID]:
    matter = reminder.matter
    if reminder.level == ReminderLevel.LATE_A_DAY:
        return list(holders_of(MatterPermission.DESIGNATE, matter.place, today).values_list("pk", flat=True))
    theirs = matter.handler_id if reminder.kind != ClockKind.CHECK else None
    if reminder.level == ReminderLevel.SOON and theirs:
        return [theirs]
    desk = holders_of(MatterPermission.ACCEPT, matter.place, today).values_list("pk", flat=True)
    return list(dict.fromkeys([*([theirs] if theirs else []), *desk]))


@subscribe(PersonErased)
def forget_who_was_erased(event: PersonErased) -> None:
    """Whoever was erased as they asked is forgotten in their matters, too."""
    for matter in Matter.objects.filter(reporter=event.person_id):
        forget_reporter(matter=matter, actor=ERASURE, now=event.at, reason="person-erased")
    for follower in Follower.objects.filter(person=event.person_id).select_related("matter"):
        forget_follower(follower=follower, actor=ERASURE, now=event.at, reason="person-erased")


for _event in (
    events.MatterReported,
    events.MatterAccepted,
    events.MatterRejected,
    events.MatterSorted,
    events.MatterDispatched,
    events.MatterSigned,
    events.NoteAdded,
    events.ReporterTold,
    events.QuestionAsked,
    events.QuestionAnswered,
    events.FactAdded,
    events.ExtensionSettled,
    events.MatterSuspended,
    events.MatterResumed,
    events.MatterFedBack,
    events.MatterVerified,
    events.MatterSentBack,
    events.MatterRated,
    events.MatterClosed,
    events.MatterReopened,
    events.DepartmentsCalled,
    events.MatterFollowed,
    events.FollowerSpoke,
):
    subscribe(_event)(tell_whom_it_concerns)
for _joined in (events.MatterMerged, events.MatterUnmerged):
    subscribe(_joined)(tell_about_merging)
