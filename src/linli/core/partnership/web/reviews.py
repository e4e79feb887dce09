"""The half-year of an agreement on one page: what the unit promised, what the community owes, and both sides' word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import need
from linli.core.partnership.enums import OUTCOMES, PENDING, PartnershipPermission, PromiseState, Side
from linli.core.partnership.models import Agreement, Promise, Review
from linli.core.partnership.operations.reviews import say_in_review
from linli.core.partnership.queries.agreements import Tally, account_of
from linli.core.partnership.web import agreement_forms as f
from linli.core.partnership.web.agreement_words import KIND_ICONS, promise_state
from linli.core.partnership.web.seats import DESK, Seat
from linli.core.people.enums import Door

P = PartnershipPermission


def review(request: HttpRequest, code: str, pk: UUID, seat: Seat) -> HttpResponse:
    """Look through a half-year, and say how it went; at the desk also what the unit said by telephone."""
    agreement, actor = seat.seen_or_404(request, code), actor_of(request)
    found = get_object_or_404(Review.objects.all(), pk=pk, agreement=agreement)
    found.agreement = agreement
    speaks = may(actor, P.AGREEMENT_LEAD if seat is DESK else P.SPEAK, agreement)
    forms = _forms(request, found, seat) if speaks and found.closed_at is None else {}
    if request.method == "POST":
        need(request, P.AGREEMENT_LEAD if seat is DESK else P.SPEAK, agreement)
        side = Side.UNIT if seat is DESK and request.POST.get("for") == Side.UNIT else seat.side
        form = forms.get(side)
        if form is not None and form.is_valid():
            with refusals_on(form):
                _say(found, side, form.cleaned_data, actor)
                messages.success(request, _("Thank you. Both sides read it."))
                return redirect(seat.url("-review", agreement.code, found.pk))
    account = account_of(found)
    context = {
        "agreement": agreement,
        "review": found,
        "seat": seat,
        "shell_template": seat.shell,
        "back": seat.url("", agreement.code),
        "groups": [_group(account.unit, agreement), _group(account.community, agreement)],
        "form": forms.get(seat.side),
        "unit_form": forms.get(Side.UNIT) if seat is DESK else None,
        "said": [
            (_name(side, agreement), getattr(found, f"{side}_words"), getattr(found, f"{side}_said_at"))
            for side in (Side.UNIT, Side.COMMUNITY)
        ],
    }
    status = 422 if any(form.is_bound and form.errors for form in forms.values()) else None
    return render(request, "partnership/review.html", context, status=status)


def _forms(request: HttpRequest, found: Review, seat: Seat) -> dict[Side, f.ReviewForm]:
    """The word of this side; at the desk, until the unit has spoken, also what it told us."""
    sides = [seat.side]
    if seat is DESK and found.unit_said_at is None:
        sides.append(Side.UNIT)
    chosen = Side.UNIT if request.POST.get("for") == Side.UNIT and seat is DESK else seat.side
    forms = {}
    for side in sides:
        data = request.POST if request.method == "POST" and side == chosen else None
        form = f.ReviewForm(data, thing=found, initial={"words": getattr(found, f"{side}_words")},
                            prefix="" if side == seat.side else "unit")  # fmt: skip
        if side != seat.side:
            form.fields["door"] = f.door_field()
        forms[side] = form
    return forms


def _say(found: Review, side: Side, said: dict[str, Any], actor: Any) -> None:
    door = said.get("door", Door.ONLINE)
    say_in_review(review=found, words=said["words"], side=side, door=door, actor=actor, now=timezone.now())


def _name(side: Side, agreement: Agreement) -> str:
    return agreement.partner.body.name if side == Side.UNIT else str(agreement.community)


def _group(tally: Tally, agreement: Agreement) -> dict[str, Any]:
    """What one side had promised, its promises counted by how they ended, each number over its rows."""
    counts = [(state, PromiseState(state).label) for state in PromiseState if state in OUTCOMES]
    numbers: list[tuple[int, Any]] = [(tally.count(state), label) for state, label in counts if tally.count(state)]
    if tally.late:
        numbers.append((tally.count(*PENDING), _("still open")))
    return {
        "side": tally.side,
        "name": _name(tally.side, agreement),
        "numbers": numbers,
        "rows": [_row(one) for one in tally.promises],
    }


def _row(promise: Promise) -> dict[str, Any]:
    return {"promise": promise, "icon": KIND_ICONS[promise.kind], "state": promise_state(promise, localdate())}
