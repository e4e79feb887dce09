"""Whom the news of agreements concerns: the side that is asked for something, or both. No other unit ever hears it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import subscribe
from linli.core.partnership import events
from linli.core.partnership.enums import Side
from linli.core.partnership.models import Agreement, Promise, Review
from linli.core.partnership.queries.agreements import told_on

PAGES = {Side.COMMUNITY: "partnership:desk-agreement", Side.UNIT: "partnership:unit-agreement"}


def _tell(
    agreement: Agreement, sides: Iterable[Side], template: str, params: dict[str, Any], key: object, at: datetime
) -> None:
    """Tell sides, each with the way to its own page."""
    said = {"unit": agreement.partner.body.name, **params}
    for side in sides:
        people, link = told_on(side, agreement, at), reverse(PAGES[side], args=[agreement.code])
        send_messages(people, f"partnership.{template}", said, dedupe_key=f"{template}:{key}", now=at, link=link)


def _agreement(pk: UUID) -> Agreement:
    return Agreement.objects.select_related("partner__body").get(pk=pk)


def _promise(pk: UUID) -> Promise:
    return Promise.objects.select_related("agreement__partner__body").get(pk=pk)


def _other(side: str) -> list[Side]:
    return [Side(side).other]


@subscribe(events.AgreementNegotiated)
def ask_for_signatures(event: events.AgreementNegotiated) -> None:
    """Both sides are asked to read and sign."""
    _tell(_agreement(event.agreement_id), Side, "agreement_to_sign", {}, f"{event.agreement_id}:{event.revision}",
          event.at)  # fmt: skip


@subscribe(events.AgreementReopened)
def ask_for_signatures_again(event: events.AgreementReopened) -> None:
    """Both sides hear that what they signed has changed."""
    _tell(_agreement(event.agreement_id), Side, "agreement_reopened", {}, f"{event.agreement_id}:{event.revision}",
          event.at)  # fmt: skip


@subscribe(events.AgreementSigned)
def tell_that_both_have_signed(event: events.AgreementSigned) -> None:
    """Both sides know that it counts, and from when."""
    agreement = _agreement(event.agreement_id)
    params = {"from_on": agreement.starts_on.isoformat(), "until_on": agreement.ends_on.isoformat()}
    key = f"{agreement.pk}:{agreement.revision}"
    _tell(agreement, Side, "agreement_signed", params, key, event.at)


@subscribe(events.AgreementExpiring)
def warn_both_sides(event: events.AgreementExpiring) -> None:
    """Both sides hear in time that it ends, once."""
    agreement = _agreement(event.agreement_id)
    params = {"until_on": agreement.ends_on.isoformat()}
    _tell(agreement, Side, "agreement_expiring", params, agreement.pk, event.at)


@subscribe(events.AgreementEnded)
def tell_that_it_ended(event: events.AgreementEnded) -> None:
    """The other side hears who left and why; both when its term was over."""
    agreement = _agreement(event.agreement_id)
    sides = _other(event.side) if event.side else Side
    _tell(agreement, sides, "agreement_ended", {"words": agreement.ended_words}, agreement.pk, event.at)


@subscribe(events.PromiseProposed)
def ask_the_other_side(event: events.PromiseProposed) -> None:
    """New words, or none any more: the other side is asked."""
    promise = _promise(event.promise_id)
    key = f"{promise.pk}:{event.at.isoformat()}"
    _tell(promise.agreement, _other(event.side), "promise_proposed", {"text": promise.text}, key, event.at)


@subscribe(events.PromiseDue)
def remind_both_sides(event: events.PromiseDue) -> None:
    """Both sides hear that the day of a promise comes, once."""
    promise = _promise(event.promise_id)
    params = {"text": promise.text, "by_on": promise.due_on.isoformat()}
    _tell(promise.agreement, Side, "promise_due", params, promise.pk, event.at)


@subscribe(events.PromiseTold)
def ask_whether_it_is_so(event: events.PromiseTold) -> None:
    """The other side is asked whether it is so."""
    promise = _promise(event.promise_id)
    key = f"{promise.pk}:{event.at.isoformat()}"
    params = {"text": promise.text, "proof": promise.proof}
    _tell(promise.agreement, _other(event.side), "promise_told", params, key, event.at)


@subscribe(events.PromiseSentBack)
def tell_that_it_is_seen_in_another_way(event: events.PromiseSentBack) -> None:
    """Whoever said it reads how the other side sees it."""
    promise = _promise(event.promise_id)
    key = f"{promise.pk}:{event.at.isoformat()}"
    params = {"text": promise.text, "words": promise.back_words}
    _tell(promise.agreement, _other(event.side), "promise_sent_back", params, key, event.at)


@subscribe(events.ReviewOpened)
def ask_both_for_a_word(event: events.ReviewOpened) -> None:
    """Both sides are asked to look through the half-year."""
    review = Review.objects.select_related("agreement__partner__body").get(pk=event.review_id)
    params = {"until_on": review.until_on.isoformat()}
    _tell(review.agreement, Side, "review_opened", params, review.pk, event.at)
