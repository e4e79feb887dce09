"""What the person who asked sees: with their account, or with the slip alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.codes import normalise_code
from linli.base.permissions import Actor
from linli.base.web.context import actor_of
from linli.base.web.limits import count, guards_codes
from linli.base.web.lists import Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.views import too_many
from linli.core.matters.enums import WITH_US, ClockKind, MatterState
from linli.core.matters.models import Matter
from linli.core.matters.operations import judging
from linli.core.matters.queries import lists, moves
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.deadlines import can_be_reopened
from linli.core.matters.queries.followers import live_followers
from linli.core.matters.queries.rules import rule_book
from linli.core.matters.queries.still import open_follow_up
from linli.core.matters.queries.story import title_for
from linli.core.matters.telling import still_link
from linli.core.matters.web import following
from linli.core.matters.web import forms as f
from linli.core.matters.web.intake_panels import shown_clocks
from linli.core.matters.web.limits import NEW_MATTERS, any_held_or_404
from linli.core.matters.web.photos import stored
from linli.core.matters.web.words import self_id_of, state_of, steps_for

FACT = moves.ADD_FACT.name
Plan = tuple[type[f.ToldForm], Callable[..., Any], Any, Any]
STEPS: dict[str, Plan] = {
    moves.CONFIRM.name: (
        f.JudgeForm,
        judging.confirm_matter,
        gettext_lazy("Your word"),
        gettext_lazy("Thank you. We have noted your word."),
    ),
    moves.REPLY.name: (
        f.ReplyForm,
        judging.answer_question,
        gettext_lazy("Reply"),
        gettext_lazy("Thank you. Your reply is with the handler."),
    ),
    moves.REOPEN.name: (
        f.ReopenForm,
        judging.reopen_matter,
        gettext_lazy("Take it up again"),
        gettext_lazy("We take it up again. You will hear from us within one working day."),
    ),
    moves.APPEAL.name: (
        f.ReopenForm,
        judging.reopen_matter,
        gettext_lazy("Ask again"),
        gettext_lazy("We look at it again. You will hear from us soon."),
    ),
    FACT: (
        f.FactForm,
        judging.add_fact,
        gettext_lazy("Add something"),
        gettext_lazy("Added. Whoever handles it can see it."),
    ),
}


class MyMatters(ListPage):
    """What somebody asked for, the newest first."""

    key = "my-matters"
    shell = "shell/portal.html"
    title = gettext_lazy("My matters")
    lead = gettext_lazy("What you asked for, and what became of it.")
    template_name = "matters/mine_list.html"
    sort = "-reported_at"
    can_export = False
    empty = Empty(
        gettext_lazy("You have not asked for anything yet"),
        gettext_lazy("A dark street lamp, a visit at home, a course: one sentence is enough."),
        "matters:say",
        gettext_lazy("Say what you need"),
        "message-report",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.my_matters(self_id_of(self.request))

    def columns(self) -> list[Column]:
        return [
            Column("title", _("What"), lambda m: link(m.title, reverse("matters:mine-detail", args=[m.code]))),
            Column("state", _("State"), state_of),
            Column("said", _("Said"), lambda m: m.reported_at, sort="reported_at"),
            Column("code", _("Code"), lambda m: m.code, tight=True),
        ]


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One of my matters: how far it is, and what I can do."""
    matter, actor = _mine(request, code)
    if matter.merged_into_id:
        return redirect("matters:following-detail", matter.code)
    return _page(request, matter, actor, "matters:mine")


def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One step that the person who asked may take."""
    return _step(request, *_mine(request, code), step, "matters:mine")


def _mine(request: HttpRequest, code: str) -> tuple[Matter, Actor]:
    matter, actor = lists.matter_of_code(code), actor_of(request)
    if matter is None or not moves.is_reporter(actor, matter):
        raise Http404
    return matter, actor


@login_not_required
@guards_codes
@require_GET
def status_form(request: HttpRequest) -> HttpResponse:
    """Where one types the code of a slip."""
    typed = request.GET.get("code", "").strip()[:40]
    if not typed:
        return render(request, "matters/status_form.html")
    code = normalise_code(typed)
    if code is None:
        wrong = _("This is no code of ours: one of its characters is different. Please compare it with your slip.")
        return render(request, "matters/status_form.html", {"typed": typed, "wrong": wrong}, status=422)
    return redirect("matters:status", code)


@login_not_required
@guards_codes
@require_GET
def status(request: HttpRequest, code: str) -> HttpResponse:
    """How far a matter is, for whoever holds the slip: no name, no phone."""
    held = any_held_or_404(code)
    if held.follower:
        return following.page(request, *following.slip_of(request, held))
    return _page(request, *_held(request, held.matter), "matters:status")


@login_not_required
@guards_codes
def status_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One step with the slip in the hand."""
    if request.method == "POST" and count(request, "step", minutes=60) > NEW_MATTERS:
        return too_many(request)
    held = any_held_or_404(code)
    if held.follower:
        return following.take(request, *following.slip_of(request, held), step)
    return _step(request, *_held(request, held.matter), step, "matters:status")


def _held(request: HttpRequest, matter: Matter) -> tuple[Matter, Actor]:
    return matter, SlipHolder(matter.pk, bearer_id=actor_of(request).person_id)


def _page(request: HttpRequest, matter: Matter, actor: Actor, door: str) -> HttpResponse:
    photo = "matters:status-photo" if isinstance(actor, SlipHolder) else "matters:photo"
    names = [move.name for move in moves.reporter_moves(actor, matter)]
    open_steps = names if matter.is_open or can_be_reopened(matter, timezone.now()) else []
    question = matter.entries.filter(kind="question").order_by("-pk").first() if matter.asked_at else None
    buttons = [
        {"label": STEPS[name][2], "url": _url(door, matter, name), "kind": "primary" if n == 0 and name != FACT else ""}
        for n, name in enumerate(open_steps)
    ]
    asked = open_follow_up(matter, timezone.now()) if matter.state == MatterState.CLOSED else None
    judgement = matter.judgements.exclude(answer="").order_by("-pk").first() if matter.closed_at else None
    context = {
        "matter": matter,
        "still_url": still_link(matter, timezone.now()) if asked else "",
        "judgement": judgement,
        "title": title_for(actor, matter),
        "state": state_of(matter),
        "steps": steps_for(actor, matter, photo),
        "buttons": buttons,
        "question": question,
        "is_late": matter.state in WITH_US and matter.due_at is not None and matter.due_at < timezone.now(),
        "waits_for_word": matter.state in {MatterState.FED_BACK, MatterState.VERIFIED},
        "clocks": shown_clocks(matter, for_reporter=True),
        "with_slip": isinstance(actor, SlipHolder),
        "reopen_days": rule_book(matter.community_id).days(ClockKind.REOPEN),
        "others": live_followers(matter).count(),
        "together": [(one, title_for(actor, one), _page_of(door, one.code)) for one in lists.told_together(matter)],
    }
    return render(request, "matters/own_matter.html", context)


def _url(door: str, matter: Matter, step: str) -> str:
    return reverse(f"{door}-step", args=[matter.code, step])


def _back(door: str, matter: Matter) -> str:
    return _page_of(door, matter.code)


def _page_of(door: str, code: str) -> str:
    return reverse("matters:status" if door == "matters:status" else "matters:mine-detail", args=[code])


def _step(request: HttpRequest, matter: Matter, actor: Actor, step: str, door: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    form_class, operation, title, thanks = STEPS[step]
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*data, matter=matter)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _perform(matter, actor, operation, form)
            messages.success(request, str(thanks))
            return redirect(_back(door, matter))
    named = title_for(actor, matter)
    context = {
        "matter": matter,
        "named": named,
        "form": form,
        "title": title,
        "back": _back(door, matter),
        "step": step,
    }
    return render(request, "matters/own_step.html", context)


def _perform(matter: Matter, actor: Actor, operation: Callable[..., Any], form: f.ToldForm) -> None:
    fields, now = dict(form.cleaned_data), timezone.now()
    with transaction.atomic():
        if "photos" in fields:
            fields["photos"] = stored(fields["photos"], place=matter.place, actor=actor, now=now)
        operation(matter=matter, actor=actor, now=now, **fields)
