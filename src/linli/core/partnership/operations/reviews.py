"""The half-year of an agreement, looked through by both sides: what the unit promised, and what the community owes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.partnership import events
from linli.core.partnership.enums import VALID, PartnershipPermission, Side
from linli.core.partnership.models import Agreement, Review
from linli.core.partnership.operations.partners import speak_for
from linli.core.partnership.queries import agreement_moves as moves
from linli.core.partnership.queries.agreements import account_of
from linli.core.people.enums import Door


@transaction.atomic
def open_review(*, agreement: Agreement, from_on: date, until_on: date, actor: Actor, now: datetime) -> Review:
    """Ask both sides to look through a half-year. It is asked for once, however often the schedule calls."""
    require(actor, PartnershipPermission.AGREEMENT_LEAD, agreement)
    if agreement.state not in VALID:
        raise Refused("wrong-state", _("This agreement is not in force."))
    told: dict[str, Any] = {"from_on": from_on, "opened_at": now}
    review, made = Review.objects.get_or_create(agreement=agreement, until_on=until_on, defaults=told)
    if made:
        record("partnership.review.open", review, actor=actor, now=now, data={"until": until_on.isoformat()})
        publish(events.ReviewOpened(at=now, review_id=review.pk))
    return review


@transaction.atomic
def say_in_review(
    *, review: Review, words: str, side: str, actor: Actor, now: datetime, door: str = Door.ONLINE
) -> Review:
    """A side says how the half-year was. When both have spoken, the account is kept as it stands and it is done."""
    speak_for(side, review, actor=actor, door=door)
    words = clean_words(words, field="words", needed=_("Please say in a sentence how it went."))
    Review.objects.select_for_update().get(pk=review.pk)
    review.refresh_from_db()
    if review.closed_at is not None:
        raise Refused("wrong-state", _("Both sides have spoken; this half-year is done."))
    said = {f"{side}_words": words, f"{side}_said_at": now}
    Review.objects.filter(pk=review.pk).update(**said)
    for name, value in said.items():
        setattr(review, name, value)
    record("partnership.review.say", review, actor=actor, now=now, data={"side": side, "door": door})
    if getattr(review, f"{Side(side).other}_said_at"):
        _close(review, actor, now)
    return review


def _close(review: Review, actor: Actor, now: datetime) -> None:
    review.closed_at, review.account = now, account_of(review).kept()
    review.save(update_fields=["closed_at", "account"])
    agreement = review.agreement
    if agreement.state in VALID:
        step(agreement, moves.LOOK_THROUGH, actor=actor, now=now, allowed=True)
