"""One agreement, at the desk and at the unit: what each side promised, what waits, the half-years, and the papers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.files.web import serve_file
from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, need
from linli.core.organisation.models import Body
from linli.core.partnership.enums import LIVE_AGREEMENTS, PartnershipPermission, PromiseState, Side
from linli.core.partnership.models import Agreement, Partner, Promise
from linli.core.partnership.operations.agreements import draft_agreement
from linli.core.partnership.operations.partners import join_partner
from linli.core.partnership.queries import agreement_moves as moves
from linli.core.partnership.queries.agreements import liaisons_of, promises_of, units_without
from linli.core.partnership.web import agreement_forms as f
from linli.core.partnership.web.agreement_steps import AT_ONCE, DESK_STEPS, PROMISE_STEPS, UNIT_STEPS
from linli.core.partnership.web.agreement_words import KIND_ICONS, agreement_state, promise_state, story_of
from linli.core.partnership.web.desk import Step, buttons_of, run_step
from linli.core.partnership.web.seats import DESK, Seat

P = PartnershipPermission
SOON = timedelta(days=30)
OF_UNIT = "unit-"  # how the name of a step begins that the desk notes for the unit


@require_safe
def detail(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    """What both sides promise each other, what waits for this side, and what came of each promise."""
    agreement, actor = seat.seen_or_404(request, code), actor_of(request)
    found = [move for move in moves.agreement_moves(actor, agreement, seat.side) if move != moves.COPY]
    rows = [promise_row(one, seat, actor) for one in promises_of(agreement)]
    context = {
        "agreement": agreement,
        "seat": seat,
        "shell_template": seat.shell,
        "state": agreement_state(agreement),
        "buttons": buttons_of(found, _steps(seat), f"{seat.start}-step", agreement.code),
        "copy_url": _copy_url(agreement, actor) if seat is DESK else "",
        "groups": [(side, _name_of(side, agreement), [row for row in rows if row["promise"].side == side]) for side in
                   (Side.UNIT, Side.COMMUNITY)],
        "asked": [row for row in rows if row["answers"]],
        "reviews": [(one, seat.url("-review", agreement.code, one.pk)) for one in _reviews(agreement)],
        "is_live": agreement.state in LIVE_AGREEMENTS,
        "may_add": any(move.name == "add" for move in found),
        "add_url": seat.url("-step", agreement.code, "add"),
        "pdf_url": seat.url("-pdf", agreement.code),
        "docx_url": seat.url("-docx", agreement.code),
        "story": story_of(agreement, rows),
        "liaisons": liaisons_of(agreement.partner, localdate()) if seat is DESK else [],
    }  # fmt: skip
    return render(request, "partnership/agreement.html", context)


def _reviews(agreement: Agreement) -> Any:
    return agreement.reviews.order_by("-until_on")


def _copy_url(agreement: Agreement, actor: Any) -> str:
    is_open = moves.COPY in moves.agreement_moves(actor, agreement, Side.COMMUNITY)
    has_next = Agreement.objects.filter(renews=agreement).exists()
    return f"{DESK.url('-new')}?after={agreement.code}" if is_open and not has_next else ""


def _name_of(side: Side, agreement: Agreement) -> str:
    return agreement.partner.body.name if side == Side.UNIT else str(agreement.community)


def _steps(seat: Seat) -> dict[str, Step]:
    return DESK_STEPS if seat is DESK else UNIT_STEPS


def promise_row(promise: Promise, seat: Seat, actor: Any) -> dict[str, Any]:
    """A promise with its buttons; at the desk also with those that note what the unit said."""
    agreement = promise.agreement
    is_desk = seat is DESK
    speaks = may(actor, P.AGREEMENT_LEAD if is_desk else P.SPEAK, agreement)
    own = moves.promise_steps(promise, seat.side, speaks=speaks)
    theirs = moves.promise_steps(promise, Side.UNIT, speaks=speaks) if is_desk else []
    noted = [name for name in theirs if agreement.state not in moves.BEFORE and name not in {"change", "drop"}]

    def button(name: str, prefix: str = "") -> dict[str, Any]:
        step = PROMISE_STEPS[name]
        label = _("The unit told us: %(step)s") % {"step": step.label} if prefix else step.label
        url = seat.url("-promise-step", agreement.code, promise.pk, prefix + name)
        return {"label": label, "url": url, "at_once": name in AT_ONCE and not prefix, "name": name}

    near = promise.due_on <= localdate() + SOON  # what can be told by now stands in front
    front = {"keep-up", "take-back", *(["tell"] if near else [])}
    buttons = [button(name) for name in own]
    return {
        "promise": promise,
        "icon": KIND_ICONS[promise.kind],
        "state": promise_state(promise, localdate()),
        "answers": [one for one in buttons if PROMISE_STEPS[one["name"]].is_answer],
        "buttons": [one for one in buttons if one["name"] in front],
        "more": [
            *(one for one in buttons if one["name"] not in front and not PROMISE_STEPS[one["name"]].is_answer),
            *(button(name, OF_UNIT) for name in noted),
        ],
        "is_asked": any(PROMISE_STEPS[name].is_answer for name in own),
        "photo": seat.url("-photo", agreement.code, promise.pk) if promise.photo_id else "",
        "url": f"{seat.url('', agreement.code)}#p{promise.pk.hex}",
        "is_open": promise.state in {PromiseState.OPEN, PromiseState.SHOWN},
    }


def step(request: HttpRequest, code: str, step: str, seat: Seat) -> HttpResponse:
    """The form of one step; sent, it is done."""
    agreement = seat.seen_or_404(request, code)
    found = moves.agreement_moves(actor_of(request), agreement, seat.side)
    known = moves.DESK_MOVES if seat is DESK else moves.UNIT_MOVES
    back = seat.url("", agreement.code)
    shown = {"shell_template": seat.shell, "about": agreement.partner, "template": "partnership/agreement_form.html"}
    return run_step(request, agreement, step, _steps(seat), found, known, back=back, argument="agreement", **shown)


def promise_step(request: HttpRequest, code: str, pk: UUID, step: str, seat: Seat) -> HttpResponse:
    """One word of a side about one promise; at the desk also what the unit said by telephone or on paper."""
    agreement, actor = seat.seen_or_404(request, code), actor_of(request)
    for_unit = seat is DESK and step.startswith(OF_UNIT)
    name = step.removeprefix(OF_UNIT) if for_unit else step
    plan = PROMISE_STEPS.get(name)
    if plan is None:
        raise Http404
    need(request, P.AGREEMENT_LEAD if seat is DESK else P.SPEAK, agreement)
    promise = get_object_or_404(Promise.objects.select_related("replaces"), pk=pk, agreement=agreement)
    promise.agreement = agreement
    side = Side.UNIT if for_unit else seat.side
    back = seat.url("", agreement.code)
    if name not in moves.promise_steps(promise, side, speaks=True):
        messages.warning(request, _("This step is not open any more. Here is how it stands now."))
        return redirect(back)
    form = plan.form(*((request.POST, request.FILES) if request.method == "POST" else ()), thing=promise)
    if for_unit:
        form.fields["door"] = f.door_field()
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = {"side": side, "actor": actor, "now": timezone.now(), **form.cleaned_data}
            plan.operation(promise=promise, **given)
            messages.success(request, _("Done: %(step)s.") % {"step": plan.label})
            return redirect(back)
    title = _("%(unit)s: %(step)s") % {"unit": agreement.partner, "step": plan.label} if for_unit else plan.label
    shown = {"shell_template": seat.shell, "about": promise.text, "template": "partnership/agreement_form.html"}
    return form_page(request, form, title=title, submit=plan.label, back=back, lead=plan.lead, **shown)


def new(request: HttpRequest) -> HttpResponse:
    """Begin an agreement with a unit, or the next one after this."""
    actor = actor_of(request)
    if not actor.scopes(P.AGREEMENT_LEAD):
        raise Http404
    before = DESK.seen_or_404(request, request.GET["after"]) if request.GET.get("after") else None
    back = DESK.url("", before.code) if before else DESK.url("s")
    form = _new_form(request, before)
    if form.is_valid():
        with refusals_on(form):
            partner = before.partner if before else _joined(form.cleaned_data["body"], request)
            agreement = draft_agreement(
                partner=partner, terms=form.terms(), renews=before, actor=actor, now=timezone.now()
            )
            messages.success(request, _("It is being written now. Add what each side promises, then both sign."))
            return redirect("partnership:desk-agreement", agreement.code)
    title = _("The next agreement with %(unit)s") % {"unit": before.partner} if before else _("A new agreement")
    return form_page(request, form, title=title, submit=_("Begin to write"), back=back)


def _new_form(request: HttpRequest, before: Agreement | None) -> f.TermsForm:
    if before is not None:
        need(request, P.AGREEMENT_LEAD, before)
        return f.TermsForm(request.POST or None, thing=None, initial=f.next_terms(before))
    initial = {**f.first_terms(localdate()), "body": request.GET.get("body", "")}
    return f.NewAgreementForm(request.POST or None, thing=units_without(actor_of(request)), initial=initial)


def _joined(body: Body, request: HttpRequest) -> Partner:
    return join_partner(body=body, actor=actor_of(request), now=timezone.now())


@require_safe
def photo(request: HttpRequest, code: str, pk: UUID, seat: Seat) -> HttpResponseBase:
    """The picture that proves a promise, for both sides and nobody else."""
    agreement = seat.seen_or_404(request, code)
    promise = get_object_or_404(agreement.promises.select_related("photo").exclude(photo=None), pk=pk)
    assert promise.photo is not None  # noqa: S101 -- rows without one were left out above
    return serve_file(promise.photo, request, small="small" in request.GET)
