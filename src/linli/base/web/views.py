"""Choices of the reader, the menu of the phone, and pages for when something did not work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from linli.base.web.context import LARGE_COOKIE, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Back to the page that asked, if it is one of ours."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if is_ours else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show every page in the chosen language from now on."""
    response = _back(request)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@login_not_required
@require_POST
def set_large(request: HttpRequest) -> HttpResponse:
    """Larger words, stronger contrast, fewer things a page; or the usual ones again."""
    response = _back(request)
    _remember(response, LARGE_COOKIE, "1" if request.POST.get("large") == "1" else "0")
    return response


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """A light or a dark page, or as the device has it."""
    response = _back(request)
    theme = request.POST.get("theme", "")
    _remember(response, THEME_COOKIE, theme if theme in THEMES else "auto")
    return response


@require_GET
def menu(request: HttpRequest) -> HttpResponse:
    """All rooms that this person may enter, as a page: the rail of the desk, on a phone."""
    return render(request, "web/menu.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: say so, and lead back to it."""
    return render(request, "403_csrf.html", status=403)


def too_many(request: HttpRequest, exception: Exception | None = None, **context: Any) -> HttpResponse:
    """Somebody asked too often within a short time."""
    return render(request, "429.html", context, status=429)
