"""What somebody did, by quarter for themselves, and what waits for a second look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from linli.base.codes import normalise_code
from linli.base.permissions import Actor
from linli.core.membership.enums import MembershipPermission, ReportState, ServiceState
from linli.core.membership.models import CardAsk, InServiceMember, ServiceEntry, UnitStatement

SHOWN = ServiceState.WITHDRAWN
MOST = 400


@dataclass
class Quarter:
    """Three months of somebody's own record, with the sum of what is confirmed."""

    title: str
    entries: list[ServiceEntry] = field(default_factory=list)
    minutes: int = 0

    @property
    def hours(self) -> float:
        """The sum in hours."""
        return self.minutes / 60


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter of a day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    beyond = date(day.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, beyond - timedelta(days=1)


def quarter_words(day: date) -> str:
    """`2026, quarter 3`."""
    return _("%(year)s, quarter %(number)s") % {"year": day.year, "number": (day.month + 2) // 3}


def entries_of(report: InServiceMember) -> QuerySet[ServiceEntry]:
    """The lines of one record, the newest first; what was taken out is gone."""
    return report.entries.exclude(state=SHOWN).order_by("-on", "-pk")


def quarters_of(report: InServiceMember) -> list[Quarter]:
    """One's own record by quarters, the newest first."""
    found: dict[str, Quarter] = {}
    for entry in entries_of(report)[:MOST]:
        quarter = found.setdefault(title := quarter_words(entry.on), Quarter(title))
        quarter.entries.append(entry)
        quarter.minutes += entry.minutes if entry.state == ServiceState.CONFIRMED else 0
    return list(found.values())


def confirmed_between(report: InServiceMember, since: date, until: date) -> QuerySet[ServiceEntry]:
    """What is confirmed of a time, in order."""
    rows = report.entries.filter(state=ServiceState.CONFIRMED, on__gte=since, on__lte=until)
    return rows.order_by("on", "pk")


def minutes_by_person(since: date, until: date) -> dict[UUID, int]:
    """For the quarterly word to each person: how long they helped. Never shown together."""
    rows = ServiceEntry.objects.filter(state=ServiceState.CONFIRMED, on__gte=since, on__lte=until)
    live = rows.exclude(report__state=ReportState.LEFT)
    return dict(live.values_list("report__person").annotate(n=Sum("minutes")).order_by("report__person"))


def waiting_service(actor: Actor) -> QuerySet[ServiceEntry]:
    """What people told and somebody has to look at."""
    rows = ServiceEntry.objects.visible_to(actor, MembershipPermission.EDIT).filter(state=ServiceState.TOLD)
    return rows.select_related("report__person").order_by("on", "pk")


def asks_for(actor: Actor) -> QuerySet[CardAsk]:
    """What members ask to put right, where the actor decides."""
    rows = CardAsk.objects.visible_to(actor, MembershipPermission.EDIT)
    return rows.select_related("member__person", "member__org")


def statement_by_code(code: str) -> UnitStatement | None:
    """The extract that a code opens, however it was typed."""
    typed = normalise_code(code)
    return UnitStatement.objects.select_related("community").filter(code=typed).first() if typed else None
