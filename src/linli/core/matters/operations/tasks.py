"""Tasks inside a matter: copied from the checklist or added by hand, ticked, ticked off again, or not needed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.matters.enums import MatterPermission, TaskState
from linli.core.matters.events import TaskGiven
from linli.core.matters.models import Matter, Task
from linli.core.matters.operations.story import lock, name_of
from linli.core.matters.queries import tasks as q
from linli.core.matters.queries.handlers import holders_at
from linli.core.matters.queries.texts import checklist_for
from linli.core.people.models import Person

MOST_NAMED = 3


@transaction.atomic
def copy_checklist(*, matter: Matter, actor: Actor, now: datetime) -> list[Task]:
    """Put the lines of the checklist of its kind into a matter, once: a later acceptance finds them there."""
    ready = checklist_for(matter.community_id, matter.category) if matter.category else None
    if ready is None or matter.tasks.filter(from_checklist=True).exists():
        return []
    rows = [
        Task(
            community_id=matter.community_id,
            place=matter.place,
            matter=matter,
            title_zh=line.zh,
            title_en=line.en,
            is_needed=line.is_needed,
            from_checklist=True,
            position=number,
            state_since=now,
            made_at=now,
        )
        for number, line in enumerate(ready.lines)
    ]
    record("matters.task.copy-checklist", matter, actor=actor, now=now, data={"lines": len(rows)})
    return Task.objects.bulk_create(rows)


@transaction.atomic
def add_task(
    *, matter: Matter, title: str, actor: Actor, now: datetime, assignee: Person | None = None,
    due_on: date | None = None, is_needed: bool = False,
) -> Task:  # fmt: skip
    """Add something to do to a matter; whoever is asked to do it gets a message."""
    require(actor, MatterPermission.NOTE, matter)
    title = clean_words(title, field="title", needed=_("Please say what is to be done."), most=120).replace("\n", " ")
    lock(matter)
    if not matter.is_open:
        raise Refused("wrong-state", _("This matter has ended; nothing more is to be done in it."))
    if assignee and not holders_at(matter.place, MatterPermission.NOTE, localdate(now)).filter(pk=assignee.pk).exists():
        raise Refused("assignee-elsewhere", _("This person does not work on matters there."), field="assignee")
    if due_on and due_on < localdate(now):
        raise Refused("due-past", _("This day has passed."), field="due_on")
    last = matter.tasks.aggregate(last=Max("position"))["last"]
    task = Task.objects.create(
        community_id=matter.community_id, place=matter.place, matter=matter, title_zh=title, is_needed=is_needed,
        position=0 if last is None else last + 1, assignee=assignee, due_on=due_on, state_since=now, made_at=now,
    )  # fmt: skip
    record("matters.task.add", task, actor=actor, now=now, data={"needed": is_needed})
    if assignee and assignee.pk != actor.person_id:
        publish(TaskGiven(at=now, task_id=task.pk))
    return task


@transaction.atomic
def tick_task(*, task: Task, actor: Actor, now: datetime) -> Task:
    """It is done: who says so, and when."""
    return step(task, q.TICK, actor=actor, now=now, settled_by=_called(actor), reason="")


@transaction.atomic
def untick_task(*, task: Task, actor: Actor, now: datetime) -> Task:
    """It is to be done after all."""
    return step(task, q.UNTICK, actor=actor, now=now, settled_by="", reason="")


@transaction.atomic
def drop_task(*, task: Task, reason: str, actor: Actor, now: datetime) -> Task:
    """It is not needed in this matter, and why."""
    reason = clean_words(reason, field="reason", needed=_("Please say why it is not needed here."), most=200)
    return step(task, q.DROP, actor=actor, now=now, settled_by=_called(actor), reason=reason)


def _called(actor: Actor) -> str:
    return name_of(actor) or actor.label


def refuse_while_needed(matter: Matter) -> None:
    """Refuse an ending while something that is needed is open, and name it."""
    waiting = list(matter.tasks.filter(is_needed=True, state=TaskState.OPEN).order_by("position", "pk"))
    if waiting:
        names = _(", ").join(_("“%(task)s”") % {"task": one} for one in waiting[:MOST_NAMED])
        more = len(waiting) - MOST_NAMED
        if more > 0:
            names = _("%(names)s and %(more)s more") % {"names": names, "more": more}
        raise Refused("task-open", _("Before it can end this must be done: %(names)s.") % {"names": names})
