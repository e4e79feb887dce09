"""What a copy of one's record tells of being away."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy

from linli.core.mobile.models import Contact, Stay
from linli.core.people.models import Person
from linli.core.people.queries.record import CopyPage, register_copy


def _rows(person: Person, _today: date) -> list[dict[str, str]]:
    stays = Stay.objects.filter(person=person).order_by("since", "pk")
    contacts = Contact.objects.filter(stay__person=person).order_by("on", "pk")
    rows = [{"what": s.get_way_display(), "value": f"{s.since} – {s.until or ''} {s.whereabouts}"} for s in stays]
    return rows + [{"what": c.get_how_display(), "value": f"{c.on} {c.note}".strip()} for c in contacts]


register_copy("mobile", CopyPage(gettext_lazy("Away, or a guest"), {"value": gettext_lazy("Kept as")}, _rows))
