"""The audit of a person in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.models import AuditEntry
from linli.base.text import listed
from linli.base.web.charts import Event
from linli.core.people.models import Person
from linli.core.people.web.action_words import WORDS

FIELDS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "id_number": gettext_lazy("Identity number"),
    "phone": gettext_lazy("Phone"),
    "sex": gettext_lazy("Sex"),
    "birth_on": gettext_lazy("Birthday"),
    "ethnicity": gettext_lazy("Ethnic group"),
    "education": gettext_lazy("Education"),
    "employment": gettext_lazy("Work"),
    "note": gettext_lazy("Note"),
}


def story_events(entries: Iterable[AuditEntry]) -> list[Event]:
    """What was done to a record, by whom and why; with one query for the names."""
    rows = list(entries)
    names = dict(Person.objects.filter(pk__in={row.person_id for row in rows}).values_list("pk", "name"))
    return [_event(row, names) for row in rows]


def _event(row: AuditEntry, names: dict[UUID, str]) -> Event:
    title = WORDS.get(row.action)
    who = names.get(row.person_id) if row.person_id else None
    moment: datetime = row.at
    return Event(
        title=str(title) if title else row.action,
        moment=moment,
        text=" · ".join(part for part in (row.reason, _fields(row.data)) if part),
        note=who or _("by the program itself"),
        is_quiet=title is None,
    )


def _fields(data: dict[str, Any]) -> str:
    return listed(FIELDS.get(name, name) for name in data.get("fields", []))
