"""Quick sign-in for people who want to look around. There is none of it without the switch of the demo."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.base.permissions import SystemActor
from linli.core.people.enums import Role
from linli.core.people.models import Account, Person
from linli.core.people.operations.accounts import note_sign_in, open_account
from linli.core.people.queries.demo import RESIDENT, demo_people, demo_person
from linli.core.people.web.adapters import home_of, myself
from linli.core.people.web.guards import DEMO

BACKEND = "linli.core.people.web.backend.AuthenticationBackend"
SHOWN = 30
COMES_FOR = {
    RESIDENT: _("says what they need, follows it, and judges the ending"),
    Role.GRID_WORKER: _("handles the matters of one grid and knows who lives there"),
    Role.GRID_LEADER: _("leads a grid and looks after its workers"),
    Role.COMMUNITY_WORKER: _("accepts and dispatches matters, keeps the register, brings rosters in"),
    Role.COMMITTEE_SECRETARY: _("sees the whole community and re-draws its grids"),
    Role.STREET_OFFICER: _("sees the grids and figures of all communities of the street, and no names"),
    Role.UNIT_LIAISON: _("speaks for one unit: what it promised, what it is owed, what it can give"),
    Role.SYSTEM_ADMIN: _("keeps the system running and opens no record"),
    Role.SECURITY_ADMIN: _("gives and ends roles, never their own"),
    Role.AUDIT_ADMIN: _("reads who did what, and changes nothing"),
}

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """An open door while the demo is on; otherwise there is no such page."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.LINLI_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def role_words(role: str) -> str:
    """What a role is called on a page."""
    return str(_("Resident") if role == RESIDENT else Role(role).label)


def demo_offers() -> list[dict[str, Any]]:
    """What the sign-in page offers in the demo: one person for each role, and what they come for."""
    return [
        {
            "role": offer.role,
            "name": offer.person.name,
            "label": role_words(offer.role),
            "comes_for": COMES_FOR.get(offer.role, ""),
            "url": reverse("people:demo-as", args=[offer.role]),
        }
        for offer in demo_people(localdate())
    ]


@require_safe
@demo_only
def demo(request: HttpRequest) -> HttpResponse:
    """Who can be tried out, and what each comes for."""
    return render(request, "people/demo.html", {"offers": demo_offers(), "next": request.GET.get("next", "")})


@require_safe
@demo_only
def demo_as(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the person who stands for a role."""
    person = demo_person(role, localdate())
    if person is None:
        raise Http404
    account = _account_of(person)
    login(request, account, backend=BACKEND)
    record_authentication(request, account, "demo", reauthenticated=True)
    request.session[DEMO] = True
    note_sign_in(account=account, how="demo", actor=myself(account), now=timezone.now())
    return redirect(_safe_next(request) or home_of(account))


@require_safe
@demo_only
def demo_sms(request: HttpRequest) -> HttpResponse:
    """The text messages that the demo did not send."""
    folder = Path(settings.LINLI_HOME) / "outbox-fake" / "sms"
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)[:SHOWN]
    letters = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return render(request, "people/demo_sms.html", {"letters": letters})


def _account_of(person: Person) -> Account:
    account = Account.objects.select_related("person").filter(person=person).first()
    if account is not None:
        return account
    now = timezone.now()
    username = f"demo-{person.pk.hex[-8:]}"
    return open_account(person=person, username=username, actor=SystemActor("demo"), now=now)


def _safe_next(request: HttpRequest) -> str:
    url = request.GET.get("next", "")
    stays = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if stays else ""
