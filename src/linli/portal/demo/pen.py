"""What the matters of the demo are written with, and the rows that wait to be inserted together."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse

from linli.base.audit.models import AuditEntry
from linli.base.bulk import BulkInsert
from linli.base.calendars.arithmetic import WorkCalendar
from linli.base.codes import ALPHABET, LENGTH, normalise_code
from linli.base.messaging.models import Message
from linli.base.messaging.wording import newest_template
from linli.core.matters.models import Entry, Matter, MatterClock, Pause
from linli.core.matters.queries.rules import RuleBook, rule_book
from linli.core.matters.subscriptions import TO_HANDLER, TO_REPORTER
from linli.portal.demo.keys import Keys

READ_AFTER = timedelta(days=3)


@dataclass
class Pen:
    """What every matter of the demo is written with, and the rows that wait to be inserted."""

    chance: random.Random
    keys: Keys
    calendar: WorkCalendar
    now: datetime
    codes: set[str] = field(default_factory=set)
    matters: list[Matter] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    audit: list[AuditEntry] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    book: RuleBook = field(default_factory=rule_book)
    clock_keys: Keys = field(default_factory=lambda: Keys(random.Random(1)))  # noqa: S311 -- invented rows
    clocks: list[MatterClock] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)

    def code(self) -> str:
        """A code as they are given out, the same one for the same seed."""
        while True:
            body = "".join(self.chance.choices(ALPHABET, k=LENGTH - 1))
            for check in ALPHABET:
                code = normalise_code(body + check)
                if code and code not in self.codes:
                    self.codes.add(code)
                    return code

    def working(self, moment: datetime, minutes: float) -> datetime:
        """So many working minutes later."""
        return self.calendar.add_working_time(moment, timedelta(minutes=minutes))

    def in_days(self, moment: datetime, days: int) -> dict[str, Any]:
        """A deadline of so many working days, as columns."""
        return {"due_at": self.calendar.add_working_days(moment, days), "due_from": moment, "due_days": days}

    def note_audit(self, action: str, matter: Matter, who: tuple[str, UUID | None], at: datetime, data: Any) -> None:
        """The row of the audit for one step."""
        label, person = who
        self.audit.append(
            AuditEntry(
                id=self.keys.at(at), action=f"matters.matter.{action}", subject_type="matters.matter",
                subject_id=str(matter.pk), place=matter.place, actor=label, person_id=person, data=data, at=at,
            )
        )  # fmt: skip

    def tell(self, entry: Entry, matter: Matter) -> None:
        """The messages that the step sends: to the person who asked, and to the handler."""
        template = TO_REPORTER.get(entry.kind)
        if template and entry.is_shown and matter.reporter_id:
            self._message(template, "matters:mine-detail", matter.reporter_id, entry, matter)
        template = TO_HANDLER.get(entry.kind)
        if template and matter.handler_id:
            self._message(template, "matters:desk-detail", matter.handler_id, entry, matter)

    def _message(self, template: str, page: str, person: UUID, entry: Entry, matter: Matter) -> None:
        read_at = entry.at + timedelta(minutes=self.chance.randrange(3, 900))
        unread = read_at > self.now or (entry.at > self.now - READ_AFTER and self.chance.random() < 0.5)
        self.messages.append(
            Message(
                id=self.keys.at(entry.at), recipient=person, template=template,
                version=newest_template(template).version, params=_params(entry, matter),
                link=reverse(page, args=[matter.code]), dedupe_key=f"{template}:{entry.pk}", at=entry.at,
                read_at=None if unread else read_at,
            )
        )  # fmt: skip

    def insert(self) -> None:
        """Write everything down, in the order in which rows point at each other."""
        for rows in (self.matters, self.entries, self.audit, self.messages, self.clocks, self.pauses):
            insert_all(rows)


def insert_all(rows: list[Any]) -> None:
    """Insert instances of one model without preparing each column of each row twice."""
    if not rows:
        return
    model: type[models.Model] = type(rows[0])
    names = [field.attname for field in model._meta.local_concrete_fields]
    bulk = BulkInsert(model, names)
    for row in rows:
        bulk.add(*(getattr(row, name) for name in names))
    bulk.flush()


def _params(entry: Entry, matter: Matter) -> dict[str, Any]:
    detail = entry.detail
    params = {
        "code": matter.code,
        "title": matter.title,
        "text": " ".join(part for part in (detail.get("reason", ""), entry.text) if part),
        "handler": detail.get("handler") or entry.name,
    }
    moments = {"due_at": detail.get("due"), "until_on": detail.get("until")}
    return params | {name: moment for name, moment in moments.items() if moment}
