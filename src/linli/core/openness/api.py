"""What Open311 lacks, for programs: the three endings, the steps of a public request, and the published months."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from linli.base.web.api import OPEN_REFUSALS, OpenDoorThrottle, anybody
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import community_for
from linli.core.matters.enums import EndingKind, EntryKind, MatterState
from linli.core.matters.models import Matter
from linli.core.openness.models import OpenMonth
from linli.core.openness.queries.months import published
from linli.core.openness.queries.requests import day_of, is_closed, public_id, public_request, public_steps

router = Router(tags=["openness"])


class UpdateOut(Schema):
    """A step that everybody may know: what happened and on which day, never in whose words."""

    kind: EntryKind
    on: date


class RequestOut(Schema):
    """A public request with what Open311 has no field for."""

    service_request_id: str
    service_code: str | None
    grid: int | None
    status: Literal["open", "closed"]
    state: MatterState
    ending: EndingKind | None
    requested_on: date
    ended_on: date | None
    reopened: int
    updates: list[UpdateOut]


class MonthOut(Schema):
    """One kind in one month, as published; null where a number could point at somebody."""

    month: date
    kind: str
    reported: int | None
    ended: int | None
    solved: int | None
    not_possible: int | None
    handed_on: int | None
    rated: int | None
    rating: float | None
    answer_days: float | None
    end_days: float | None


@router.get(
    "/requests/{id}", response={200: RequestOut, **OPEN_REFUSALS}, auth=anybody, throttle=OpenDoorThrottle("120/m"),
    operation_id="openness_request",
)  # fmt: skip
def show_request(request: HttpRequest, id: str) -> dict[str, Any]:  # noqa: A002 -- the name in the address
    """A public request by its Open311 id: its state, which of the three endings it has, and its steps."""
    matter = public_request(id)
    if matter is None:
        raise Http404
    return _told(matter)


def _told(matter: Matter) -> dict[str, Any]:
    return {
        "service_request_id": public_id(matter),
        "service_code": matter.category.code if matter.category else None,
        "grid": matter.grid.number if matter.grid else None,
        "status": "closed" if is_closed(matter) else "open",
        "state": matter.state,
        "ending": matter.ending or None,
        "requested_on": _day(matter.reported_at),
        "ended_on": _day(matter.ended_at) if matter.ended_at else None,
        "reopened": matter.reopened,
        "updates": [{"kind": step.kind, "on": _day(step.at)} for step in public_steps(matter)],
    }


def _day(moment: datetime) -> date:
    return day_of(moment).date()


@router.get(
    "/months", response={200: list[MonthOut], **OPEN_REFUSALS}, auth=anybody, throttle=OpenDoorThrottle("60/m"),
    operation_id="openness_months",
)  # fmt: skip
def list_months(
    request: HttpRequest, community: str = Query("", max_length=24), year: int = Query(0, ge=0, le=2200)
) -> list[OpenMonth]:
    """What was published of each month, of one year or of all."""
    own: Area | None = getattr(getattr(request.actor, "person", None), "community", None)  # type: ignore[attr-defined]
    found = community_for(own, community.replace("\x00", ""))
    if found is None:
        raise Http404
    months = published(found)
    return list(months.filter(month__year=year) if year else months)
