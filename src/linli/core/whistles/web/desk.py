"""Whistles at the desk: the list, one whistle with its departments, and a form for each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.base.errors import Refused
from linli.base.permissions import Actor, may
from linli.base.text import listed
from linli.base.web.charts import Tab
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import communities_kept
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.matters.queries.lists import matter_of_code
from linli.core.whistles.enums import CALLED_OUT, WhistleKind, WhistlePermission, WhistleState
from linli.core.whistles.models import Call, Whistle
from linli.core.whistles.operations import calling, drafting, judging
from linli.core.whistles.queries import lists, moves
from linli.core.whistles.queries.precedents import earlier_ones
from linli.core.whistles.web import forms as f
from linli.core.whistles.web.words import ShownCall, due_of, shown, state_of, story_of

VIEWS = {
    "mine": gettext_lazy("Waiting for me"),
    "approve": gettext_lazy("To approve"),
    "blow": gettext_lazy("To blow"),
    "away": gettext_lazy("On their way"),
    "hour": gettext_lazy("Due within the hour"),
    "late": gettext_lazy("Late"),
    "judge": gettext_lazy("To look at and judge"),
}


@dataclass(frozen=True)
class Step:
    """What the button of a move opens."""

    operation: Callable[..., Any]
    form: type[forms.Form] | None = None
    lead: Any = ""


STEPS = {
    "approve": Step(drafting.approve_whistle),
    "decline": Step(drafting.decline_whistle, f.ReasonForm, gettext_lazy("Whoever drafted it reads this.")),
    "hold-back": Step(drafting.decline_whistle, f.ReasonForm, gettext_lazy("Whoever drafted it reads this.")),
    "withdraw": Step(drafting.withdraw_whistle, f.ReasonForm),
    "blow": Step(
        calling.blow_whistle, f.BlowForm,
        gettext_lazy("Each signs within an hour, gets in touch within a day, and reports with a result."),
    ),
    "solve": Step(judging.confirm_solved, f.SolveForm, gettext_lazy("Only after somebody was there.")),
    "send-back": Step(
        judging.send_back_whistle, f.ReasonForm, gettext_lazy("The departments report again, with the full time.")
    ),
}  # fmt: skip
LIKELY = frozenset({"approve", "blow", "solve"})


def _title(whistle: Whistle) -> Any:
    to = link(whistle.title, reverse("whistles:whistle", args=[whistle.code]))
    return format_html('{}<br><small class="quiet number">{}</small>', to, whistle.code)


def _departments(whistle: Whistle) -> str:
    return listed(call.department for call in whistle.calls.all())


class WhistleList(ListPage):
    """The whistles at the places where somebody works."""

    key = "whistles"
    title = gettext_lazy("Whistles")
    lead = gettext_lazy("Departments that can act are called for what the community can't do alone.")
    permission = WhistlePermission.VIEW
    template_name = "whistles/list.html"
    search_hint = gettext_lazy("Code or words")
    sort = "-drafted_at"
    empty = Empty(
        gettext_lazy("No whistle here"),
        gettext_lazy("A worker drafts one with what was tried, the secretary approves it, the street leader blows it."),
        "whistles:whistle-new",
        gettext_lazy("Draft a whistle"),
        "speakerphone",
    )
    columns = [
        Column("title", gettext_lazy("What is needed"), _title, export=lambda w: w.title),
        Column("state", gettext_lazy("State"), state_of, sort="state", export=lambda w: w.get_state_display()),
        Column(
            "due", gettext_lazy("Due"), lambda w: due_of(w, timezone.now()), sort="due_at", export=lambda w: w.due_at
        ),
        Column("departments", gettext_lazy("Who is called"), _departments),
        Column("kind", gettext_lazy("Kind"), lambda w: w.get_kind_display(), tight=True),
        Column("where", gettext_lazy("Where"), lambda w: str(w.grid or w.community), tight=True),
        Column("drafted", gettext_lazy("Drafted"), lambda w: w.drafted_at, sort="drafted_at"),
    ]

    def filters(self) -> list[Any]:
        return [
            Choice("which", _("Which"), choices=list(VIEWS.items()), apply=self._which),
            Choice("state", _("State"), choices=WhistleState.choices),
            Choice("kind", _("Kind"), choices=WhistleKind.choices),
        ]

    def _which(self, rows: QuerySet[Any], view: str) -> QuerySet[Any]:
        return rows.filter(lists.view_of(view, self.actor, self.now))

    def rows(self) -> QuerySet[Whistle]:
        return lists.visible_whistles(self.actor)

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(lists.found_by(text))

    def extra(self) -> dict[str, Any]:
        here = reverse("whistles:whistle-list")
        tabs = [Tab(key, str(label), f"{here}?which={key}") for key, label in VIEWS.items()]
        tabs.append(Tab("", _("All"), here))
        may_draft = bool(self.actor.scopes(WhistlePermission.DRAFT))
        return {"tabs": tabs, "which": self.query.get("which", ""), "may_draft": may_draft}


def new(request: HttpRequest) -> HttpResponse:
    """Draft a whistle: from a matter, or free."""
    actor = actor_of(request)
    if not actor.scopes(WhistlePermission.DRAFT):
        raise Http404
    matter = matter_of_code(request.GET.get("matter", "")) if request.GET.get("matter") else None
    if matter is not None and not may(actor, WhistlePermission.DRAFT, matter):
        raise Http404
    communities = communities_kept(actor, WhistlePermission.DRAFT)
    community = matter.community if matter else communities[0] if len(communities) == 1 else None
    initial = {"grid": str(matter.grid_id or ""), "address": matter.address} if matter else {"grid": _own_grid(actor)}
    form = f.DraftForm(request.POST or None, communities=communities, community=community, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        chosen = community or form.found[said.pop("community")]
        with refusals_on(form):
            draft = drafting.Draft(community=chosen, matter=matter, **said)
            whistle = drafting.draft_whistle(draft=draft, actor=actor, now=timezone.now())
            messages.success(request, _("Drafted. The secretary was told."))
            return redirect("whistles:whistle", whistle.code)
    lead = _("For “%(matter)s”.") % {"matter": matter.title} if matter else _("For what the community can't do alone.")
    back = reverse("matters:desk-detail", args=[matter.code]) if matter else reverse("whistles:whistle-list")
    return form_page(request, form, title=_("Draft a whistle"), submit=_("Send to the secretary"), back=back, lead=lead)


def _own_grid(actor: Actor) -> str:
    """The key of the one grid in which somebody works; nothing for those who serve more."""
    scopes = actor.scopes(WhistlePermission.DRAFT)
    area = Area.objects.filter(path=scopes[0].path, kind=AreaKind.GRID).first() if len(scopes) == 1 else None
    return str(area.pk) if area else ""


def seen_or_404(request: HttpRequest, code: str) -> Whistle:
    """A whistle at a place where the worker may look."""
    whistle = lists.whistle_of_code(code)
    if whistle is None or not may(actor_of(request), WhistlePermission.VIEW, whistle):
        raise Http404
    return whistle


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """A whistle with all that whoever decides about it needs on one page."""
    whistle, actor, now = seen_or_404(request, code), actor_of(request), timezone.now()
    entries = whistle.entries.select_related("call__department").order_by("-pk")
    context = {
        "whistle": whistle,
        "state": state_of(whistle),
        "due": due_of(whistle, now),
        "buttons": _buttons(whistle, moves.moves_for(actor, whistle)),
        "calls": _calls(whistle, actor),
        "is_called": whistle.state in CALLED_OUT,
        "story": story_of(whistle, entries),
        "alike": earlier_ones(whistle, actor),
    }
    return render(request, "whistles/whistle.html", context)


def _buttons(whistle: Whistle, open_moves: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "label": move.label,
            "url": reverse("whistles:whistle-step", args=[whistle.code, move.name]),
            "kind": "primary" if n == 0 and move.name in LIKELY else "",
            "at_once": STEPS[move.name].form is None,
        }
        for n, move in enumerate(open_moves)
    ]


def _calls(whistle: Whistle, actor: Actor) -> list[ShownCall]:
    """The departments; the leader of the street also sees the link of each, to hand it out."""
    now, found = timezone.now(), []
    for call in lists.calls_of(whistle):
        call.whistle = whistle
        more: dict[str, Any] = {}
        if moves.can_be_rated(actor, call, whistle):
            more["rate_url"] = reverse("whistles:call-rate", args=[call.pk])
        if may(actor, WhistlePermission.BLOW, call):
            token = calling.link_of(call=call, actor=actor, now=now)
            more["link"] = settings.LINLI_URL + reverse("whistles:link", args=[token])
        found.append(shown(call, now, **more))
    return found


def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The form of one step, as a page and as a dialog; sent, it is done."""
    whistle, actor = seen_or_404(request, code), actor_of(request)
    move = next((move for move in moves.WHISTLE_MOVES if move.name == step), None)
    if move is None:
        raise Http404
    need(request, move.permission, whistle)
    here = reverse("whistles:whistle", args=[whistle.code])
    plan = STEPS[step]
    if whistle.state not in move.sources:
        messages.warning(request, _("This step is not open any more, or not yours. Here is how it stands now."))
        return redirect(here)
    if plan.form is None:
        if request.method == "POST":
            with refusals_said(request):
                plan.operation(whistle=whistle, actor=actor, now=timezone.now())
                messages.success(request, _("Done: %(step)s.") % {"step": move.label})
        return redirect(here)
    extra: dict[str, Any] = {"whistle": whistle} if plan.form is f.BlowForm else {}
    form = plan.form(request.POST or None, **extra)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            plan.operation(whistle=whistle, actor=actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Done: %(step)s.") % {"step": move.label})
            return redirect(here)
    return form_page(request, form, title=move.label, submit=move.label, back=here, lead=plan.lead)


def rate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Judge how one department came."""
    rows = Call.objects.visible_to(actor_of(request), WhistlePermission.VIEW)
    call = get_object_or_404(rows.select_related("whistle__community", "department"), pk=pk)
    need(request, WhistlePermission.RATE, call)
    here = reverse("whistles:whistle", args=[call.whistle.code])
    form = f.RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            judging.rate_call(call=call, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Thank you. The department reads it and can answer."))
            return redirect(here)
        except Refused as refusal:
            if refusal.code == "forbidden":
                raise PermissionDenied from refusal
            form.add_error(None, str(refusal))
    return form_page(
        request, form, title=_("How did %(department)s come?") % {"department": call.department},
        submit=_("Judge"), back=here, lead=_("For the community. There is no table of departments."),
    )  # fmt: skip
