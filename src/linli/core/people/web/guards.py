"""Who signed in how, how long ago: what a session must be like before it opens the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.people.models import Account
from linli.core.people.queries.actors import HeldRole, administrators

DEMO = "demo_sign_in"  # the session key that says: came in by a link of the demo
SEEN = "seen_at"
SIGNED_IN = "signed_in_at"  # which sign-in this session came from
NOTED_EVERY = 60  # seconds; a session is not written with every press
PASSWORD_LASTS = timedelta(days=90)  # for the three administrators
ALWAYS_OPEN = (
    "account_",
    "mfa_",
    "people:second-factor",
    "people:demo",
    "people:account-join",
    "web:language",
    "web:large",
    "web:theme",
)


class SignInGuard:
    """Ends sessions that were left alone, and asks whoever holds a role above a grid for a second factor (B-12)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        roles: tuple[HeldRole, ...] = request.actor.own_roles  # type: ignore[attr-defined]
        if _was_left_alone(request, settings.LINLI_DESK_IDLE if roles else settings.SESSION_COOKIE_AGE):
            logout(request)
            messages.info(request, _("You were signed out because nobody pressed anything for a while."))
            return _go_to(request, reverse(settings.LOGIN_URL))
        if _signed_in_elsewhere(request, roles):
            logout(request)
            messages.info(request, _("You signed in somewhere else. Administrators have one session at a time."))
            return _go_to(request, reverse(settings.LOGIN_URL))
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(ALWAYS_OPEN):
            return None
        if any(role.is_above_grid for role in roles) and not has_second_factor(request):
            return _go_to(request, reverse("people:second-factor"))
        if _password_is_old(request, roles):
            messages.info(request, _("Administrators choose a new password every 90 days. Please do so now."))
            return _go_to(request, reverse("account_change_password"))
        return None


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor, or by a link of the demo while the demo is on."""
    if settings.LINLI_DEMO and request.session.get(DEMO):
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def _was_left_alone(request: HttpRequest, seconds: int) -> bool:
    now = timezone.now().timestamp()
    seen = request.session.get(SEEN)
    if seen is not None and now - seen > seconds:
        return True
    if seen is None or now - seen > NOTED_EVERY:
        request.session[SEEN] = int(now)
    return False


def _is_administrator(roles: tuple[HeldRole, ...]) -> bool:
    return any(role.role in administrators() for role in roles)


def _signed_in_elsewhere(request: HttpRequest, roles: tuple[HeldRole, ...]) -> bool:
    """Whether an administrator has signed in anew since this session began; many share one in the demo."""
    account = request.user
    if not isinstance(account, Account) or not _is_administrator(roles) or SIGNED_IN not in request.session:
        return False
    return account.last_login is not None and request.session[SIGNED_IN] != account.last_login.isoformat()


def _password_is_old(request: HttpRequest, roles: tuple[HeldRole, ...]) -> bool:
    account = request.user
    if not isinstance(account, Account) or not _is_administrator(roles):
        return False
    chosen = account.password_set_at
    return account.has_usable_password() and (chosen is None or timezone.now() - chosen > PASSWORD_LASTS)


def _go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send a browser there and back afterwards; tell a program what is missing."""
    if request.path.startswith("/api/"):
        message = _("Sign in on the page first, with your second factor.")
        return JsonResponse({"code": "sign-in-again", "message": message}, status=403)
    back = request.get_full_path() if request.method == "GET" else ""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return redirect(f"{url}?{urlencode({'next': back})}" if back else url)
