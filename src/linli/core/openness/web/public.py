"""Seen by all: what the community was asked, how it ended, how fast, and how people judged it (R5)."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from linli.core.areas.queries.communities import communities
from linli.core.openness.models import OpenMonth
from linli.core.openness.queries.months import Row, kind_names, months_in, row_of, rows_by_kind, years_of
from linli.core.openness.web.opendata import DICTIONARY, LICENCE, LICENCE_URL, asked_community


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The chosen year or month; the newest year when nothing was chosen."""
    community = asked_community(request)
    if community is None and request.GET.get("community"):
        raise Http404
    if community is None:
        return render(request, "openness/choose.html", {"communities": communities()})
    years = years_of(community)
    year = _number(request, "year", years, years[0] if years else 0)
    months = months_in(community, year) if year else []
    there = sorted({month.month.month for month in months})
    chosen = _number(request, "month", there, 0)
    shown = [month for month in months if chosen in {0, month.month.month}]
    rows = rows_by_kind(shown, kind_names())
    query = {"community": community.slug} if request.GET.get("community") else {}

    def address(**more: Any) -> str:
        return f"{reverse('openness:page')}?{urlencode({**query, **more})}"

    context = {
        "community": community,
        "years": [(each, address(year=each), each == year) for each in years],
        "months": [(_named(year, each), address(year=year, month=each), each == chosen) for each in there],
        "whole_year": address(year=year),
        "chosen": _named(year, chosen) if chosen else str(year),
        "is_month": bool(chosen),
        "all": rows[0] if rows else None,
        "answer_days": _days(rows[0].answer_days if rows else None),
        "end_days": _days(rows[0].end_days if rows else None),
        "kinds": rows[1:],
        "course": _course(months, address),
        "by_kind": [(_label(row), row.counts["reported"].number, "#table") for row in rows[1:] if _known(row)],
        "table": rows,
        "by_month": _by_month(months, address),
        "dictionary": DICTIONARY,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "asked": f"?{urlencode(query)}" if query else "",
    }
    return render(request, "openness/public.html", context)


def _days(number: float | None) -> str:
    """How long, in words: one day, one and a half days; nothing when it is not known."""
    if number is None:
        return ""
    return ngettext("%(n)s day", "%(n)s days", 1 if number == 1 else 2) % {"n": floatformat(number, "-1")}


def _known(row: Row) -> bool:
    return bool(row.counts["reported"].number)


def _label(row: Row) -> str:
    """A kind of which there were more than the bar shows says so."""
    return f"{row.name} ≥" if row.counts["reported"].is_least else row.name


def _number(request: HttpRequest, name: str, offered: list[int], otherwise: int) -> int:
    """A year or month that is offered; an old link opens the newest."""
    asked = request.GET.get(name, "")
    return int(asked) if asked in {str(each) for each in offered} else otherwise


def _named(year: int, month: int) -> str:
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")


def _all_kinds(months: list[OpenMonth]) -> list[OpenMonth]:
    return [month for month in months if month.kind == ""]


def _course(months: list[OpenMonth], address: Any) -> list[tuple[str, int, str]]:
    """How many were said in each month."""
    return [
        (
            str(month.month.month),
            month.reported or 0,
            address(year=month.month.year, month=month.month.month),
        )
        for month in _all_kinds(months)
    ]


def _by_month(months: list[OpenMonth], address: Any) -> list[tuple[str, str, Any]]:
    """The months of the year, one row each."""
    return [
        (
            _named(month.month.year, month.month.month),
            address(year=month.month.year, month=month.month.month),
            row_of("", "", [month]),
        )
        for month in _all_kinds(months)
    ]
