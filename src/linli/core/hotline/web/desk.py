"""Tickets at the desk: the list, one ticket with its moves, typing one, and the replies for the hotline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.base.text import masked_name, masked_phone
from linli.base.web.charts import Event, Tab
from linli.base.web.context import actor_of
from linli.base.web.lists import Between, Choice, Column, Empty, ListPage, link
from linli.base.web.moments import due_tone, due_words
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.hotline.enums import HotlinePermission, TicketKind, TicketState
from linli.core.hotline.models import Ticket
from linli.core.hotline.operations import handling
from linli.core.hotline.operations.entering import TicketWords, enter_ticket
from linli.core.hotline.queries import lists, moves
from linli.core.hotline.web import forms as f
from linli.core.people.queries.imports import communities_to_fill

S = TicketState
TONES: dict[str, str] = {
    S.IMPORTED: "info", S.ASSIGNED: "wait", S.HANDLING: "wait", S.WRITTEN: "info", S.REPLIED: "info",
    S.CONFIRMED: "ok", S.RETURNED: "off",
}  # fmt: skip
VIEWS = {
    "mine": gettext_lazy("In my hands"),
    "new": gettext_lazy("To hand out"),
    "due": gettext_lazy("Due by tomorrow"),
    "overdue": gettext_lazy("Overdue"),
    "review": gettext_lazy("Replies to read"),
    "call": gettext_lazy("To call back"),
    "open": gettext_lazy("All open"),
}


@dataclass(frozen=True)
class Step:
    """What the button of a move opens."""

    operation: Callable[..., Any]
    form: type[forms.Form] | None = None
    lead: Any = ""


STEPS = {
    "assign": Step(
        handling.assign_ticket, f.AssignForm, gettext_lazy("It becomes a matter, with the hotline as its door.")
    ),
    "take": Step(handling.take_ticket),
    "write": Step(handling.write_reply, f.ReplyForm),
    "review": Step(handling.review_reply),
    "revise": Step(handling.revise_reply, f.ReasonForm, gettext_lazy("Whoever wrote it reads this.")),
    "return": Step(handling.return_ticket, f.ReturnForm, gettext_lazy("Within one working day.")),
    "extend": Step(handling.extend_ticket, f.ReasonForm, gettext_lazy("Five working days more, twice at most.")),
    "call-back": Step(
        handling.call_back, f.CallBackForm, gettext_lazy("What they told you, in their words, not yours.")
    ),
}
LIKELY = frozenset({"assign", "take", "write", "review", "call-back"})


def state_of(ticket: Ticket) -> SafeString:
    """The state of a ticket as a badge."""
    return state_badge(TONES[ticket.state], ticket.get_state_display())


def due_of(ticket: Ticket, now: datetime) -> SafeString | str:
    """The deadline of the reply as a badge, while the hotline waits for it."""
    return state_badge(due_tone(ticket.due_at, now), due_words(ticket.due_at, now)) if ticket.due_at else ""


def _title(ticket: Ticket) -> Any:
    to = link(ticket.title, reverse("hotline:ticket", args=[ticket.pk]))
    return format_html('{}<br><small class="quiet number">{}</small>', to, ticket.number)


class TicketList(ListPage):
    """The tickets of the hotline at the places where somebody works."""

    key = "tickets"
    title = gettext_lazy("12345 tickets")
    lead = gettext_lazy("What people told the hotline: handled like every need here, answered after a second look.")
    permission = HotlinePermission.VIEW
    template_name = "hotline/list.html"
    search_hint = gettext_lazy("Number, words or address")
    sort = "-received_at"
    can_export = False  # the replies leave by their own list
    empty = Empty(
        gettext_lazy("No ticket here"),
        gettext_lazy("Bring the hotline's spreadsheet in as it is, or type a ticket."),
        "hotline:ticket-new",
        gettext_lazy("Type a ticket"),
        "headset",
    )

    def columns(self) -> list[Column]:
        return [
            Column("title", _("What"), _title),
            Column("state", _("State"), state_of, sort="state"),
            Column("due", _("Reply due"), lambda one: due_of(one, self.now), sort="due_at"),
            Column("kind", _("Kind"), lambda one: one.get_kind_display(), sort="kind"),
            Column("grid", _("Grid"), lambda one: one.grid and str(one.grid), sort="grid__number", tight=True),
            Column("handler", _("Handler"), lambda one: one.handler and one.handler.name, sort="handler__pinyin"),
            Column("received", _("Forwarded at"), lambda one: one.received_at, sort="received_at"),
        ]

    def filters(self) -> list[Any]:
        return [
            Choice("which", _("Which"), choices=list(VIEWS.items()), apply=self._which),
            Choice("state", _("State"), choices=TicketState.choices),
            Choice("kind", _("Kind"), choices=TicketKind.choices),
            Between("received", _("Forwarded at"), field="received_at"),
        ]

    def rows(self) -> QuerySet[Ticket]:
        return lists.visible_tickets(self.actor)

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(lists.found_by(text))

    def _which(self, rows: QuerySet[Any], view: str) -> QuerySet[Any]:
        return rows.filter(lists.view_of(view, self.actor, self.now))

    def extra(self) -> dict[str, Any]:
        here = reverse("hotline:ticket-list")
        tabs = [Tab(key, str(label), f"{here}?which={key}") for key, label in VIEWS.items()]
        tabs.append(Tab("", _("All"), here))
        return {
            "tabs": tabs,
            "which": self.query.get("which", ""),
            "may_enter": bool(self.actor.scopes(HotlinePermission.ENTER)),
            "may_export": bool(self.actor.scopes(HotlinePermission.EXPORT)),
        }


class ReplyList(ListPage):
    """The replies that went out, in the columns in which the hotline wants them back."""

    key = "ticket-replies"
    title = gettext_lazy("Replies for the hotline")
    lead = gettext_lazy("Choose the days, then take them out as a spreadsheet in the hotline's own columns.")
    permission = HotlinePermission.EXPORT
    export_permission = HotlinePermission.EXPORT
    sort = "-replied_at"
    empty = Empty(gettext_lazy("No reply yet"), gettext_lazy("A reply stands here once a second person has read it."))
    columns = [
        Column("number", gettext_lazy("Number of the ticket"), sort="number"),
        Column("kind", gettext_lazy("Kind"), lambda one: one.get_kind_display(), tight=True),
        Column("text", gettext_lazy("What the caller said"), lambda one: one.text),
        Column("reply", gettext_lazy("The reply"), lambda one: one.reply),
        Column("replied", gettext_lazy("Replied at"), lambda one: one.replied_at, sort="replied_at"),
        Column("reached", gettext_lazy("Called back"), lambda one: one.called_back_at),
        Column("solved", gettext_lazy("Solved"), lambda one: "" if one.is_solved is None else _yes(one.is_solved)),
        Column("rating", gettext_lazy("Judgement"), lambda one: one.get_rating_display() if one.rating else ""),
    ]
    filters = [Between("replied", gettext_lazy("Replied at"), field="replied_at")]

    def rows(self) -> QuerySet[Ticket]:
        return lists.with_reply(self.actor)


def _yes(answer: bool) -> str:
    return _("Yes") if answer else _("No")


def new(request: HttpRequest) -> HttpResponse:
    """Type one ticket."""
    actor = actor_of(request)
    communities = list(communities_to_fill(actor, HotlinePermission.ENTER))
    if not communities:
        raise Http404
    form = f.TicketForm(request.POST or None, communities=communities)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        community = form.found[said.pop("community")] if "community" in said else communities[0]
        with refusals_on(form):
            ticket = enter_ticket(community=community, words=TicketWords(**said), actor=actor, now=timezone.now())
            return redirect("hotline:ticket", ticket.pk)
    back = reverse("hotline:ticket-list")
    return form_page(request, form, title=_("Type a ticket"), submit=_("Write down"), back=back)


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A ticket with what its worker needs on one page."""
    actor, now = actor_of(request), timezone.now()
    ticket = get_object_or_404(lists.ticket_of(actor, pk))
    context = {
        "ticket": ticket,
        "state": state_of(ticket),
        "due": due_of(ticket, now),
        "buttons": _buttons(ticket, moves.moves_for(actor, ticket, now)),
        "caller": f"{masked_name(ticket.caller_name)} {masked_phone(ticket.caller_phone)}".strip(),
        "can_reveal": bool(ticket.caller_phone) and _may_see(actor, ticket),
        "story": [
            Event(title=entry.get_step_display(), moment=entry.at, text=entry.text, note=entry.name)
            for entry in ticket.entries.order_by("-pk")
        ],
        "return_until": moves.return_until(ticket) if ticket.state == S.IMPORTED else None,
        "alike": list(lists.joinable(ticket, actor)) if ticket.matter_id is None else [],
    }
    return render(request, "hotline/ticket.html", context)


def _may_see(actor: Any, ticket: Ticket) -> bool:
    return Ticket.objects.visible_to(actor, HotlinePermission.SEE_CALLER).filter(pk=ticket.pk).exists()


def _buttons(ticket: Ticket, open_moves: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "label": move.label,
            "url": reverse("hotline:ticket-step", args=[ticket.pk, move.name]),
            "kind": "primary" if n == 0 and move.name in LIKELY else "",
            "at_once": STEPS[move.name].form is None,
        }
        for n, move in enumerate(open_moves)
    ]


def step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """The form of one step, as a page and as a dialog; sent, it is done."""
    actor, now = actor_of(request), timezone.now()
    ticket = get_object_or_404(lists.ticket_of(actor, pk))
    move = next((move for move in moves.MOVES if move.name == step), None)
    if move is None:
        raise Http404
    need(request, move.permission, ticket)
    here, plan = reverse("hotline:ticket", args=[pk]), STEPS[step]
    if move not in moves.moves_for(actor, ticket, now):
        messages.warning(request, _("This step is not open any more, or not yours. Here is how it stands now."))
        return redirect(here)
    if plan.form is None:
        if request.method == "POST":
            with refusals_said(request):
                plan.operation(ticket=ticket, actor=actor, now=now)
                messages.success(request, _("Done: %(step)s.") % {"step": move.label})
        return redirect(here)
    form = _form(request, ticket, plan.form)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            plan.operation(ticket=ticket, actor=actor, now=now, **form.cleaned_data)
            messages.success(request, _("Done: %(step)s.") % {"step": move.label})
            return redirect(here)
    return form_page(request, form, title=move.label, submit=move.label, back=here, lead=plan.lead)


def _form(request: HttpRequest, ticket: Ticket, form_class: type[forms.Form]) -> forms.Form:
    extra: dict[str, Any] = {}
    if form_class is f.AssignForm:
        extra = {"ticket": ticket, "actor": actor_of(request), "today": timezone.localdate()}
    elif form_class is f.ReplyForm:
        extra = {"initial": {"text": ticket.reply or _from_matter(ticket)}}
    return form_class(request.POST or None, **extra)


def _from_matter(ticket: Ticket) -> str:
    """Nothing is asked twice: what the matter ended with is the beginning of the reply."""
    return ticket.matter.ending_text if ticket.matter else ""


@require_POST
def caller(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who called in full, for a reason."""
    ticket = get_object_or_404(lists.ticket_of(actor_of(request), pk))
    need(request, HotlinePermission.SEE_CALLER, ticket)
    with refusals_said(request):
        reason = request.POST.get("reason", "")
        shown = handling.reveal_caller(ticket=ticket, reason=reason, actor=actor_of(request), now=timezone.now())
        messages.info(request, shown)
    return redirect("hotline:ticket", pk)
