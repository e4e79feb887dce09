"""My own way into a branch, and my own way to another one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.admission.enums import OVER, TransferState
from linli.core.admission.operations.transferring import ask_for_transfer, cancel_transfer
from linli.core.admission.queries import steps as rules
from linli.core.admission.queries.admissions import days_of, own_admission, own_transfer
from linli.core.admission.web.desk import lines_of
from linli.core.admission.web.forms import TransferForm
from linli.core.areas.web.doors import form_page, refusals_said
from linli.core.membership.queries.members import own_membership, places_of_secretaries
from linli.core.membership.web.own import me_of


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """How far I am, and what comes next; nobody who stands by me is named."""
    found = own_admission(me_of(request))
    if found is None:
        raise Http404
    following = rules.step_after(found.state)
    context = {
        "admission": found, "stages": lines_of(found, days_of(found)), "next": following,
        "rule": following.rule(special=found.is_special, extended=found.extended_months) if following else "",
        "waits": bool(found.earliest_on and found.earliest_on > localdate()),
    }  # fmt: skip
    return render(request, "admission/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def transfer(request: HttpRequest) -> HttpResponse:
    """I ask to go to another branch, or see where my letter is."""
    me = me_of(request)
    found, member = own_transfer(me), own_membership(me)
    if found and (found.state not in OVER or member is None):
        cancels = found.state == TransferState.REQUESTED
        return render(request, "admission/my_transfer.html", {"transfer": found, "cancels": cancels})
    if member is None:
        raise Http404
    form = TransferForm(request.POST or None, member=member, orgs=places_of_secretaries())
    if form.is_valid():
        with refusals_on(form):
            ask_for_transfer(member=member, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Your branch has your wish. It issues the letter."))
            return redirect("admission:my-transfer")
    lead = _("For whoever lives elsewhere for over half a year. Until the receipt is back, you stay in your branch.")
    return form_page(
        request, form, title=_("I go to another branch"), submit=_("Ask for it"), lead=lead,
        back=reverse("membership:mine"), template="admission/own_form.html",
    )  # fmt: skip


@require_POST
def transfer_cancel(request: HttpRequest) -> HttpResponse:
    """I stay, after all."""
    found = own_transfer(me_of(request))
    if found is None:
        raise Http404
    with refusals_said(request):
        cancel_transfer(transfer=found, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("membership:mine")
