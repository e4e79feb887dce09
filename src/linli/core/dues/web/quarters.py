"""What branches hand up each quarter, and the totals of a year: numbers, never names."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.permissions import Actor, may
from linli.base.text import yuan
from linli.base.web.context import actor_of
from linli.base.workflow import open_moves
from linli.core.areas.web.doors import need, refusals_said
from linli.core.dues.enums import DuesPermission
from linli.core.dues.models import HandUp, YearNotice
from linli.core.dues.operations.handing_up import hand_up_quarter, receive_quarter, tell_the_year
from linli.core.dues.queries import moves
from linli.core.dues.queries.quarters import Book, books_for, handups_for
from linli.core.dues.web.lists import tabs_of
from linli.core.dues.web.papers import handup_pdf, handup_xlsx
from linli.core.dues.web.words import quarter_words, state_of
from linli.core.membership.queries.members import branches_for
from linli.core.organisation.models import PartyOrg

VIEW = DuesPermission.VIEW


@require_safe
def quarters(request: HttpRequest) -> HttpResponse:
    """Each branch with its quarters and years."""
    actor = actor_of(request)
    if not actor.scopes(VIEW):
        raise Http404
    today = localdate()
    books = [_shown(book, actor, today) for book in books_for(actor, today)]
    return render(request, "dues/quarters.html", {"books": books, "tabs": tabs_of(), "which": "quarters"})


def _shown(book: Book, actor: Actor, today: date) -> dict[str, Any]:
    may_hand = may(actor, DuesPermission.HAND_UP, book.org)
    told = {notice.year for notice in book.notices}
    last = today.year - 1
    rows = [
        {
            "words": quarter_words(quarter.first), "sum": yuan(quarter.handup.total_fen if quarter.handup else
                                                              quarter.total_fen),
            "handup": quarter.handup, "state": state_of(quarter.handup) if quarter.handup else "",
            "day": quarter.first.isoformat(), "can_hand": may_hand and quarter.has_ended and not quarter.handup,
            "runs": not quarter.has_ended,
        }
        for quarter in book.quarters
    ]  # fmt: skip
    return {
        "org": book.org, "quarters": rows, "notices": book.notices,
        "year": last if may_hand and last not in told else None,
    }  # fmt: skip


def _branch(request: HttpRequest, pk: UUID) -> PartyOrg:
    return get_object_or_404(branches_for(actor_of(request), VIEW), pk=pk)


@require_POST
def hand_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A branch hands a quarter up."""
    org = _branch(request, pk)
    need(request, DuesPermission.HAND_UP, org)
    try:
        quarter = date.fromisoformat(request.POST.get("quarter", ""))
    except ValueError:
        raise Http404 from None
    with refusals_said(request):
        handup = hand_up_quarter(org=org, quarter=quarter, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Handed up. The committee says when it has the money."))
        return redirect("dues:handup", handup.pk)
    return redirect("dues:quarters")


@require_POST
def tell(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The members of a branch hear the totals of the last year."""
    org = _branch(request, pk)
    need(request, DuesPermission.HAND_UP, org)
    with refusals_said(request):
        tell_the_year(org=org, year=localdate().year - 1, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("The members of the branch find the totals on their own page."))
    return redirect("dues:quarters")


def _handup(request: HttpRequest, pk: UUID) -> HandUp:
    return get_object_or_404(handups_for(actor_of(request)), pk=pk)


@require_safe
def handup(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a branch handed up, with its sheet."""
    found = _handup(request, pk)
    context = {
        "handup": found, "words": quarter_words(found.quarter), "state": state_of(found),
        "sum": yuan(found.total_fen), "moves": open_moves(found, [moves.RECEIVE], actor_of(request)),
    }  # fmt: skip
    return render(request, "dues/handup.html", context)


@require_safe
def handup_sheet(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The sheet as a paper or as a spreadsheet."""
    found = _handup(request, pk)
    if kind not in {"pdf", "xlsx"}:
        raise Http404
    return handup_pdf(found) if kind == "pdf" else handup_xlsx(found)


@require_POST
def receive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The committee has the money."""
    found = _handup(request, pk)
    need(request, DuesPermission.RECEIVE, found)
    with refusals_said(request):
        receive_quarter(handup=found, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("dues:handup", found.pk)


def notice_words(notices: list[YearNotice]) -> list[dict[str, Any]]:
    """The totals of years as a member reads them."""
    return [
        {"year": one.year, "total": yuan(one.total_fen), "handed": yuan(one.handed_fen), "payers": one.payers}
        for one in notices
    ]
