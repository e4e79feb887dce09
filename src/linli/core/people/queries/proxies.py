"""Who acts for whom."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from linli.core.people.models import Proxy


def live_proxies(today: date) -> QuerySet[Proxy]:
    """Who acts for whom on a day, with consent that nobody has taken back."""
    held: QuerySet[Proxy] = Proxy.objects.filter(starts_on__lte=today, ends_on__gte=today, consent__withdrawn_at=None)
    return held.filter(principal__ended_on=None, proxy__ended_on=None)
