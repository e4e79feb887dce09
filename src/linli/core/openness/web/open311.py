"""Open311 GeoReport v2: what programs of others read and report. docs/how-to/open311.md says what is supported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from linli.base.i18n import in_language
from linli.core.areas.models import Area
from linli.core.matters.enums import OPEN, MatterState
from linli.core.matters.models import Category, Matter
from linli.core.matters.operations.report import Report, report_matter
from linli.core.openness.models import ClientApp
from linli.core.openness.queries.centres import centres
from linli.core.openness.queries.clients import ProgramActor, client_of_key
from linli.core.openness.queries.requests import (
    day_of,
    is_closed,
    key_of,
    public_id,
    public_request,
    public_requests,
    services,
)
from linli.core.openness.web.limits import one_more
from linli.core.openness.web.open311_ask import (
    MOST,
    clean,
    jurisdiction,
    number,
    several,
    spoken,
    stretch,
    whole,
)
from linli.core.openness.web.open311_form import Unanswered, answer

CHANGED = "2026-11-24T00:00:00+08:00"  # when what is answered here last changed its form
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@spoken("GET")
def discovery(request: HttpRequest, *, fmt: str) -> HttpResponse:
    """Where the service is, in which formats, and whom to ask for a key."""
    endpoint = {
        "specification": SPECIFICATION,
        "url": settings.LINLI_URL + reverse("openness:open311:root"),
        "changeset": CHANGED,
        "type": "test" if settings.LINLI_DEMO else "production",
        "formats": ["text/xml", "application/json"],
    }
    phones = [area.phone for area in [_some(request)] if area and area.phone]
    body = {
        "changeset": CHANGED,
        "contact": _("The community's desk. %(phone)s") % {"phone": phones[0] if phones else ""},
        "key_service": _("The system administrator of the community gives keys to programs."),
        "endpoints": [endpoint],
    }
    return answer("discovery", body, fmt)


def _some(request: HttpRequest) -> Area | None:
    try:
        return jurisdiction(request.GET)
    except Unanswered:
        return None


@spoken("GET")
def service_list(request: HttpRequest, *, fmt: str) -> HttpResponse:
    """What can be reported."""
    jurisdiction(request.GET)
    return answer("services", [_service(kind) for kind in services()], fmt)


def _service(kind: Category) -> dict[str, Any]:
    return {
        "service_code": kind.code,
        "service_name": str(kind),
        "description": in_language(kind, "note") or str(kind),
        "metadata": False,
        "type": "realtime",
        "keywords": ", ".join(kind.words.split()),
        "group": str(kind.parent),
    }


@spoken("GET")
def service_definition(request: HttpRequest, code: str, *, fmt: str) -> HttpResponse:
    """What is asked besides; here nothing is."""
    jurisdiction(request.GET)
    kind = _kind(code)
    return answer("service_definition", {"service_code": kind.code, "attributes": []}, fmt)


def _kind(code: str) -> Category:
    found = services().filter(code=code[:8]).first()
    if found is None:
        raise Unanswered(404, _("service_code %(code)s was not found.") % {"code": code[:24]})
    return found


@spoken("GET", "POST")
def requests(request: HttpRequest, *, fmt: str) -> HttpResponse:
    """Report something, or read what was reported."""
    if request.method == "POST":
        return answer("service_requests", [_report(request)], fmt, status=201)
    community = jurisdiction(request.GET)
    where = centres(community.pk)
    return answer("service_requests", [_request(matter, where) for matter in _asked_for(request.GET, community)], fmt)


def _report(request: HttpRequest) -> dict[str, Any]:
    """Take down what a program sends, as the desk would."""
    moment, data = now(), request.POST
    client = _client(data or request.GET)
    community = jurisdiction(data)
    if client.community_id != community.pk:
        raise Unanswered(403, _("This api_key is for another community."))
    if not one_more(f"client:{client.pk}", client.per_hour, minutes=60):
        raise Unanswered(429, _("This program has sent as much as it may in an hour."))
    matter = report_matter(report=_told(data, community), actor=ProgramActor(client), now=moment)
    notice = _("The code of the slip is %(code)s. Whoever asked can follow it at %(address)s, or by calling us.")
    address = settings.LINLI_URL + reverse("matters:status", args=[matter.code])
    told = notice % {"code": matter.code, "address": address}
    return {"service_request_id": public_id(matter), "service_notice": told, "account_id": None}


def _client(data: Mapping[str, Any]) -> ClientApp:
    client = client_of_key(clean(data, "api_key"))
    if client is None:
        raise Unanswered(403, _("api_key is missing or not valid."))
    return client


def _told(data: Mapping[str, Any], community: Area) -> Report:
    """A report in our words."""
    code = clean(data, "service_code")
    if not code:
        raise Unanswered(400, _("service_code was not provided."))
    kind = _kind(code)
    lat, lng, address = number(data, "lat", 90), number(data, "long", 180), clean(data, "address_string")
    if (lat is None or lng is None) and not address:
        raise Unanswered(400, _("A location was not provided: lat and long, or address_string."))
    first, last = clean(data, "first_name"), clean(data, "last_name")
    wide = any(ord(sign) > 0x2E80 for sign in first + last)
    return Report(
        community=community,
        text=clean(data, "description") or str(kind),
        category=kind,
        address=address,
        lat=lat if lng is not None else None,
        lng=lng if lat is not None else None,
        contact_name=f"{last}{first}" if wide else f"{first} {last}".strip(),
        contact_phone=clean(data, "phone"),
    )


def _asked_for(values: Mapping[str, Any], community: Area) -> list[Matter]:
    """The requests that were asked for, the newest first."""
    found = public_requests(community)
    if names := several(values, "service_request_id"):
        return list(found.filter(pk__in=[key for name in names if (key := key_of(name))]))
    time = stretch(values, now())
    found = found.filter(reported_at__gte=time.first, reported_at__lte=time.last)
    if codes := several(values, "service_code"):
        found = found.filter(category__code__in=codes)
    if states := set(several(values, "status")):
        if not states <= {"open", "closed"}:
            raise Unanswered(400, _("status is open or closed."))
        if len(states) == 1:
            open_ones = {"state__in": sorted(OPEN)}
            found = found.filter(**open_ones) if states == {"open"} else found.exclude(**open_ones)
    size, page = whole(values, "page_size", MOST, MOST), whole(values, "page", 1, 1000)
    return list(found[(page - 1) * size : page * size])


@spoken("GET")
def one_request(request: HttpRequest, key: str, *, fmt: str) -> HttpResponse:
    """One request, as far as everybody may know it."""
    matter = _public(key)
    return answer("service_requests", [_request(matter, centres(matter.community_id))], fmt)


@spoken("GET")
def token(request: HttpRequest, token: str, *, fmt: str) -> HttpResponse:
    """Every report gets its id at once; whoever asks with it as a token is answered the same."""
    return answer("service_requests", [{"service_request_id": public_id(_public(token)), "token": token}], fmt)


def _public(key: str) -> Matter:
    """A request that everybody may follow. All others are not there."""
    matter = public_request(key)
    if matter is None:
        raise Unanswered(404, _("service_request_id was not found."))
    return matter


def _request(matter: Matter, where: Mapping[Any, tuple[float, float]]) -> dict[str, Any]:
    lat, lng = where.get(matter.grid_id, (None, None))
    expected = matter.due_at if matter.state in OPEN and matter.dispatched_at else None
    return {
        "service_request_id": public_id(matter),
        "status": "closed" if is_closed(matter) else "open",
        "status_notes": status_notes(matter),
        "service_name": str(matter.category),
        "service_code": matter.category.code if matter.category else None,
        "description": str(matter.category),
        "agency_responsible": matter.category.owner or str(matter.community) if matter.category else "",
        "service_notice": None,
        "requested_datetime": _day(matter.reported_at),
        "updated_datetime": _day(matter.state_since),
        "expected_datetime": _day(expected),
        "address": f"{matter.community} {matter.grid or ''}".strip(),
        "address_id": None,
        "zipcode": None,
        "lat": lat,
        "long": lng,
        "media_url": None,
    }


def status_notes(matter: Matter) -> str:
    """The state, and which of the three endings it has."""
    if matter.ending:
        return str(matter.get_ending_display())
    return str(MatterState(matter.state).label)


def _day(moment: datetime | None) -> str | None:
    return day_of(localtime(moment)).isoformat() if moment else None


@spoken("GET")
def root(request: HttpRequest, *, fmt: str = "json") -> HttpResponse:
    """Whoever opens the address itself is told where everything is."""
    return discovery(request, fmt=fmt)
