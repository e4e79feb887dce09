"""The figures of the desk; each number opens its list. And the report of a month of a grid, as a sheet or a paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.errors import Refused
from linli.base.files.sniff import XLSX
from linli.base.papers.render import render_pdf
from linli.base.permissions import Actor
from linli.base.sheets.write import Column, Page, Purpose, write_workbook
from linli.base.web.context import actor_of
from linli.core.areas.enums import AreaKind, AreaPermission
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import grids_for
from linli.core.matters.enums import EndingKind, MatterPermission
from linli.core.matters.models import Category
from linli.core.openness.operations.reports import take_report
from linli.core.openness.queries.counts import next_month
from linli.core.openness.queries.grid_month import GridMonth
from linli.core.openness.queries.numbers import MONTHS, Asked, asked_month, asked_year, numbers_of

NOWHERE = "none"
KEPT = timedelta(days=365)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The figures of the places where somebody works; the last twelve months when no month was chosen."""
    actor, moment = actor_of(request), now()
    if not actor.scopes(MatterPermission.VIEW):
        raise Http404
    grids = list(grids_for(actor, AreaPermission.VIEW).defer("outline"))
    kinds = _kinds()
    asked, month = _asked(request, grids, kinds)
    numbers = numbers_of(actor, asked, moment)
    listed = _lists(asked)
    context = {
        "numbers": numbers,
        "urls": {name: listed(**query) for name, query in QUERIES.items()},
        "top": [(str(kind), count, listed(category=kind.code)) for kind, count in numbers.top],
        "course": [(str(first.month), said, _in_month(asked, first)) for first, said, _ended in numbers.months],
        "by_month": [
            (date_format(first, "YEAR_MONTH_FORMAT"), said, ended, _in_month(asked, first))
            for first, said, ended in numbers.months
        ],
        "grids": [(str(grid.pk), str(grid), str(grid.pk) == asked.grid) for grid in grids],
        "kinds": [(kind.code, str(kind), kind.code == asked.category) for kind in kinds],
        "months": [(_key(first), date_format(first, "YEAR_MONTH_FORMAT"), first == month) for first in _months()],
        "report": _report_of(actor, grids, asked, month),
        "nowhere": asked.grid == NOWHERE,
    }
    return render(request, "openness/numbers.html", context)


QUERIES: dict[str, dict[str, str]] = {
    "reported": {},
    "open": {"which": "open"},
    "overdue": {"which": "overdue"},
    "solved": {"ending": EndingKind.SOLVED},
    "not_possible": {"ending": EndingKind.NOT_POSSIBLE},
    "handed_on": {"ending": EndingKind.HANDED_ON},
    "rated": {"rated": "1"},
}


def _asked(request: HttpRequest, grids: list[Area], kinds: list[Category]) -> tuple[Asked, date | None]:
    """What was chosen; what makes no sense narrows nothing."""
    month = _month(request.GET.get("month", ""))
    grid, category = request.GET.get("grid", ""), request.GET.get("category", "")
    time = asked_month(month) if month else asked_year(localdate())
    grid = grid if grid in {NOWHERE, *(str(each.pk) for each in grids)} else ""
    category = category if category in {kind.code for kind in kinds} else ""
    return Asked(time.first, time.last, grid, category), month


def _kinds() -> list[Category]:
    return list(Category.objects.filter(parent=None).order_by("code"))


def _months() -> list[date]:
    """This month and those before, two years of them."""
    months = [localdate().replace(day=1)]
    while len(months) < 2 * MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def _key(month: date) -> str:
    return f"{month:%Y-%m}"


def _month(text: str) -> date | None:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if 1990 <= month.year <= 2200 else None


def _lists(asked: Asked) -> Callable[..., str]:
    """The address of the list that holds what a number counts."""
    here = {"said_from": asked.first.isoformat(), "said_to": asked.last.isoformat()}
    here |= {name: value for name, value in (("grid", asked.grid), ("category", asked.category)) if value}

    def address(**query: str) -> str:
        return f"{reverse('matters:desk-list')}?{urlencode({**here, **query})}"

    return address


def _in_month(asked: Asked, first: date) -> str:
    month = asked_month(first)
    return _lists(Asked(month.first, month.last, asked.grid, asked.category))()


def _report_of(actor: Actor, grids: list[Area], asked: Asked, month: date | None) -> dict[str, str] | None:
    """Where the report of the chosen grid and month is, for whoever may take it away."""
    grid = next((each for each in grids if str(each.pk) == asked.grid), None)
    if grid is None or month is None or not actor.scopes(MatterPermission.EXPORT):
        return None
    return {kind: reverse("openness:report", args=[grid.pk, _key(month), kind]) for kind in ("xlsx", "pdf")}


@require_safe
def report(request: HttpRequest, pk: UUID, month: str, kind: str) -> HttpResponse:
    """The report of a month of a grid: `xlsx` to go on working with, `pdf` to print and sign."""
    actor, moment, first = actor_of(request), now(), _month(month)
    visible = Area.objects.visible_to(actor, MatterPermission.VIEW).filter(kind=AreaKind.GRID)
    grid = get_object_or_404(visible, pk=pk)
    if first is None or kind not in WRITERS or next_month(first) > next_month(localdate()):
        raise Http404
    try:
        told = take_report(grid=grid, month=first, actor=actor, now=moment)
    except Refused as refusal:
        raise PermissionDenied from refusal
    purpose = Purpose(str(grid), _("the work of the grid in this month"), localdate() + KEPT)
    writer, media = WRITERS[kind]
    response = HttpResponse(writer(told, purpose, moment), content_type=media)
    name = quote(f"{told.title}.{kind}")
    response["Content-Disposition"] = f"attachment; filename=\"report.{kind}\"; filename*=UTF-8''{name}"
    return response


def _sheet(told: GridMonth, purpose: Purpose, _moment: Any) -> bytes:
    pages = [Page(_("In words"), [Column(_("In words"), 48)], [(sentence,) for sentence in told.sentences])]
    pages += [Page(part.title, [Column(column, 24) for column in part.columns], part.rows) for part in told.parts]
    file = BytesIO()
    write_workbook(file, title=told.title, pages=pages, purpose=purpose)
    return file.getvalue()


def _paper(told: GridMonth, purpose: Purpose, moment: Any) -> bytes:
    data = {
        "language": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "title": told.title,
        "purpose": purpose.sentence(),
        "sentences": told.sentences,
        "parts": [
            {"title": part.title, "columns": list(part.columns), "rows": [list(row) for row in part.rows]}
            for part in told.parts
        ],
        "none": _("None."),
        "footer": _("Made by Linli on %(day)s") % {"day": localdate().isoformat()},
    }
    return render_pdf("report", data, at=moment.replace(microsecond=0))


WRITERS: dict[str, tuple[Callable[[GridMonth, Purpose, Any], bytes], str]] = {
    "xlsx": (_sheet, XLSX.name),
    "pdf": (_paper, "application/pdf"),
}
