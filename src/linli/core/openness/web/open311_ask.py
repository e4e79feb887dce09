"""What a program asks by Open311, read and checked before anything is looked up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linli.base.errors import Refused
from linli.base.web.limits import count, is_resting
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import communities, community_for
from linli.core.openness.web.open311_form import FORMATS, Unanswered, refusal

WINDOW = timedelta(days=90)
MOST = 1000
READS, MINUTES = 300, 5  # from one address; a map that follows a community needs a few
View = Callable[..., HttpResponse]


def spoken(*methods: str) -> Callable[[View], View]:
    """An open door for programs: no session, no CSRF token, errors as the standard says."""

    def wrap(view: View) -> View:
        @login_not_required
        @csrf_exempt
        @wraps(view)
        def heard(request: HttpRequest, *args: Any, fmt: str, **kwargs: Any) -> HttpResponse:
            try:
                _may_ask(request, fmt, methods)
                return view(request, *args, fmt=fmt, **kwargs)
            except Unanswered as no:
                return refusal(no.code, no.description, fmt)
            except Refused as no:
                return refusal(400, str(no), fmt)

        return heard

    return wrap


def _may_ask(request: HttpRequest, fmt: str, methods: tuple[str, ...]) -> None:
    if fmt not in FORMATS:
        raise Unanswered(404, _("The formats are xml and json."))
    if request.method not in methods:
        raise Unanswered(405, _("This address answers %(methods)s only.") % {"methods": ", ".join(methods)})
    if request.method == "GET":
        if is_resting(request, "open311", READS):
            raise Unanswered(429, _("Too many questions from this address. Please wait a few minutes."))
        count(request, "open311", minutes=MINUTES)


def clean(values: Mapping[str, Any], name: str) -> str:
    """A parameter without what no database keeps; an empty one is as if it had not been sent."""
    return str(values.get(name) or "").replace("\x00", "").strip()


def jurisdiction(values: Mapping[str, Any]) -> Area:
    """The community that was named by `jurisdiction_id`, or the only one there is."""
    slug = clean(values, "jurisdiction_id")
    if slug:
        found = next((area for area in communities() if area.slug == slug), None)
        if found is None:
            raise Unanswered(404, _("jurisdiction_id %(slug)s was not found.") % {"slug": slug[:24]})
        return found
    one = community_for(None)
    if one is None:
        raise Unanswered(400, _("jurisdiction_id was not provided, and several communities are served here."))
    return one


def number(values: Mapping[str, Any], name: str, limit: float) -> float | None:
    """A coordinate, or nothing."""
    text = clean(values, name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -limit <= value <= limit:
        raise Unanswered(400, _("%(name)s is not a coordinate.") % {"name": name})
    return value


def moment(values: Mapping[str, Any], name: str) -> datetime | None:
    """A moment in ISO 8601 with its time zone, or nothing."""
    text = clean(values, name).replace(" ", "+")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        found = found if timezone.is_aware(found) else timezone.make_aware(found)
        if not 1900 <= found.year <= 2200:
            raise ValueError
    except (ValueError, OverflowError):
        raise Unanswered(400, _("%(name)s is not a moment in ISO 8601.") % {"name": name}) from None
    return found


@dataclass(frozen=True)
class Stretch:
    """From when to when requests are looked for: at most ninety days."""

    first: datetime
    last: datetime


def stretch(values: Mapping[str, Any], now: datetime) -> Stretch:
    """The time that was asked for; the last ninety days when none was."""
    first, last = moment(values, "start_date"), moment(values, "end_date")
    if first and last and last - first > WINDOW:
        raise Unanswered(400, _("start_date and end_date may not span more than 90 days."))
    if first:
        return Stretch(first, last or first + WINDOW)
    last = last or now
    return Stretch(last - WINDOW, last)


def whole(values: Mapping[str, Any], name: str, otherwise: int, most: int) -> int:
    """A page, or how many rows it has."""
    text = clean(values, name)
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) >= 1):
        raise Unanswered(400, _("%(name)s is not a whole number.") % {"name": name})
    return min(int(text), most)


def several(values: Mapping[str, Any], name: str) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in clean(values, name).split(",") if part.strip()][:MOST]
