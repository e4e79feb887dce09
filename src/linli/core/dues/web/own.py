"""My dues: what is asked of me, what I paid, my receipts, and what I declare for the year."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page
from linli.core.dues.models import Payment
from linli.core.dues.operations.assessing import assess_dues
from linli.core.dues.queries.dues import receipts_of
from linli.core.dues.queries.quarters import notices_for_org
from linli.core.dues.web.forms import DeclareForm
from linli.core.dues.web.members import account_now, shown_account
from linli.core.dues.web.papers import receipt_file
from linli.core.dues.web.quarters import notice_words
from linli.core.dues.web.words import receipt_row
from linli.core.membership.models import Member
from linli.core.membership.queries.members import own_membership


def _me(request: HttpRequest) -> Member:
    """Oneself: whoever acts for another person does not read this for them."""
    me = actor_of(request).person_id
    member = own_membership(me) if me else None
    if member is None:
        raise Http404
    return member


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """My year, my receipts, and the totals of my branch."""
    member = _me(request)
    account = account_now(member)
    context = {
        "member": member, "receipts": [receipt_row(payment) for payment in receipts_of(member)[:36]],
        "notices": notice_words(list(notices_for_org(member.org)[:3])),
        **shown_account(account, localdate().year),
    }  # fmt: skip
    return render(request, "dues/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def declare(request: HttpRequest) -> HttpResponse:
    """I declare my base for the year; the sum is worked out at once."""
    member = _me(request)
    form = DeclareForm(request.POST or None, before=account_now(member).assessment)
    if form.is_valid():
        with refusals_on(form):
            told = {"actor": actor_of(request), "now": timezone.now()}
            month = form.cleaned_data["from_month"]
            assess_dues(member=member, declared=form.declared(), from_month=month, **told)  # type: ignore[arg-type]  # two keywords
            messages.success(request, _("Saved. Your dues follow from it."))
            return redirect("dues:mine")
    lead = _("You and your branch see this, and the secretary of the committee. It is asked once a year.")
    return form_page(
        request, form, title=_("What I declare for my dues"), submit=_("Work out my dues"), lead=lead,
        back=reverse("dues:mine"), template="dues/own_form.html",
    )  # fmt: skip


@require_safe
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of my receipts as a paper."""
    found: Payment = get_object_or_404(receipts_of(_me(request)), pk=pk)
    return receipt_file(found)
