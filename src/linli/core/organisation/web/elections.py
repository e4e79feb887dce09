"""Elections at the desk: the list, one election with its path, and a form for each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.web.charts import Event
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.core.areas.web.doors import form_page, refusals_said
from linli.core.organisation.enums import (
    ELECTION_PATH,
    ElectionState,
    OrganisationPermission,
    PostKind,
)
from linli.core.organisation.models import Election
from linli.core.organisation.operations.elections import counting, preparing
from linli.core.organisation.queries import elections as lists
from linli.core.organisation.queries.thresholds import thresholds
from linli.core.organisation.web import election_forms as f
from linli.core.organisation.web.orgs import visible_org

S = ElectionState
TONES = {S.DUE: "wait", S.REQUESTED: "wait", S.IN_OFFICE: "ok", S.CALLED_OFF: "off"}
LIKELY = frozenset({"request", "approve", "name", "call", "hold", "report", "install"})


@dataclass(frozen=True)
class Step:
    """What the button of a step opens."""

    operation: Callable[..., Any]
    form: type[f.StepForm]
    lead: Any = ""


STEPS = {
    "request": Step(
        preparing.request_election, f.RequestForm, gettext_lazy("The upper organisation reads it, and approves.")
    ),
    "approve": Step(preparing.approve_election, f.PaperForm, gettext_lazy("Whoever asked does not approve.")),
    "name": Step(preparing.name_candidates, f.CandidatesForm),
    "call": Step(preparing.call_meeting, f.MeetingForm),
    "hold": Step(counting.hold_vote, f.HeadsForm, gettext_lazy("Counted by head, at the meeting.")),
    "repeat": Step(counting.repeat_vote, f.AgainForm, gettext_lazy("The counts of this meeting are let go.")),
    "report": Step(
        counting.report_result, f.ResultForm, gettext_lazy("Numbers only: ballots stay in their box and are not kept.")
    ),
    "install": Step(
        counting.install_elected, f.PaperForm,
        gettext_lazy("The posts of the old term end, those of the new one begin, and with them the new term."),
    ),
    "call-off": Step(preparing.call_off_election, f.ReasonForm),
}  # fmt: skip


def state_of(election: Election) -> SafeString:
    """The state of an election as a badge."""
    return state_badge(TONES.get(ElectionState(election.state), "info"), election.get_state_display())


class ElectionList(ListPage):
    """The elections of the organisations that somebody may see."""

    key = "elections"
    title = gettext_lazy("Elections")
    lead = gettext_lazy("Half a year before a term ends its election is prepared. Counts only, no ballots.")
    permission = OrganisationPermission.VIEW_ORG
    sort = "-state_since"
    can_export = False
    empty = Empty(
        gettext_lazy("No election yet"),
        gettext_lazy("Half a year before the term of a committee or branch ends, its election stands here by itself."),
        icon="checklist",
    )
    columns = [
        Column(
            "org", gettext_lazy("Organisation"),
            lambda row: link(row.org.name, reverse("organisation:election", args=[row.pk])), sort="org__path",
        ),
        Column("state", gettext_lazy("State"), state_of, sort="state"),
        Column(
            "ends", gettext_lazy("Term until"), lambda row: row.term and row.term.ends_on, sort="term__ends_on"
        ),
        Column("meets", gettext_lazy("Meeting"), lambda row: row.meets_on or row.planned_on, sort="meets_on"),
        Column("since", gettext_lazy("Last step"), lambda row: row.state_since, sort="state_since"),
    ]  # fmt: skip
    filters = [Choice("state", gettext_lazy("State"), choices=ElectionState.choices)]

    def rows(self) -> QuerySet[Election]:
        return lists.elections_for(self.actor)


def _seen(request: HttpRequest, pk: UUID) -> Election:
    return get_object_or_404(lists.with_candidates(lists.elections_for(actor_of(request))), pk=pk)


@require_safe
def election(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One election: how far it is, what comes next, who stands, what was counted."""
    found, actor = _seen(request, pk), actor_of(request)
    buttons = [
        {
            "label": move.label,
            "url": reverse("organisation:election-step", args=[found.pk, move.name]),
            "kind": "primary" if n == 0 and move.name in LIKELY else "",
        }
        for n, move in enumerate(lists.election_moves(actor, found))
    ]
    context = {
        "election": found,
        "state": state_of(found),
        "buttons": buttons,
        "path": _path(found),
        "standing": sorted(found.standing, key=lambda one: (list(PostKind).index(PostKind(one.kind)), one.pk)),  # type: ignore[attr-defined]
        "note": _surplus(found),
        "story": [
            Event(title=entry.get_state_display(), moment=entry.at, text=entry.text, note=entry.name)
            for entry in found.entries.order_by("-at", "-pk")
        ],
        "waits_for": "" if buttons else _waits_for(found),
    }
    return render(request, "organisation/election.html", context)


def _path(election: Election) -> list[dict[str, Any]]:
    """The eight steps, which are behind, which is now."""
    if election.state == S.CALLED_OFF:
        return []
    at = ELECTION_PATH.index(ElectionState(election.state))
    return [
        {"label": state.label, "is_done": n < at or (state == S.IN_OFFICE and n == at), "is_now": n == at}
        for n, state in enumerate(ELECTION_PATH)
    ]


def _surplus(election: Election) -> str:
    """A word when there are hardly more candidates than seats: usual is a fifth more. A note, never a refusal."""
    rule = thresholds()["candidate_surplus"]
    names = {one.name for one in election.standing}  # type: ignore[attr-defined]
    if not names or not election.seats or len(names) >= election.seats * (1 + rule.value):
        return ""
    return rule.meaning


def _waits_for(election: Election) -> str:
    if election.is_over:
        return ""
    if election.state in {S.REQUESTED, S.REPORTED}:
        return _("It waits for the upper organisation.")
    return _("It waits for the secretary of the organisation.")


@require_http_methods(["GET", "HEAD", "POST"])
def election_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """The form of one step, as a page and as a dialog; sent, it is done."""
    found, actor = _seen(request, pk), actor_of(request)
    move = next((move for move in lists.ELECTION_MOVES if move.name == step), None)
    if move is None:
        raise Http404
    if not lists.may_step(actor, move, found):
        raise PermissionDenied
    here = reverse("organisation:election", args=[found.pk])
    if found.state not in move.sources:
        messages.warning(request, str(lists.RULES[step]))
        return redirect(here)
    plan = STEPS[step]
    form = plan.form(request.POST or None, election=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            plan.operation(election=found, actor=actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Done: %(step)s.") % {"step": move.label})
            return redirect(here)
    return form_page(request, form, title=move.label, submit=move.label, back=here, lead=plan.lead)


@require_POST
def election_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin to prepare the next election of an organisation."""
    org = visible_org(request, pk)
    with refusals_said(request):
        opened = preparing.open_election(org=org, actor=actor_of(request), now=timezone.now())
        return redirect("organisation:election", opened.pk)
    return redirect("organisation:org", org.pk)
