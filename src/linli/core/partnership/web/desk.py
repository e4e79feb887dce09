"""One wish or one offer at the desk: look at it, put it on the list, see what fits, note who wants it too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from linli.base.permissions import Actor, may
from linli.base.text import masked_name, masked_phone
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.base.workflow import Move
from linli.core.areas.web.doors import form_page, need
from linli.core.areas.web.panels import Panels
from linli.core.partnership.enums import ListState, PartnershipPermission
from linli.core.partnership.models import Need, Resource
from linli.core.partnership.operations import settle
from linli.core.partnership.operations.support import support_need, withdraw_support
from linli.core.partnership.queries import moves
from linli.core.partnership.queries.lists import of_code
from linli.core.partnership.queries.matching import giver_words, needs_for, resources_for
from linli.core.partnership.web import forms as f
from linli.core.partnership.web.say import people_asked_for
from linli.core.partnership.web.words import card_of, wanted_by
from linli.core.people.enums import PeoplePermission

need_panels: Panels[Need] = Panels()  # what higher rooms add beside a wish


@dataclass(frozen=True)
class Step:
    """What the button of a move opens: its form, the operation behind it, and a sentence of advice."""

    operation: Callable[..., Any]
    form: type[f.StepForm] | None = None
    lead: Any = ""


MODELS: dict[str, type[Model]] = {"need": Need, "resource": Resource}
STEPS: dict[str, Step] = {
    moves.PUBLISH.name: Step(
        settle.publish_listed, f.PublicForm, gettext_lazy("Everybody can read this, signed in or not.")
    ),
    moves.REWORD.name: Step(settle.reword_listed, f.PublicForm),
    moves.FULFIL.name: Step(
        settle.fulfil_listed, f.WordsForm, gettext_lazy("Whoever wanted it hears of it, and everybody can read it.")
    ),
    moves.WITHDRAW.name: Step(settle.withdraw_listed, f.WordsForm),
}


def seen_or_404(request: HttpRequest, what: str, code: str) -> Any:
    """A line at a place where the worker may look."""
    thing = of_code(MODELS[what], code)
    if thing is None or not may(actor_of(request), PartnershipPermission.VIEW, thing):
        raise Http404
    return thing


def buttons_of(found: list[Move], steps: dict[str, Step], url_name: str, code: str) -> list[dict[str, Any]]:
    """The moves as buttons: the first one red, those without a form press at once."""
    return [
        {
            "label": move.label,
            "url": reverse(url_name, args=[code, move.name]),
            "kind": "primary" if n == 0 and move not in {moves.WITHDRAW, moves.REWORD, moves.FULFIL} else "",
            "at_once": steps[move.name].form is None,
        }
        for n, move in enumerate(found)
    ]


@require_safe
def detail(request: HttpRequest, what: str, code: str) -> HttpResponse:
    """A wish or an offer with everything that the desk needs to decide."""
    thing, actor = seen_or_404(request, what, code), actor_of(request)
    is_open = thing.state == ListState.OPEN
    if what == "need":
        found = resources_for(thing, localdate()) if is_open else []
    else:
        found = needs_for(thing) if is_open else []
    may_lead = may(actor, PartnershipPermission.PROJECT, thing)
    context = {
        **card_of(thing),
        "what": what,
        "is_open": is_open,
        "buttons": buttons_of(moves.list_moves(actor, thing), STEPS, f"partnership:desk-{what}-step", thing.code),
        "who": who_said(actor, thing),
        "wanted": wanted_by(thing) if what == "need" else "",
        "giver": giver_words(thing) if what == "resource" else "",
        "suggested": [_suggestion(one, what, may_lead=may_lead) for one in found],
        "parts": thing.parts.select_related("project"),
        "may_note": what == "need"
        and thing.state in {"open", "matched"}
        and may(actor, PartnershipPermission.GATHER, thing),
        "panels": need_panels.shown(actor, thing) if what == "need" else [],
    }
    return render(request, "partnership/desk_listed.html", context)


def _suggestion(one: Any, what: str, *, may_lead: bool) -> dict[str, Any]:
    other = one.resource if what == "need" else one.need
    name = "resource" if what == "need" else "need"
    query = f"need={one.need.code}&resource={one.resource.code}"
    return {
        "thing": other,
        "reasons": one.reasons,
        "url": reverse(f"partnership:desk-{name}", args=[other.code]),
        "project_url": f"{reverse('partnership:desk-project-new')}?{query}" if may_lead else "",
        "giver": giver_words(one.resource) if what == "need" else "",
    }


def who_said(actor: Actor, thing: Need | Resource) -> dict[str, str]:
    """Who said it, for those who may write for people there: masked, with the way to the person's page."""
    if not may(actor, PartnershipPermission.GATHER, thing):
        return {}
    if thing.author:
        may_see = may(actor, PeoplePermission.VIEW, thing.author)
        url = reverse("people:person", args=[thing.author_id]) if may_see else ""
        return {"name": thing.author.name if may_see else masked_name(thing.author.name), "url": url,
                "phone": masked_phone(thing.author.phone)}  # fmt: skip
    if not thing.contact_name and not thing.contact_phone:
        return {"name": _("without a name")}
    is_body = isinstance(thing, Resource) and thing.giver_name
    phone = thing.contact_phone or ""
    return {"name": thing.contact_name or "", "phone": phone if is_body else masked_phone(phone)}


def step(request: HttpRequest, what: str, code: str, step: str) -> HttpResponse:
    """The form of one step, as a page and as a dialog; sent, it is done."""
    thing = seen_or_404(request, what, code)
    return run_step(request, thing, step, STEPS, moves.list_moves(actor_of(request), thing), moves.LIST_MOVES,
                    back=reverse(f"partnership:desk-{what}", args=[thing.code]), argument="thing")  # fmt: skip


def run_step(
    request: HttpRequest, thing: Any, name: str, steps: dict[str, Step], open_now: list[Move],
    known: tuple[Move, ...], *, back: str, argument: str, **shown: Any,
) -> HttpResponse:  # fmt: skip
    """Show the form of a move, or make it: what every page of a record with a table of moves does."""
    move = next((one for one in open_now if one.name == name), None)
    if move is None:
        if name not in steps:
            raise Http404
        need(request, next(one for one in known if one.name == name).permission, thing)
        messages.warning(request, _("This step is not open any more. Here is how it stands now."))
        return redirect(back)
    plan = steps[name]
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = (plan.form or f.StepForm)(*data, thing=thing, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            perform(request, thing, plan, form.cleaned_data, argument)
            messages.success(request, _("Done: %(step)s.") % {"step": move.label})
            return redirect(back)
    return form_page(request, form, title=move.label, submit=move.label, back=back, lead=plan.lead, **shown)


def perform(request: HttpRequest, thing: Any, plan: Step, fields: dict[str, Any], argument: str) -> None:
    """Call the operation with what the form says."""
    plan.operation(**{argument: thing}, actor=actor_of(request), now=timezone.now(), **fields)


def support(request: HttpRequest, code: str) -> HttpResponse:
    """Note for somebody who calls or comes by that they want it, too; or not any more."""
    thing = seen_or_404(request, "need", code)
    need(request, PartnershipPermission.GATHER, thing)
    who, found = people_asked_for(request)
    form = f.TellerForm(request.POST or None, found=found) if found else None
    back = reverse("partnership:desk-need", args=[thing.code])
    if form is not None and form.is_valid():
        with refusals_on(form):
            operation = withdraw_support if request.POST.get("back") else support_need
            told = {"person": f.teller_of(form), "door": form.cleaned_data["door"]}
            operation(need=thing, actor=actor_of(request), now=timezone.now(), **told)
            messages.success(request, _("Noted."))
            return redirect(back)
    context = {"thing": thing, "form": form, "who": who, "found": found, "back": back}
    return render(request, "partnership/desk_support.html", context)
