"""Telling once that a deadline is near, or has passed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.audit.operations import record
from linli.base.outbox.events import publish
from linli.base.permissions import SystemActor
from linli.core.matters.events import ReminderWritten
from linli.core.matters.models import Reminder
from linli.core.matters.queries.reminders import Due


@transaction.atomic
def write_reminder(*, due: Due, actor: SystemActor, now: datetime) -> Reminder:
    """Write down that somebody is told, once for each deadline and each step of lateness, and send the news."""
    key = {"matter": due.matter, "kind": due.kind, "level": due.level, "due_at": due.due_at}
    reminder, is_new = Reminder.objects.get_or_create(**key, defaults={"at": now})
    if is_new:
        record("matters.reminder.write", due.matter, actor=actor, now=now, data={"kind": due.kind, "level": due.level})
        publish(ReminderWritten(at=now, reminder_id=reminder.pk))
    return reminder
