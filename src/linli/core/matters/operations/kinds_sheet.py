"""Kinds of matters as a spreadsheet: out, and in again; twice gives nothing changed, a bad cell is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import override

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, may, require
from linli.base.sheets import clean
from linli.base.sheets.header import Layout, no_header
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.read import Sheet, open_book
from linli.base.sheets.report import Change, Doubt, Report
from linli.base.sheets.rows import Counts, records_of
from linli.base.sheets.write import DANGEROUS
from linli.core.areas.models import Area
from linli.core.matters.enums import ClockKind, MatterPermission, Power, Urgency
from linli.core.matters.models import Category, ClockRule
from linli.core.matters.operations.categories import (
    KindSaid,
    change_category,
    create_category,
    retire_category,
    set_limit_here,
)
from linli.core.matters.operations.kinds_fields import CODE, KINDS, LABELS, LIMIT_HERE, RETIRED, UPPER
from linli.core.matters.queries.categories import Here, shared_table
from linli.core.people.operations.rosters.understanding import community_of, note_layout, note_no_header, sheets_of

SAID = tuple(one.name for one in fields(KindSaid))
YES, NO = frozenset({"是", "有", "yes", "y", "true", "1", "√"}), frozenset({"否", "无", "no", "n", "false", "0", "×"})
NUMBERS = frozenset({"limit_days", LIMIT_HERE, "position", "repeat_times", "repeat_days"})
Bad = Callable[[str, str], None]  # says that a cell is bad: kind of doubt, column


def kinds_rows(community: Area | None) -> Iterator[list[Any]]:
    """Every kind of matter as a row, with the limit of one community if there is one."""
    here = limits_here(community) if community else {}
    for kind in Category.objects.exclude(parent=None).select_related("parent").order_by("code"):
        yield [_cell(kind, key, here) for key in LABELS]


def limits_here(community: Area) -> dict[Any, int]:
    """The working days that a community has set for itself, by kind."""
    rules = ClockRule.objects.filter(community=community, kind=ClockKind.ENDING, urgency="", category__isnull=False)
    return dict(rules.values_list("category", "value"))


def _cell(kind: Category, key: str, here: Mapping[Any, int]) -> Any:
    if key == UPPER:
        return kind.parent.code if kind.parent else ""
    if key == LIMIT_HERE:
        return here.get(kind.pk)
    return getattr(kind, f"get_{key}_display")() if key in {"power", "urgency"} else getattr(kind, key)


@dataclass
class Run:
    """One run over one spreadsheet."""

    community: Area
    actor: Actor
    now: datetime
    report: Report
    may_change: bool
    here: dict[Any, int] = field(default_factory=dict)
    uppers: dict[str, Category] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def doubt(self, kind: str, sheet: str, row: int, column: str, read: str, **params: Any) -> None:
        """Say that a cell or a row is doubtful."""
        key = f"{kind}:{sheet[:20]}:{row}:{column}"[:64]
        self.report.doubts.append(Doubt(kind, sheet, row, column, read, params=params, key=key))


def import_kinds(
    *, path: Path, target: Target, actor: Actor, now: datetime, name: str = "",
    choices: Mapping[str, str] | None = None, dry_run: bool = False, progress: Any = None,
) -> Report:  # fmt: skip
    """Take kinds of matters in, with the limits of a community. A column that is not there stays as it is.

    Who may change what communities share changes it; whoever else sets the limits of their own community alone.
    """
    require(actor, MatterPermission.CATEGORIES, Here(target.place))
    book, counts = open_book(path, name=name), Counts()
    with transaction.atomic():
        community = community_of(target)
        run = Run(
            community, actor, now, Report("categories", is_dry_run=dry_run),
            may(actor, MatterPermission.CATEGORIES, shared_table()), limits_here(community), _uppers(),
        )  # fmt: skip
        run.report.counts = dict.fromkeys(("kinds", "kinds_new", "kinds_changed", "kinds_unchanged"), 0)
        for number, (sheet, layout) in enumerate(sheets_of(book, community, "categories", KINDS, choices or {}), 1):
            _take_sheet(run, sheet, layout, counts)
            if progress:
                progress(number, len(book))
        if not run.report.layouts:
            raise no_header()
        run.report.counts["findings"] = len(run.report.doubts)
        run.report.is_unchanged = not run.report.changes
        if run.report.changes:
            record("matters.category.import", community, actor=actor, now=now, data=dict(run.report.counts))
        if dry_run:
            transaction.set_rollback(True)  # few rows: trying it is the surest way to tell what it would do
    return run.report


def _uppers() -> dict[str, Category]:
    """The upper kinds by whatever a file may call them."""
    rows = Category.objects.filter(parent=None)
    return {name.casefold(): kind for kind in rows for name in (kind.code, kind.name_zh, kind.name_en) if name}


def _take_sheet(run: Run, sheet: Sheet, layout: Layout | None, counts: Counts) -> None:
    if layout is None:
        note_no_header(run.report, sheet)
        return
    labels = {key: layout.headers[at] for key, at in layout.columns.items()}
    for found in records_of(sheet, layout, counts):
        cells = {key: found.cells[at] for key, at in layout.columns.items() if at < len(found.cells)}
        _take(run, sheet.name, found.row, cells, labels)
    note_layout(run.report, sheet, layout, KINDS)


def _take(run: Run, sheet: str, row: int, cells: dict[str, Any], labels: dict[str, str]) -> None:
    """One row: a savepoint of its own, so that a row that is refused leaves nothing half-written."""

    def bad(kind: str, key: str, **params: Any) -> None:
        run.doubt(kind, sheet, row, labels.get(key, str(LABELS.get(key, key))), plain(cells.get(key)), **params)

    code, title = plain(cells.get(CODE)).upper(), plain(cells.get("name_zh"))
    if not title and not code:
        return bad("kind_nameless", "name_zh")
    kind, upper = _meant(run, code, title, cells)
    if upper is None:
        return bad("kind_upper_unknown", UPPER)
    key = kind.code if kind else code or f"{upper.code}:{title}"
    if key in run.seen:
        return bad("kind_twice", CODE)
    run.seen.add(key)
    run.report.counts["kinds"] += 1
    try:
        with transaction.atomic():
            changes = _write(run, kind, upper, code, _read(run, kind, cells, bad), bad)
    except Refused as refusal:
        bad("kind_refused", refusal.field or "name_zh", why=str(refusal))
        changes = []
    how = "kinds_new" if kind is None and changes else "kinds_changed" if changes else "kinds_unchanged"
    run.report.counts[how] += 1
    for what, before, after in changes:
        run.report.changes.append(Change(sheet, row, what, str(before), str(after), who=f"{code or key} {title}"))
    return None


def _meant(run: Run, code: str, title: str, cells: dict[str, Any]) -> tuple[Category | None, Category | None]:
    """The kind that a row speaks of, if it is here, and the one above it: by its code, else by its name there."""
    kinds = Category.objects.exclude(parent=None).select_related("parent")
    if code and (kind := kinds.filter(code=code).first()):
        return kind, kind.parent
    upper = run.uppers.get(plain(cells.get(UPPER)).casefold()) or run.uppers.get(code[:2].casefold())
    if upper is None or code:
        return None, upper
    return kinds.filter(parent=upper, name_zh=title).first(), upper


@dataclass(frozen=True)
class Row:
    """What a row says: everything of the kind, the limit here and the day of retiring if the file has them."""

    said: KindSaid
    limit_here: int | None = None
    has_limit_here: bool = False
    retired_on: date | None = None
    has_retired: bool = False


def _read(run: Run, kind: Category | None, cells: dict[str, Any], bad: Bad) -> Row:
    """The cells of a row; a bad one is named and leaves what stands."""
    said = (
        KindSaid(**{name: getattr(kind, name) for name in SAID}) if kind else KindSaid(name_zh="", name_en="", power="")
    )
    read = {key: _value(key, cells[key]) for key in cells if key in SAID or key in {LIMIT_HERE, RETIRED}}
    for key, value in list(read.items()):
        if value is BAD:
            bad("kind_cell_bad", key)
            del read[key]
    given = {key: value for key, value in read.items() if key in SAID}
    if kind is None:  # what a new kind leaves out is as on the page
        given = {key: value for key, value in given.items() if value not in ("", None)}
    given = {key: 0 if key in NUMBERS and value is None else value for key, value in given.items()}
    return Row(
        replace(said, **given), read.get(LIMIT_HERE), LIMIT_HERE in read, read.get(RETIRED), RETIRED in read
    )  # fmt: skip


BAD = object()


def _value(key: str, cell: Any) -> Any:
    """A cell as its column means it; `BAD` when it can't be meant so."""
    written = plain(cell)
    if key in {"power", "urgency"}:
        return _choice(Power if key == "power" else Urgency, written)
    if key == "is_shared":
        word = written.casefold()
        return True if cell is True or word in YES else False if not word or word in NO else BAD
    if key in NUMBERS:
        return None if not written else int(written) if written.isascii() and written.isdigit() else BAD
    if key == RETIRED:
        read = clean.date(cell, today=date.max)
        return None if not written else read.on or BAD
    return written


def _choice(words: Any, written: str) -> Any:
    """A value by its name in either language, or as programs call it."""
    if not written:
        return ""
    for language in ("zh-hans", "en"):
        with override(language):
            found = next((value for value, label in words.choices if str(label).casefold() == written.casefold()), None)
        if found:
            return found
    return written.lower() if written.lower() in words.values else BAD


def plain(cell: Any) -> str:
    """A cell as it was written; the quote that keeps a spreadsheet from running it is taken off again."""
    if cell is None or isinstance(cell, bool):
        return ""
    written = str(cell).strip() if isinstance(cell, str) else clean.text(cell)
    return written[1:] if written.startswith("'") and written[1:].lstrip(" ").startswith(DANGEROUS) else written


def _write(
    run: Run, kind: Category | None, upper: Category, code: str, row: Row, bad: Bad
) -> list[tuple[str, Any, Any]]:  # fmt: skip
    """Call the operations of the page; tell what was changed."""
    given: dict[str, Any] = {"actor": run.actor, "now": run.now}
    changes: list[tuple[str, Any, Any]] = []
    if kind is None:
        if not run.may_change:
            bad("kind_not_yours", CODE)
            return []
        kind = create_category(parent=upper, said=row.said, code=code, **given)
        changes.append((CODE, "", kind.code))
    else:
        changes += _changed(run, kind, row, bad)
    if row.has_retired and row.retired_on != kind.retired_on and run.may_change:
        changes.append((RETIRED, kind.retired_on or "", row.retired_on or ""))
        retire_category(category=kind, on=row.retired_on, **given)
    before = run.here.get(kind.pk)
    if row.has_limit_here and row.limit_here != before:
        set_limit_here(category=kind, community=run.community, days=row.limit_here, **given)
        changes.append((LIMIT_HERE, before or "", row.limit_here or ""))
    return changes


def _changed(run: Run, kind: Category, row: Row, bad: Bad) -> list[tuple[str, Any, Any]]:
    """What communities share: changed by whoever may, named as a doubt for whoever may not."""
    before = {name: getattr(kind, name) for name in SAID}
    wanted = {name: getattr(row.said, name) for name in SAID}
    if not run.may_change:
        for name in SAID:
            if before[name] != wanted[name]:
                bad("kind_not_yours", name)
        return []
    change_category(category=kind, said=row.said, actor=run.actor, now=run.now)
    return [(name, before[name], getattr(kind, name)) for name in SAID if before[name] != getattr(kind, name)]
