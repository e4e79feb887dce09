"""The page that says by which door people come. It has no goals, and no numbers of single people."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from linli.base.web.context import actor_of
from linli.core.matters.enums import MatterPermission
from linli.core.matters.queries.doors import by_door
from linli.core.people.enums import Door

MONTHS = 12


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Twelve months and six doors; each number opens its list."""
    actor = actor_of(request)
    if not actor.scopes(MatterPermission.VIEW):
        raise Http404
    months = _months(localdate())
    counts = by_door(actor, months[0])
    doors = [(key, str(label)) for key, label in Door.choices]
    sums = {key: sum(n for (_month, door), n in counts.items() if door == key) for key, _label in doors}
    table = [
        (
            date_format(first, "YEAR_MONTH_FORMAT"),
            [(label, counts.get((first, key), 0), _list_of(key, first, _last(first))) for key, label in doors],
        )
        for first in months
    ]
    context = {
        "bars": [(label, sums[key], _list_of(key, months[0], _last(months[-1]))) for key, label in doors],
        "doors": [label for _key, label in doors],
        "table": table,
        "total": sum(sums.values()),
    }
    return render(request, "matters/by_door.html", context)


def _months(today: date) -> list[date]:
    """The first days of the last twelve months, the oldest first."""
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def _last(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _list_of(door: str, first: date, last: date) -> str:
    asked = {"door": door, "said_from": first.isoformat(), "said_to": last.isoformat()}
    return f"{reverse('matters:desk-list')}?{urlencode(asked)}"
