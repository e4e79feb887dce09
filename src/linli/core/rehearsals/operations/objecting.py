"""Whoever would move may object while a plan lies open; each objection is answered before it goes up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, may, require
from linli.base.text import clean_words
from linli.core.rehearsals.enums import RehearsalPermission, RehearsalState
from linli.core.rehearsals.models import Objection, Rehearsal
from linli.core.rehearsals.operations.steps import locked
from linli.core.rehearsals.queries.lists import moving_of


@transaction.atomic
def object_to_plan(*, rehearsal: Rehearsal, text: str, actor: Actor, now: datetime, name: str = "") -> Objection:
    """A member who would move says why not; or the desk writes down what somebody said there, with their name."""
    rehearsal = locked(rehearsal)
    speaks_for = may(actor, RehearsalPermission.PLAN, rehearsal) and bool(name.strip())
    if not speaks_for and moving_of(rehearsal, actor.person_id, localdate(now)) is None:
        raise Refused("forbidden", _("You do not have the right to do this here."))
    if rehearsal.state != RehearsalState.CHECKED:
        raise Refused("not-open", _("This plan does not lie open to objections just now."))
    objection = Objection.objects.create(
        rehearsal=rehearsal,
        person_id=None if speaks_for else actor.person_id,
        name=clean_words(name, field="name", most=80) if speaks_for else "",
        text=clean_words(text, needed=_("Please say what speaks against it.")),
        at=now,
    )
    record("rehearsals.objection.say", objection, actor=actor, now=now)
    return objection


@transaction.atomic
def answer_objection(*, objection: Objection, answer: str, actor: Actor, now: datetime) -> Objection:
    """Say to whoever objected what becomes of it."""
    require(actor, RehearsalPermission.PLAN, objection.rehearsal)
    answer = clean_words(answer, field="answer", needed=_("Please write your answer."))
    if not Objection.objects.filter(pk=objection.pk, answer="").update(answer=answer, answered_at=now):
        raise Refused("answered", _("This objection has its answer already."))
    objection.answer, objection.answered_at = answer, now
    record("rehearsals.objection.answer", objection, actor=actor, now=now)
    return objection


@transaction.atomic
def forget_objections(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Of whoever was erased no words stay; that somebody objected and was answered stays."""
    for objection in Objection.objects.filter(person=person_id):
        Objection.objects.filter(pk=objection.pk).update(person=None, text="–", name="")
        record("rehearsals.objection.forget", objection, actor=actor, now=now)
