"""Bring the hotline's spreadsheet in: all or nothing; twice gives nothing new, a corrected row changes only that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import get_default_timezone, localdate

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.sheets import clean
from linli.base.sheets.header import Layout, no_header
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.read import Sheet, open_book
from linli.base.sheets.report import Change, Doubt, Report
from linli.base.sheets.rows import Counts, records_of
from linli.core.areas.models import Area
from linli.core.hotline.enums import OPEN, HotlinePermission, TicketKind, TicketStep
from linli.core.hotline.models import Ticket
from linli.core.hotline.operations.entering import TicketWords, enter_ticket, fill_words, phone_of, ticket_with
from linli.core.hotline.operations.fields import TICKETS
from linli.core.hotline.operations.story import write
from linli.core.people.operations.rosters.understanding import community_of, note_layout, note_no_header, sheets_of

CONSULTS = ("咨询", "建议", "表扬", "consult", "question", "advice")
WATCHED = ("text", "address", "caller_name", "caller_phone")


@dataclass
class Run:
    """One run over one spreadsheet."""

    community: Area
    actor: Actor
    now: datetime
    report: Report
    known: dict[str, Ticket] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def doubt(self, kind: str, sheet: str, row: int, column: str, read: str, number: str = "") -> None:
        """Say that a cell is doubtful."""
        doubt = Doubt(kind, sheet, row, column, read)
        doubt.key = f"{kind}:{number or f'{sheet[:24]}:{row}'}"[:64]
        self.report.doubts.append(doubt)


def import_tickets(
    *, path: Path, target: Target, actor: Actor, now: datetime, name: str = "",
    choices: Mapping[str, str] | None = None, dry_run: bool = False, progress: Any = None,
) -> Report:  # fmt: skip
    """Take the tickets of a spreadsheet in, whatever the hotline calls its columns and in whatever order."""
    require(actor, HotlinePermission.ENTER, target)
    book, counts = open_book(path, name=name), Counts()
    with transaction.atomic():
        community = community_of(target)
        # Of two who bring the same sheet at once the second waits, and then finds that nothing is new.
        Area.objects.select_for_update(no_key=True).get(pk=community.pk)
        run = Run(community, actor, now, Report("hotline", is_dry_run=dry_run))
        run.report.counts = dict.fromkeys(("tickets", "tickets_new", "tickets_changed", "tickets_unchanged"), 0)
        run.known = {ticket.number: ticket for ticket in Ticket.objects.filter(community=community)}
        for number, (sheet, layout) in enumerate(sheets_of(book, community, "hotline", TICKETS, choices or {}), 1):
            _take_sheet(run, sheet, layout, counts)
            if progress:
                progress(number, len(book))
        if not run.report.layouts:
            raise no_header()
        run.report.counts["findings"] = len(run.report.doubts)
        run.report.is_unchanged = not run.report.changes
        if run.report.changes:
            record("hotline.ticket.import", community, actor=actor, now=now, data=dict(run.report.counts))
        if dry_run:
            transaction.set_rollback(True)  # few rows: trying it is the surest way to tell what it would do
    return run.report


def _take_sheet(run: Run, sheet: Sheet, layout: Layout | None, counts: Counts) -> None:
    if layout is None:
        note_no_header(run.report, sheet)
        return
    labels = {key: layout.headers[at] for key, at in layout.columns.items()}
    for found in records_of(sheet, layout, counts):
        cells = {key: found.cells[at] for key, at in layout.columns.items() if at < len(found.cells)}
        _take(run, sheet.name, found.row, cells, labels)
    note_layout(run.report, sheet, layout, TICKETS)


def _take(run: Run, sheet: str, row: int, cells: dict[str, Any], labels: dict[str, str]) -> None:
    number, text = clean.filled(cells.get("number"))[:40], clean.filled(cells.get("text"))
    if not number or not text:
        run.doubt("unreadable_row", sheet, row, labels.get("number", ""), number)
        return
    if number in run.seen:
        run.doubt("ticket_twice", sheet, row, labels["number"], number, number)
        return
    run.seen.add(number)
    run.report.counts["tickets"] += 1
    words = _read(run, sheet, row, cells, labels, number)
    ticket = run.known.get(number)
    if ticket is None and _enter(run, words):
        run.report.counts["tickets_new"] += 1
        run.report.changes.append(Change(sheet, row, "ticket", "", number))
    elif ticket := ticket or ticket_with(run.community, number):
        _compare(run, ticket, words, sheet, row)


def _enter(run: Run, words: TicketWords) -> bool:
    """Take it down; no when somebody typed the same number a moment ago."""
    try:
        enter_ticket(community=run.community, words=words, actor=run.actor, now=run.now)
    except Refused as refusal:
        if refusal.code != "ticket-known":
            raise
        return False
    return True


def _read(run: Run, sheet: str, row: int, cells: dict[str, Any], labels: dict[str, str], number: str) -> TicketWords:
    phone = clean.filled(cells.get("phone"))
    try:
        phone_of(phone)
    except Refused:
        run.doubt("caller_phone_bad", sheet, row, labels["phone"], phone, number)
        phone = ""
    kind_cell = clean.filled(cells.get("kind")).lower()
    is_consult = any(word in kind_cell for word in CONSULTS)
    return TicketWords(
        number=number,
        kind=TicketKind.CONSULT if is_consult else TicketKind.COMPLAINT,
        text=clean.filled(cells.get("text"))[:2000],
        address=clean.filled(cells.get("address"))[:200],
        caller_name=clean.name(cells.get("caller"))[:40],
        caller_phone=phone,
        received_at=_moment(run, sheet, row, cells.get("received"), labels.get("received", ""), number),
    )


def _moment(run: Run, sheet: str, row: int, cell: Any, column: str, number: str) -> datetime | None:
    """When the hotline forwarded it: a moment, or the morning of a day."""
    zone = get_default_timezone()
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=zone)
    written = clean.text(cell)
    try:
        moment = datetime.fromisoformat(written.replace("/", "-"))
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except ValueError:
        read = clean.date(cell, today=localdate(run.now))
    if written and read.on is None:
        run.doubt("ticket_day_bad", sheet, row, column, written, number)
    return datetime.combine(read.on, time(8, 30), tzinfo=zone) if read.on else None


def _compare(run: Run, ticket: Ticket, words: TicketWords, sheet: str, row: int) -> None:
    """What the hotline corrected since; a ticket that was answered stays as it was answered."""
    before = {name: getattr(ticket, name) for name in WATCHED}
    fill_words(ticket, words)
    changed = [name for name in WATCHED if getattr(ticket, name) != before[name]]
    if not changed or ticket.state not in OPEN:
        run.report.counts["tickets_unchanged"] += 1
        return
    columns = {"text": ["text", "title"], "caller_phone": ["caller_phone", "caller_hash"]}
    ticket.save(update_fields=[column for name in changed for column in columns.get(name, [name])])
    record("hotline.ticket.correct", ticket, actor=run.actor, now=run.now, data={"fields": changed})
    write(ticket, TicketStep.CORRECTED, actor=run.actor, now=run.now)
    run.report.counts["tickets_changed"] += 1
    for name in changed:
        run.report.changes.append(Change(sheet, row, f"ticket_{name}", "", ticket.number))
