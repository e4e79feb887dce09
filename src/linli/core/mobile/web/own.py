"""I am away, I am well, I am back; and the two pages behind links, without an account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.errors import Refused
from linli.base.text import masked_name
from linli.base.web.context import actor_of
from linli.base.web.limits import guards_codes
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import refusals_said
from linli.core.membership.queries.members import own_membership
from linli.core.membership.web.own import me_of
from linli.core.mobile.enums import ContactWay
from linli.core.mobile.models import Stay
from linli.core.mobile.operations import links
from linli.core.mobile.operations import stays as work
from linli.core.mobile.queries.stays import own_stay
from linli.core.mobile.web import forms as f


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Where I am for a while; I tell it myself, so that my branch and I keep in touch (P17)."""
    member, stay = own_membership(me_of(request)), own_stay(me_of(request))
    form = None if stay or member is None else f.AwayForm(request.POST or None)
    if form is not None and member is not None and form.is_valid():
        with refusals_on(form):
            work.register_out(member=member, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Written down. Your branch keeps in touch with you."))
            return redirect("mobile:mine")
    context = {
        "member": member,
        "stay": stay,
        "form": form,
        "suggests_transfer": stay is not None and stay.suggests_transfer(localdate()),
        "contacts": stay.contacts.order_by("-on", "-pk")[:12] if stay else (),
    }
    return render(request, "mobile/mine.html", context, status=422 if form is not None and form.errors else None)


def _mine(request: HttpRequest) -> Stay:
    found = own_stay(me_of(request))
    if found is None:
        raise Http404
    return found


@require_POST
def well_mine(request: HttpRequest) -> HttpResponse:
    """I am well."""
    now = timezone.now()
    with refusals_said(request):
        work.note_contact(stay=_mine(request), how=ContactWay.SELF, on=localdate(now), actor=actor_of(request), now=now)
        messages.success(request, _("Thank you. Your branch reads it."))
    return redirect("mobile:mine")


@require_POST
def back_mine(request: HttpRequest) -> HttpResponse:
    """I am back."""
    now = timezone.now()
    with refusals_said(request):
        work.end_stay(stay=_mine(request), ending=work.RETURN.name, on=localdate(now), actor=actor_of(request), now=now)
        messages.success(request, _("Welcome back."))
    return redirect("mobile:mine")


@login_not_required
@guards_codes
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def well(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of a message: one press says that I am well."""
    context: dict[str, object] = {"is_done": False, "refusal": ""}
    try:
        if request.method == "POST":
            links.say_well(token=token, actor=actor_of(request), now=timezone.now())
            context["is_done"] = True
        else:
            context["org"] = links.stay_of_link(token, timezone.now()).org
    except Refused as refusal:
        context["refusal"] = str(refusal)
    return render(request, "mobile/well.html", context, status=410 if context["refusal"] else None)


@login_not_required
@guards_codes
@never_cache
@require_safe
def other_end(request: HttpRequest, token: str) -> HttpResponse:
    """What the other end reads: the day of the last word, and nothing else."""
    context: dict[str, object] = {"refusal": ""}
    try:
        stay = links.stay_of_other_end(token, timezone.now())
        context |= {"name": masked_name(stay.person.name), "org": stay.org, "heard_on": stay.heard_on}
    except Refused as refusal:
        context["refusal"] = str(refusal)
    return render(request, "mobile/other_end.html", context, status=410 if context["refusal"] else None)
