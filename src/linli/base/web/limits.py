"""Open doors are not for guessing codes, nor for flooding the desk: after too many tries the door rests a while."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from linli.base.web.views import too_many

MINUTES = 60
WRONG_CODES = 20  # in ten minutes; whoever mistypes needs three

View = Callable[..., HttpResponseBase]


def client_address(request: HttpRequest) -> str:
    """From where somebody asks; behind proxies the address that the outermost trusted one saw."""
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = min(settings.NINJA_NUM_PROXIES, len(passed))
    return passed[-trusted] if trusted else request.META.get("REMOTE_ADDR", "")


def _key(request: HttpRequest, what: str) -> str:
    return f"linli-door:{what}:{client_address(request)}"


def count(request: HttpRequest, what: str, *, minutes: int) -> int:
    """Note one more try from this address; tell how many there were."""
    key = _key(request, what)
    cache.add(key, 0, minutes * MINUTES)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two calls
        return 1


def is_resting(request: HttpRequest, what: str, most: int) -> bool:
    """Whether there were too many tries from this address."""
    return int(cache.get(_key(request, what), 0)) >= most


def guards_codes(view: View) -> View:
    """Slow down whoever guesses codes: only wrong ones are counted."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_resting(request, "code", WRONG_CODES):
            return too_many(request)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            count(request, "code", minutes=10)
            raise

    return guarded
