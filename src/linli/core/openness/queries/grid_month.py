"""One month of one grid, in plain words and figures: what its report says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from linli.base.permissions import Actor
from linli.core.areas.models import Area
from linli.core.matters.enums import EndingKind, MatterState
from linli.core.matters.models import Matter
from linli.core.matters.queries import lists
from linli.core.openness.queries.numbers import Asked, Numbers, asked_month, matters_asked, numbers_of

MOST = 500  # rows of a part; a grid has a tenth of that in a month


@dataclass(frozen=True)
class Part:
    """A list of the report."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class GridMonth:
    """The whole report."""

    title: str
    sentences: list[str]
    parts: list[Part]


def grid_month(actor: Actor, grid: Area, month: date, now: datetime) -> GridMonth:
    """What was said in a month in a grid, what is still open, what can't be done and why, what waits."""
    asked = Asked(asked_month(month).first, asked_month(month).last, grid=str(grid.pk))
    rows = matters_asked(actor, asked).select_related("category").order_by("reported_at", "pk")
    title = _("%(grid)s in %(month)s") % {"grid": grid, "month": date_format(month, "YEAR_MONTH_FORMAT")}
    numbers = numbers_of(actor, asked, now)
    return GridMonth(title, _sentences(numbers), [_kinds(numbers), _open(rows), _impossible(rows), _waiting(rows)])


def _sentences(numbers: Numbers) -> list[str]:
    said = [
        _("%(n)s needs and problems were said in the month. %(open)s of them are open, %(overdue)s are overdue.")
        % {"n": numbers.reported, "open": numbers.open, "overdue": numbers.overdue},
        _("%(solved)s were solved, %(no)s can't be done, %(on)s were handed on to those who have the power to act.")
        % {"solved": numbers.solved, "no": numbers.not_possible, "on": numbers.handed_on},
    ]
    if numbers.rating is not None:
        judged = _("%(n)s were judged by the person who asked, %(mean)s of 5 in the mean.")
        return [*said, judged % {"n": numbers.rated, "mean": numbers.rating}]
    return [*said, _("Fewer than five were judged; that is too few for a mean.")]


def _kinds(numbers: Numbers) -> Part:
    rows = [(str(kind), str(count)) for kind, count in numbers.top]
    return Part(_("What was said most"), (_("Kind"), _("Needs")), rows)


def _open(rows: QuerySet[Matter]) -> Part:
    """What is open and does not wait; by code and kind, not in the words of the person."""
    still = rows.filter(lists.open_ones()).exclude(state=MatterState.SUSPENDED)
    told = [(m.code, _kind(m), _day(m.reported_at), str(m.get_state_display()), _day(m.due_at)) for m in still[:MOST]]
    return Part(_("Still open"), (_("Code"), _("Kind"), _("Said"), _("State"), _("Due")), told)


def _impossible(rows: QuerySet[Matter]) -> Part:
    found = rows.filter(ending=EndingKind.NOT_POSSIBLE)[:MOST]
    told = [(m.code, _kind(m), m.ending_text) for m in found]
    return Part(_("Can't be done, and why"), (_("Code"), _("Kind"), _("Why")), told)


def _waiting(rows: QuerySet[Matter]) -> Part:
    found = rows.filter(state=MatterState.SUSPENDED)[:MOST]
    told = [(m.code, _kind(m), m.suspended_until.isoformat() if m.suspended_until else "") for m in found]
    return Part(_("Waits, and until when"), (_("Code"), _("Kind"), _("Until")), told)


def _kind(matter: Matter) -> str:
    return str(matter.category or _("no kind yet"))


def _day(moment: datetime | None) -> str:
    return localtime(moment).date().isoformat() if moment else ""
