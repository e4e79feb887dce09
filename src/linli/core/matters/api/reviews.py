"""Bad judgements for programs (W18): which wait, and each of their steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from linli.base.errors import Refused
from linli.base.permissions import require
from linli.base.web.api import REFUSALS
from linli.core.matters.api.matters import actor_of
from linli.core.matters.enums import JudgeReason, MatterPermission, ReviewState
from linli.core.matters.models import BadReview
from linli.core.matters.operations import reviews as work
from linli.core.matters.queries import reviews as q
from linli.core.people.models import Person

router = Router(tags=["matters"])
MOST = 100
STEPS: dict[str, tuple[Any, dict[str, Any]]] = {
    q.CONTACT.name: (work.contact_reviewer, {}),
    q.UPHOLD.name: (work.uphold_review, {}),
    q.DOUBT.name: (work.doubt_review, {}),
    q.AGREE.name: (work.read_second, {"agree": True}),
    q.DISAGREE.name: (work.read_second, {"agree": False}),
    q.RECTIFY.name: (work.rectify_review, {}),
    q.RECTIFIED.name: (work.say_rectified, {}),
    q.CALL_BACK.name: (work.call_back, {"is_right": True}),
    q.STILL_BAD.name: (work.call_back, {"is_right": False}),
    q.CLOSE.name: (work.close_review, {}),
}


class ReviewStepOut(Schema):
    """One step of following it."""

    move: str
    text: str
    name: str
    at: datetime


class ReviewRow(Schema):
    """A bad judgement as a list tells it."""

    id: UUID
    matter: str
    rating: int
    reasons: list[JudgeReason]
    state: ReviewState
    received_at: datetime
    due_at: datetime | None

    @staticmethod
    def resolve_matter(review: BadReview) -> str:
        return review.matter.code

    @staticmethod
    def resolve_rating(review: BadReview) -> int:
        return review.judgement.rating

    @staticmethod
    def resolve_reasons(review: BadReview) -> list[str]:
        return list(review.judgement.reasons)


class ReviewOut(ReviewRow):
    """A bad judgement with what they said, what was done, and what the caller may do now."""

    words: str
    moves: list[str]
    steps: list[ReviewStepOut]

    @staticmethod
    def resolve_words(review: BadReview) -> str:
        return review.judgement.entry.text

    @staticmethod
    def resolve_moves(review: BadReview, context: dict[str, Any]) -> list[str]:
        return [move.name for move in q.review_moves(context["request"].actor, review)]

    @staticmethod
    def resolve_steps(review: BadReview) -> list[Any]:
        return list(review.steps.order_by("pk"))


class ReviewMoveIn(Schema):
    text: str = Field("", max_length=2000)
    rectifier: UUID | None = Field(None, description="Who puts it right; for `rectify`.")


def _review(request: HttpRequest, pk: UUID) -> BadReview:
    rows = q.visible_reviews(actor_of(request), MatterPermission.VIEW).select_related("judgement__entry")
    return get_object_or_404(rows, pk=pk)


@router.get("", response={200: list[ReviewRow], **REFUSALS}, operation_id="reviews_list")
def list_reviews(request: HttpRequest, *, live: bool = True) -> list[BadReview]:
    """Bad judgements at my places, those whose next step is due first; at most a hundred."""
    rows = q.visible_reviews(actor_of(request))
    rows = rows.filter(q.live_reviews()) if live else rows
    return list(rows.order_by("due_at", "-received_at")[:MOST])


@router.get("/{uuid:pk}", response={200: ReviewOut, **REFUSALS}, operation_id="review")
def show(request: HttpRequest, pk: UUID) -> BadReview:
    """One bad judgement."""
    return _review(request, pk)


@router.post("/{uuid:pk}/{move}", response={200: ReviewOut, **REFUSALS}, operation_id="review_move")
def take_step(request: HttpRequest, pk: UUID, move: str, data: ReviewMoveIn) -> BadReview:
    """Take one step: contact, uphold, doubt, agree, disagree, rectify, rectified, call-back, still-bad, close."""
    review, actor = _review(request, pk), actor_of(request)
    if move not in STEPS:
        raise Http404
    if not q.puts_right(actor, review):
        require(actor, MatterPermission.REVIEW, review)
    operation, fields = STEPS[move]
    if operation is work.rectify_review:
        rectifier = Person.objects.live().filter(pk=data.rectifier).first() if data.rectifier else None
        if rectifier is None:
            raise Refused("handler-elsewhere", _("This person does not handle matters there."), field="rectifier")
        fields = {**fields, "rectifier": rectifier}
    operation(review=review, text=data.text, actor=actor, now=now(), **fields)
    return review
