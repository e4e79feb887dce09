"""Who can be asked to handle a matter."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from linli.core.matters.enums import MatterPermission
from linli.core.people.models import Person
from linli.core.people.queries.actors import holders_of


def handlers_at(place: str, today: date) -> QuerySet[Person]:
    """People whose role lets them handle matters at a place today, by name."""
    return holders_of(MatterPermission.HANDLE, place, today)
