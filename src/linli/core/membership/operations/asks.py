"""A member says what is wrong on their card; the secretary decides, within fifteen working days (X-02, B-14)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.calendars.queries import add_working_days
from linli.base.errors import Refused
from linli.base.messaging.operations import send_message
from linli.base.permissions import Actor
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.membership.enums import AskState, MembershipPermission, MemberState
from linli.core.membership.models import CardAsk, Member

WORKING_DAYS = 15
EDIT = MembershipPermission.EDIT
RECEIVED = frozenset({AskState.RECEIVED})
DONE = Move("done", RECEIVED, AskState.DONE, EDIT, gettext_lazy("It is put right"))
DECLINE = Move("decline", RECEIVED, AskState.DECLINED, EDIT, gettext_lazy("It stays as it is"))
WITHDRAW = Move("withdraw", RECEIVED, AskState.WITHDRAWN, EDIT, gettext_lazy("Take it back"))
ANSWERS = {move.name: move for move in (DONE, DECLINE)}


@transaction.atomic
def ask_about_card(*, member: Member, text: str, actor: Actor, now: datetime) -> CardAsk:
    """A member asks to put something right on their own card."""
    if actor.person_id != member.person_id or member.state == MemberState.LEFT:
        raise Refused("forbidden", _("Only they can ask this."))
    words = clean_words(text, needed=_("Please say what is wrong, and how it is right."), most=1000)
    ask = CardAsk(
        member=member, community_id=member.community_id, place=member.place, text=words, asked_at=now,
        due_at=add_working_days(now, WORKING_DAYS), state_since=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            ask.save(force_insert=True)
    except IntegrityError:
        raise Refused("already-asked", _("You have asked already; the answer is on its way.")) from None
    record("membership.cardask.ask", ask, actor=actor, now=now)
    return ask


@transaction.atomic
def answer_ask(*, ask: CardAsk, answer: str, words: str, actor: Actor, now: datetime) -> CardAsk:
    """The secretary says what became of it, with words; nobody answers their own."""
    if ask.member.person_id == actor.person_id:
        raise Refused("own-request", _("Somebody else answers your own request."))
    if answer not in ANSWERS:
        raise Refused("choice-unknown", _("Please choose one of these."), field="answer")
    told = clean_words(words, field="words", needed=_("Please write the answer in words that they understand."))
    step(ask, ANSWERS[answer], actor=actor, now=now, answer=told[:1000])
    key = f"membership.ask-answered:{ask.pk}"
    params = {"answer": ask.answer}
    send_message(
        ask.member.person_id, "membership.ask-answered", params, dedupe_key=key, now=now, link="/me/membership/"
    )
    return ask


@transaction.atomic
def withdraw_ask(*, ask: CardAsk, actor: Actor, now: datetime) -> CardAsk:
    """The member takes it back."""
    if ask.member.person_id != actor.person_id:
        raise Refused("forbidden", _("Only they can take it back."))
    return step(ask, WITHDRAW, actor=actor, now=now, allowed=True)
