"""A worker leaves: everything in their hands goes to a successor in one move, and nothing is left with nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, SystemActor
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.matters import events
from linli.core.matters.enums import WITH_HANDLER, ClockKind, EntryKind, MatterPermission, MatterState
from linli.core.matters.models import BadReview, HandedLine, HandOver, Matter, Task
from linli.core.matters.operations.handling import resume_matter
from linli.core.matters.operations.story import Told, lock, name_of, person_id_of, tell
from linli.core.matters.queries import hand_overs as q
from linli.core.matters.queries import moves
from linli.core.matters.queries.deadlines import step_limit
from linli.core.matters.queries.handlers import holders_at
from linli.core.people.models import Person

LEFT = SystemActor("hand-over")
HAND_OVER = Move("hand-over", WITH_HANDLER, "", MatterPermission.DISPATCH)


@transaction.atomic
def hand_over(*, leaver: Person, successor: Person | None, actor: Actor, now: datetime, note: str = "") -> HandOver:
    """Give what a worker has in hand to one successor; what they can't take, and all without one, goes to the desk.

    Each thing moves by its own room's rule; whoever asked reads who cares now. Two who press together: the second
    finds nothing left and is told so.
    """
    note = clean_words(note, field="note", most=400)
    leaver = Person.objects.select_for_update(of=("self",)).get(pk=leaver.pk)  # of two presses the second one looks
    held = [one for _part, rows in q.held_by_person(leaver, actor) for one in rows]
    if not held:
        message = _("Nothing lies in their hands here. Somebody may have handed it over already.")
        raise Refused("nothing-in-hand", message)
    _require_able(leaver, successor, held, now)
    community = held[0].row.community
    made = HandOver(
        community=community, place=community.path, leaver=leaver, successor=successor, note=note,
        made_by=name_of(actor) or actor.label, made_at=now,
    )  # fmt: skip
    made.save(force_insert=True)
    hands = {part.code: part.hand for part in q.parts()}
    lines = [
        HandedLine(
            hand_over=made, part=one.part, code=one.code, url=one.url, position=number,
            is_taken=hands[one.part](one, successor, actor, now),
        )
        for number, one in enumerate(held)
    ]  # fmt: skip
    HandedLine.objects.bulk_create(lines)
    data = {"taken": sum(line.is_taken for line in lines), "all": len(lines)}
    record("matters.handover.make", made, actor=actor, now=now, data=data)
    publish(events.HandOverMade(at=now, hand_over_id=made.pk))
    return made


def _require_able(leaver: Person, successor: Person | None, held: list[q.Held], now: datetime) -> None:
    """Somebody else, who handles matters at one of these places at least."""
    if successor is None:
        return
    if successor.pk == leaver.pk:
        raise Refused("same-person", _("Please choose somebody else than the one who leaves."), field="successor")
    if not any(_takes(successor, place, MatterPermission.HANDLE, now) for place in {one.place for one in held}):
        raise Refused("handler-elsewhere", _("This person does not handle matters there."), field="successor")


@transaction.atomic
def sign_hand_over(*, hand_over: HandOver, actor: Actor, now: datetime) -> HandOver:
    """The successor has read what they were given and cares from now on: signed once, by nobody else."""
    if hand_over.successor_id is None or hand_over.successor_id != actor.person_id:
        raise Refused("forbidden", _("Only whoever takes it over can sign for it."))
    if not HandOver.objects.filter(pk=hand_over.pk, signed_at=None).update(signed_at=now):
        raise Refused("signed-already", _("This was signed already. Thank you."))
    hand_over.signed_at = now
    record("matters.handover.sign", hand_over, actor=actor, now=now)
    return hand_over


def _takes(successor: Person | None, place: str, permission: str, now: datetime) -> bool:
    today = localdate(now)
    return successor is not None and holders_at(place, permission, today).filter(pk=successor.pk).exists()


def _hand_matter(held: q.Held, successor: Person | None, actor: Actor, now: datetime) -> bool:
    """As it stands, with its promise and its pause, to the successor; or back to the desk, which hands it on."""
    matter: Matter = lock(held.row)
    if matter.state not in WITH_HANDLER:
        return False
    if successor is not None and _takes(successor, matter.place, MatterPermission.HANDLE, now):
        stays = replace(HAND_OVER, target=matter.state)
        since = matter.state_since
        step(matter, stays, actor=actor, now=now, handler=successor, returns=0)
        Matter.objects.filter(pk=matter.pk).update(state_since=since)
        told = Told(EntryKind.HANDED_OVER, detail={"handler": successor.name})
        tell(matter, told, events.MatterHandedOver, actor=actor, now=now)
        return True
    if matter.state == MatterState.SUSPENDED:
        resume_matter(matter=matter, actor=LEFT, now=now)
    limit = step_limit(ClockKind.HAND_ON, matter, now)
    nobody: dict[str, Any] = {"handler": None, "dispatched_at": None, "extension_days": None}
    step(matter, moves.TO_DESK, actor=actor, now=now, **nobody, **limit.fields())
    tell(matter, Told(EntryKind.TO_DESK), events.MatterHandedOver, actor=actor, now=now)
    return False


def _hand_task(held: q.Held, successor: Person | None, actor: Actor, now: datetime) -> bool:
    """To the successor, or to nobody by name: it stays in its matter, whose handler sees it."""
    task: Task = held.row
    taken = _takes(successor, task.place, MatterPermission.NOTE, now)
    Task.objects.filter(pk=task.pk).update(assignee=successor if taken else None)
    record("matters.task.hand-over", task, actor=actor, now=now)
    if taken:
        publish(events.TaskGiven(at=now, task_id=task.pk))
    return taken


def _hand_review(held: q.Held, successor: Person | None, actor: Actor, now: datetime) -> bool:
    """Somebody always puts it right: the successor, or else whoever hands it over."""
    review: BadReview = held.row
    taken = _takes(successor, review.place, MatterPermission.HANDLE, now) and successor is not None
    to = successor.pk if taken and successor else person_id_of(actor)
    BadReview.objects.filter(pk=review.pk).update(rectifier=to)
    record("matters.badreview.hand-over", review, actor=actor, now=now)
    return taken


q.register_part(q.Part("matter", gettext_lazy("Matters in hand"), q.matters_held, _hand_matter))
q.register_part(q.Part("task", gettext_lazy("Tasks"), q.tasks_held, _hand_task))
q.register_part(q.Part("review", gettext_lazy("Bad judgements to put right"), q.reviews_held, _hand_review))
