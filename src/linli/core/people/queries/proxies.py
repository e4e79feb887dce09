"""Who acts for whom, and how somebody is found who may."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from linli.core.people.models import Person, Proxy, Residence
from linli.core.people.queries.keys import hash_of_phone


def live_proxies(today: date) -> QuerySet[Proxy]:
    """Who acts for whom on a day, with consent that nobody has taken back."""
    held: QuerySet[Proxy] = Proxy.objects.filter(starts_on__lte=today, ends_on__gte=today, consent__withdrawn_at=None)
    return held.filter(principal__ended_on=None, proxy__ended_on=None).select_related("principal", "proxy", "consent")


def proxies_around(person: Person, today: date) -> tuple[list[Proxy], list[Proxy]]:
    """Those who act for a person, and those the person acts for."""
    held = live_proxies(today).filter(Q(principal=person) | Q(proxy=person)).order_by("ends_on", "pk")
    rows = list(held)
    return [row for row in rows if row.principal_id == person.pk], [row for row in rows if row.proxy_id == person.pk]


def find_by_name_and_phone(name: str, phone: str, near: Person) -> Person | None:
    """Somebody of the same household by name, or anybody by name and phone together. Two of one name find nobody."""
    named = Person.objects.live().filter(name=name.strip()).exclude(pk=near.pk)
    homes = Residence.objects.filter(person=near, ends_on=None).values("household")
    right = Q(residences__household__in=homes, residences__ends_on=None)
    if phone:
        right |= Q(phone_hash=hash_of_phone(phone)) | Q(account__phone_hash=hash_of_phone(phone))
    found = list(named.filter(right).distinct()[:2])
    return found[0] if len(found) == 1 else None
