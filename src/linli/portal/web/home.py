"""The portal: what a resident can do here, what the community did this month, and what Linli never does."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from linli.base.web.context import actor_of
from linli.core.areas.models import Area
from linli.portal.queries.communities import community_of, line_of
from linli.portal.queries.numbers import MonthNumbers, month_numbers
from linli.portal.web.promises import PROMISES

FRESH = 300  # seconds; the numbers of a month do not change by the second


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what you need; look how it goes; who works for you; what came of it this month."""
    actor = actor_of(request)
    community = community_of(actor)
    numbers = _numbers(community) if community else None
    context = {
        "community": community,
        "numbers": numbers,
        "kinds": [(line.name, line.count, "#how-counted") for line in numbers.kinds if line.count] if numbers else [],
        "is_signed_in": actor.person_id is not None,
    }
    return render(request, "portal/home.html", context)


def _numbers(community: Area) -> MonthNumbers:
    """The numbers of this month in the language of the reader, counted at most every five minutes."""
    key = f"portal-numbers:{community.pk}:{get_language()}"
    found: MonthNumbers | None = cache.get(key)
    if found is None:
        found = month_numbers(community.pk, now())
        cache.set(key, found, FRESH)
    return found


@login_not_required
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """What Linli never does, and why (X-07)."""
    return render(request, "portal/promises.html", {"promises": PROMISES})


def place_of(request: HttpRequest) -> tuple[str, str]:
    """The two lines at the top of every page."""
    community = community_of(actor_of(request))
    if community is None:
        return "Linli", ""
    return str(community), cache.get_or_set(
        f"portal-line:{community.pk}:{get_language()}", lambda: line_of(community), FRESH
    ) or ""
