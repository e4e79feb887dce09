"""The call-out desk: write what is needed, ask a few at a time, note answers, thank those who came."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.lists import Between, Choice, Column, Empty, Flag, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import need, refusals_said
from linli.core.callouts.enums import CalloutPermission, CalloutState
from linli.core.callouts.models import CallOut
from linli.core.callouts.operations import calling
from linli.core.callouts.operations.answering import answer_ask, note_answer
from linli.core.callouts.operations.calling import Call, ask_body, draft_callout
from linli.core.callouts.queries import lists, moves
from linli.core.callouts.queries.helpers import helpers_for
from linli.core.callouts.web import forms as f
from linli.core.callouts.web.words import hour_of, missing_of, skills_of, state_of, taken_of
from linli.core.matters.enums import MatterPermission
from linli.core.matters.queries.lists import matter_of_code
from linli.core.partnership.web.desk import Step, buttons_of, run_step
from linli.core.partnership.web.desk_lists import grid_choices
from linli.core.partnership.web.forms import TOLD_BY, teller_of
from linli.core.partnership.web.say import desk_community, people_asked_for

P = CalloutPermission
STEPS: dict[str, Step] = {
    moves.CALL.name: Step(calling.call_wave),
    moves.NEXT.name: Step(calling.call_wave),
    moves.ENOUGH.name: Step(calling.end_calling),
    moves.FINISH.name: Step(calling.finish_callout, f.FinishForm),  # type: ignore[arg-type]  # a form of a step, too
    moves.CANCEL.name: Step(calling.cancel_callout, f.CancelForm),  # type: ignore[arg-type]  # a form of a step, too
}


def _title(callout: CallOut) -> Any:
    url = reverse("callouts:desk-detail", args=[callout.code])
    return format_html('{}<br><small class="quiet number">{}</small>', link(callout.title, url), callout.code)


class CallOutList(ListPage):
    """The calls for help."""

    key = "callouts"
    title = gettext_lazy("Calls for help")
    lead = gettext_lazy(
        "Hands for a place and an hour. A few are asked at a time; a yes is a gift, silence is nothing."
    )
    permission = P.VIEW
    can_export = False
    template_name = "callouts/desk_list.html"
    search_hint = gettext_lazy("Code or words")
    sort = "-starts_at"
    empty = Empty(
        gettext_lazy("Nobody was called yet"),
        gettext_lazy(
            "Snow to clear, somebody to go along to the doctor: write it down, and the few who fit are asked."
        ),
        "callouts:desk-new",
        gettext_lazy("Call for help"),
        "speakerphone",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.visible_callouts(self.actor)

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        for word in text.split():
            rows = rows.filter(title__icontains=word) | rows.filter(code__iexact=word)
        return rows

    def columns(self) -> list[Column]:
        return [
            Column("title", _("What"), _title),
            Column("state", _("State"), state_of, sort="state"),
            Column("when", _("When"), hour_of, sort="starts_at"),
            Column("taken", _("Said yes"), taken_of, sort="taken"),
            Column("where", _("Where"), lambda c: c.where),
            Column("grid", _("Grid"), lambda c: c.grid and str(c.grid), sort="grid__number", tight=True),
            Column("skills", _("Needed"), lambda c: skills_of(c.skills), shown=False),
            Column("by", _("Called by"), lambda c: c.called_by, shown=False),
        ]

    def filters(self) -> list[Any]:
        return [
            Choice("state", _("State"), choices=CalloutState.choices),
            Choice("grid", _("Grid"), choices=grid_choices),
            Flag("is_emergency", _("Emergencies")),
            Between("when", _("When"), field="starts_at"),
        ]

    def extra(self) -> dict[str, Any]:
        return {"may_call": bool(self.actor.scopes(P.CALL)), "may_keep": bool(self.actor.scopes(P.HELPERS))}


def seen_or_404(request: HttpRequest, code: str) -> CallOut:
    """A call at a place where the worker may look."""
    callout = lists.callout_of(code)
    if callout is None or not may(actor_of(request), P.VIEW, callout):
        raise Http404
    return callout


def new(request: HttpRequest) -> HttpResponse:
    """Write a call down; for a matter, when it is called from its page."""
    community = desk_community(request, P.CALL)
    matter = matter_of_code(request.GET.get("matter", ""))
    if matter is not None and not may(actor_of(request), MatterPermission.VIEW, matter):
        raise Http404
    tomorrow = localtime(timezone.now()).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    initial: dict[str, Any] = {"starts_at": tomorrow, "ends_at": tomorrow + timedelta(hours=2)}
    if matter:
        initial |= {"title": matter.title, "where": matter.address, "grid": str(matter.grid_id or "")}
    form = f.CallForm(request.POST or None, community=community, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            call = Call(community=community, matter=matter, **form.cleaned_data)
            callout = draft_callout(call=call, actor=actor_of(request), now=timezone.now())
            return redirect("callouts:desk-detail", callout.code)
    context = {"form": form, "matter": matter, "back": reverse("callouts:desk-list")}
    return render(request, "callouts/desk_new.html", context, status=422 if form.is_bound else None)


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One call: who said yes, how many were asked, and who would fit next, without a name."""
    callout, actor, now = seen_or_404(request, code), actor_of(request), timezone.now()
    may_call = may(actor, P.CALL, callout)
    asks_more = moves.asks_more(callout, now)
    context = {
        "callout": callout,
        "state": state_of(callout),
        "when": hour_of(callout),
        "taken": taken_of(callout),
        "missing": missing_of(callout),
        "skills": skills_of(callout.skills),
        "buttons": buttons_of(moves.moves_now(actor, callout, now), STEPS, "callouts:desk-step", callout.code),
        "coming": [(ask, f.name_of(ask)) for ask in lists.coming(callout)],
        "bodies": lists.bodies_asked(callout),
        "numbers": lists.numbers_of(callout),
        "next": helpers_for(callout, now) if may_call and asks_more else [],
        "asks_more": asks_more,
        "wave_open": bool(callout.wave_ends_at and now < callout.wave_ends_at),
        "may_note": may_call and calling.is_open(callout),
        "body_form": f.BodyForm() if may_call and asks_more else None,
        "doors": TOLD_BY,
    }
    return render(request, "callouts/desk_detail.html", context)


def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The form of one step; sent, it is done."""
    callout = seen_or_404(request, code)
    back = reverse("callouts:desk-detail", args=[callout.code])
    found = moves.callout_moves(actor_of(request), callout)
    return run_step(request, callout, step, STEPS, found, moves.MOVES, back=back, argument="callout")


@require_POST
def body(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a team, a unit or a shop by name."""
    callout = seen_or_404(request, code)
    need(request, P.CALL, callout)
    with refusals_said(request):
        ask = ask_body(callout=callout, name=request.POST.get("name", ""), actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Written down. Their code is %(code)s.") % {"code": ask.code})
    return redirect("callouts:desk-detail", callout.code)


@require_POST
def body_answer(request: HttpRequest, code: str, pk: Any) -> HttpResponse:
    """Note what a team, a unit or a shop said."""
    callout = seen_or_404(request, code)
    need(request, P.CALL, callout)
    ask = next((one for one in lists.bodies_asked(callout) if one.pk == pk), None)
    if ask is None:
        raise Http404
    form = f.BodyAnswerForm(request.POST)
    accept = request.POST.get("accept") == "yes"
    count = form.cleaned_data["count"] if form.is_valid() else 1
    with refusals_said(request):
        answer_ask(ask=ask, accept=accept, count=count, actor=actor_of(request), now=timezone.now(), door="phone")
        messages.success(request, _("Noted."))
    return redirect("callouts:desk-detail", callout.code)


def note(request: HttpRequest, code: str) -> HttpResponse:
    """Note what somebody told the desk: asked or not, a yes is a yes."""
    callout = seen_or_404(request, code)
    need(request, P.CALL, callout)
    who, found = people_asked_for(request)
    form = f.AnswerForm(request.POST or None, found=found) if found else None
    back = reverse("callouts:desk-detail", args=[callout.code])
    if form is not None and form.is_valid():
        with refusals_on(form):
            person = teller_of(form)
            assert person is not None  # noqa: S101 -- the form needs one
            said = {"accept": form.cleaned_data["accept"], "door": form.cleaned_data["door"]}
            note_answer(callout=callout, person=person, actor=actor_of(request), now=timezone.now(), **said)
            messages.success(request, _("Noted."))
            return redirect(back)
    context = {"thing": callout, "form": form, "who": who, "found": found, "back": back}
    return render(request, "callouts/desk_note.html", context, status=422 if form and form.is_bound else None)
