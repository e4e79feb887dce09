"""The dues of one member: the year on one page, and the four things that may be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.permissions import may
from linli.base.text import yuan
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, need
from linli.core.dues.enums import DuesPermission
from linli.core.dues.models import Payment
from linli.core.dues.operations.assessing import assess_dues, ease_dues
from linli.core.dues.operations.collecting import collect_dues, undo_payment
from linli.core.dues.queries.dues import Account, account_of, payers_for, payments_for, receipts_of
from linli.core.dues.web import forms as f
from linli.core.dues.web.papers import receipt_file
from linli.core.dues.web.words import month_rows, months_of, payer_of, receipt_row
from linli.core.membership.models import Member
from linli.core.membership.operations.looks import note_look

ASSESS, COLLECT = DuesPermission.ASSESS, DuesPermission.COLLECT


def visible_payer(request: HttpRequest, pk: UUID) -> Member:
    """A member whose dues one may see, or 404."""
    return get_object_or_404(payers_for(actor_of(request)), pk=pk)


def account_now(member: Member, year: int | None = None) -> Account:
    """Where a member stands today."""
    today = localdate()
    return account_of(member, year or today.year, today)


def shown_account(account: Account, year: int) -> dict[str, Any]:
    """What both pages tell of an account: the member's own, and that of the branch."""
    asked = account.assessment
    return {
        "assessment": asked,
        "is_old": bool(asked and asked.from_month.year < localdate().year),
        "months": month_rows(account.dues),
        "rest": yuan(account.rest_fen) if account.rest_fen else "",
        "year": year,
    }


def _year(request: HttpRequest) -> int:
    asked, this = request.GET.get("year", ""), localdate().year
    return int(asked) if asked.isdecimal() and this - 12 <= int(asked) <= this + 1 else this


@require_safe
def member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is asked of a member, each month of the year, the receipts."""
    found, actor, year = visible_payer(request, pk), actor_of(request), _year(request)
    note_look(person=found.person, actor=actor, now=timezone.now())
    account = account_now(found, year)
    context = {
        "member": found, "may_assess": may(actor, ASSESS, found) and found.state != "left",
        "may_collect": may(actor, COLLECT, found), "has_open": bool(account.open),
        "receipts": [receipt_row(payment, actor) for payment in receipts_of(found)[:24]],
        "earlier": year - 1, **shown_account(account, year),
    }  # fmt: skip
    return render(request, "dues/member.html", context)


def _asked(
    request: HttpRequest, found: Member, form: forms.Form, title: str, submit: str, do: Callable[[], Any]
) -> HttpResponse:
    """A form of one member: sent, done, back to their page."""
    back = reverse("dues:member", args=[found.pk])
    if form.is_valid():
        with refusals_on(form):
            do()
            messages.success(request, _("Saved."))
            return redirect(back)
    return form_page(request, form, title=title % {"name": found.person.name}, submit=submit, back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What they declared for the year."""
    found = visible_payer(request, pk)
    need(request, ASSESS, found)
    form = f.AssessForm(request.POST or None, before=account_now(found).assessment)

    def do() -> None:
        month: date = form.cleaned_data["from_month"]
        told = {"actor": actor_of(request), "now": timezone.now()}
        assess_dues(member=found, declared=form.declared(), from_month=month, **told)  # type: ignore[arg-type]  # two keywords

    return _asked(request, found, form, _("What %(name)s declared"), _("Work out the dues"), do)


@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They pay, or somebody for them; the receipt opens."""
    found = visible_payer(request, pk)
    need(request, COLLECT, found)
    form = f.CollectForm(request.POST or None, open_dues=account_now(found).open)
    if form.is_valid():
        with refusals_on(form):
            payment = collect_dues(member=found, money=form.money(), actor=actor_of(request), now=timezone.now())
            messages.success(request, _("Receipt %(number)s is written.") % {"number": payment.number})
            return redirect("dues:payment", payment.pk)
    back = reverse("dues:member", args=[found.pk])
    title = _("%(name)s pays dues") % {"name": found.person.name}
    return form_page(request, form, title=title, submit=_("Write the receipt"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def ease(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Less in hardship, or nothing."""
    found = visible_payer(request, pk)
    need(request, ASSESS, found)
    dues = account_now(found).open
    if not dues:
        messages.error(request, _("No month is open: there is nothing to make smaller."))
        return redirect("dues:member", found.pk)
    form = f.EaseForm(request.POST or None, open_dues=dues)

    def do() -> None:
        said = form.cleaned_data
        ease_dues(
            member=found, through=said["through"], to_fen=f.fen(said["to"]) or 0, decision=said["decision"],
            actor=actor_of(request), now=timezone.now(),
        )  # fmt: skip

    return _asked(request, found, form, _("Less for %(name)s"), _("Write down"), do)


def visible_payment(request: HttpRequest, pk: UUID) -> Payment:
    """A receipt of a branch that one may see, or 404."""
    return get_object_or_404(payments_for(actor_of(request)), pk=pk)


@require_safe
def payment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One receipt."""
    found = visible_payment(request, pk)
    undone = getattr(found, "reversed_by", None)
    part = next(iter(found.parts.all()), None)
    context = {
        "payment": found, "months": months_of(found), "name": payer_of(found), "undone": undone,
        "member_id": part.due.member_id if part else None, "sum": yuan(found.amount_fen),
        "may_undo": may(actor_of(request), COLLECT, found) and not undone and not found.reverses_id,
    }  # fmt: skip
    return render(request, "dues/payment.html", context)


@require_safe
def payment_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt as a paper."""
    return receipt_file(visible_payment(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def payment_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A receipt was a mistake."""
    found = visible_payment(request, pk)
    need(request, COLLECT, found)
    form = f.ReasonForm(request.POST or None)
    back = reverse("dues:payment", args=[found.pk])
    if form.is_valid():
        with refusals_on(form):
            undo_payment(payment=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(back)
    title = _("Undo receipt %(number)s") % {"number": found.number}
    return form_page(request, form, title=title, submit=_("Undo it"), back=back)
