"""Bad judgements at the desk: which wait, and one of them from the first call to the last (W18)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.permissions import may
from linli.base.web.charts import Tab
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.moments import due_tone, due_words
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.core.areas.web.doors import form_page, need
from linli.core.matters.enums import JudgeReason, MatterPermission, ReviewState
from linli.core.matters.models import BadReview, Judgement
from linli.core.matters.operations import reviews as work
from linli.core.matters.queries import reviews as q
from linli.core.matters.queries.handlers import handlers_at
from linli.core.matters.queries.story import reporter_for
from linli.core.matters.web.work_forms import AnswerWordsForm, ReviewForm
from linli.core.people.enums import Rating

YEAR = timedelta(days=365)
TONES: dict[str, str] = {
    ReviewState.RECEIVED: "late",
    ReviewState.CONTACTED: "wait",
    ReviewState.DOUBTED: "wait",
    ReviewState.INVALID: "off",
    ReviewState.VERIFIED: "late",
    ReviewState.RECTIFYING: "wait",
    ReviewState.RECTIFIED: "info",
    ReviewState.CALLED_BACK: "ok",
    ReviewState.CLOSED: "ok",
}


@dataclass(frozen=True)
class Step:
    """What the button of a move opens: the operation, what is asked, what it is for."""

    operation: Callable[..., BadReview]
    label: Any
    lead: Any = ""
    fields: tuple[tuple[str, Any], ...] = ()
    optional: bool = False
    with_people: bool = False


STEPS: dict[str, Step] = {
    q.CONTACT.name: Step(
        work.contact_reviewer, gettext_lazy("What they told you"), gettext_lazy("Listen first; explain nothing yet.")
    ),
    q.UPHOLD.name: Step(work.uphold_review, gettext_lazy("What you found")),
    q.DOUBT.name: Step(
        work.doubt_review, gettext_lazy("Why you doubt it"), gettext_lazy("Somebody else reads it and decides.")
    ),
    q.AGREE.name: Step(
        work.read_second, gettext_lazy("The reason"), gettext_lazy("The person reads it, in your words."),
        (("agree", True),),
    ),
    q.DISAGREE.name: Step(work.read_second, gettext_lazy("What you found"), "", (("agree", False),)),
    q.RECTIFY.name: Step(work.rectify_review, gettext_lazy("What is to be put right"), with_people=True),
    q.RECTIFIED.name: Step(
        work.say_rectified, gettext_lazy("What was put right"), gettext_lazy("The person reads it, in your words.")
    ),
    q.CALL_BACK.name: Step(work.call_back, gettext_lazy("What they told you"), "", (("is_right", True),)),
    q.STILL_BAD.name: Step(work.call_back, gettext_lazy("What is not right yet"), "", (("is_right", False),)),
    q.CLOSE.name: Step(
        work.close_review, gettext_lazy("What we learn from it"), gettext_lazy("For us, for the next time."),
        optional=True,
    ),
}  # fmt: skip


def review_state(review: BadReview) -> SafeString:
    """The state as a badge."""
    return state_badge(TONES[review.state], review.get_state_display())


def review_due(review: BadReview, now: Any) -> SafeString | str:
    """By when the next step is due."""
    if review.due_at is None or not review.is_live:
        return ""
    return state_badge(due_tone(review.due_at, now), due_words(review.due_at, now))


class ReviewList(ListPage):
    """Bad judgements, those whose next step is due first."""

    key = "reviews"
    title = gettext_lazy("Bad judgements")
    lead = gettext_lazy("Spoken with within a working day, put right within fifteen, and called back.")
    permission = MatterPermission.REVIEW
    template_name = "matters/review_list.html"
    sort = "due_at"
    can_export = False
    empty = Empty(
        gettext_lazy("Nobody is dissatisfied"),
        gettext_lazy("When somebody judges an ending badly it stands here until it is put right."),
        icon="mood-smile",
    )

    def rows(self) -> QuerySet[Any]:
        return q.visible_reviews(self.actor)

    def columns(self) -> list[Column]:
        return [
            Column("matter", _("Matter"), lambda r: link(r.matter.title, reverse("matters:review", args=[r.pk]))),
            Column("rating", _("Judgement"), lambda r: r.judgement.get_rating_display(), sort="judgement__rating"),
            Column("state", _("State"), review_state, sort="state"),
            Column("due", _("Due"), lambda r: review_due(r, self.now), sort="due_at"),
            Column("received", _("Received"), lambda r: r.received_at, sort="received_at"),
            Column("about", _("Whose work"), lambda r: r.about.name if r.about else "", shown=False),
            Column("rectifier", _("Who puts it right"), lambda r: r.rectifier.name if r.rectifier else ""),
        ]

    def filters(self) -> list[Any]:
        kinds = [("live", _("Still open")), ("late", _("Overdue")), ("ended", _("Ended"))]
        return [
            Choice("which", _("Which"), choices=kinds, apply=self._which),
            Choice("state", _("State"), choices=ReviewState.choices),
        ]

    def _which(self, rows: QuerySet[Any], view: str) -> QuerySet[Any]:
        if view == "late":
            return rows.filter(q.live_reviews(), due_at__lt=self.now)
        return rows.filter(q.live_reviews()) if view == "live" else rows.exclude(q.live_reviews())

    def extra(self) -> dict[str, Any]:
        here = reverse("matters:review-list")
        named = (("live", _("Still open")), ("late", _("Overdue")), ("ended", _("Ended")))
        tabs = [Tab(key, str(label), f"{here}?which={key}") for key, label in named]
        scope = self.actor.scopes(MatterPermission.REVIEW)[0]
        sums = q.judged(q.judgements_at(scope.community_id, self.now - YEAR, self.now)) if scope.community_id else None
        return {
            "tabs": [*tabs, Tab("", _("All"), here)],
            "which": self.query.get("which", ""),
            "sums": sums,
            "fewest": q.FEWEST,
            "ratings": [(str(Rating(key).label), count) for key, count in sums.by_rating.items()] if sums else [],
            "reasons": [(str(JudgeReason(key).label), n) for key, n in sums.by_reason.items() if n] if sums else [],
        }


def seen_or_404(request: HttpRequest, pk: UUID) -> BadReview:
    """A bad judgement at a place where the worker sees matters."""
    return get_object_or_404(q.visible_reviews(actor_of(request), MatterPermission.VIEW), pk=pk)


def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One bad judgement: what they said, what was done about it, what comes next."""
    review, actor = seen_or_404(request, pk), actor_of(request)
    context = {
        "review": review,
        "matter": review.matter,
        "judgement": review.judgement,
        "words": review.judgement.entry.text,
        "reasons": [JudgeReason(key).label for key in review.judgement.reasons],
        "state": review_state(review),
        "due": review_due(review, timezone.now()),
        "buttons": [
            {"label": move.label, "url": reverse("matters:review-step", args=[review.pk, move.name]), "first": n == 0}
            for n, move in enumerate(q.review_moves(actor, review))
        ],
        "steps": [{"at": done.at, "line": _line(done.move, done.name), "text": done.text} for done in _steps(review)],
        "reporter": reporter_for(actor, review.matter),
        "is_about": q.is_about(actor, review),
        "may_answer": may(actor, MatterPermission.REVIEW, review) and not q.is_about(actor, review),
    }
    return render(request, "matters/review.html", context)


def _steps(review: BadReview) -> Any:
    return review.steps.order_by("-pk")


def _line(move: str, name: str) -> str:
    words = {one.name: str(one.label) for one in q.MOVES}.get(move) or _("Judged badly, taken up again")
    return f"{name}: {words}" if name else words


def step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """The form of one step about a bad judgement; sent, it is done."""
    review, actor = seen_or_404(request, pk), actor_of(request)
    if step not in STEPS:
        raise Http404
    if not q.puts_right(actor, review):
        need(request, MatterPermission.REVIEW, review)
    back = reverse("matters:review", args=[review.pk])
    move = next((one for one in q.review_moves(actor, review) if one.name == step), None)
    if move is None:
        messages.warning(request, _("This step is not open any more, or not yours. Here is how it stands now."))
        return redirect(back)
    plan = STEPS[step]
    people = handlers_at(review.place, timezone.localdate()) if plan.with_people else None
    form = ReviewForm(request.POST or None, label=plan.label, optional=plan.optional, people=people)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            plan.operation(review=review, actor=actor, now=timezone.now(), **dict(plan.fields), **form.cleaned_data)
            messages.success(request, _("Done: %(step)s.") % {"step": move.label})
            return redirect(back)
    return form_page(request, form, title=move.label, submit=move.label, back=back, lead=plan.lead)


def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The community's answer to the words of a judgement."""
    rows = Judgement.objects.visible_to(actor_of(request), MatterPermission.VIEW).select_related("matter", "entry")
    judgement = get_object_or_404(rows, pk=pk)
    need(request, MatterPermission.REVIEW, judgement)
    back = reverse("matters:desk-detail", args=[judgement.matter.code])
    form = AnswerWordsForm(request.POST or None, initial={"text": judgement.answer})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            work.answer_words(judgement=judgement, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Answered."))
            return redirect(back)
    lead = judgement.entry.text or str(judgement.get_rating_display())
    return form_page(request, form, title=_("Answer their words"), submit=_("Answer"), back=back, lead=lead)
