"""Bring in the outlines of the grids of a community."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import Actor
from linli.base.sheets import limits
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.report import Change, Report
from linli.core.areas.operations.drawing import load_outlines
from linli.core.people.operations.rosters.understanding import community_of

Progress = Callable[[int, int], None]
LARGEST = limits.MAX_FILE_BYTES // 4


def import_grids(
    *,
    path: Path,
    target: Target,
    actor: Actor,
    now: datetime,
    name: str = "",
    choices: Mapping[str, str] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Take the grids of a GeoJSON file in, all or nothing; a grid that is not there yet is added."""
    collection = _read(path)
    with transaction.atomic():
        found = load_outlines(community=community_of(target), collection=collection, actor=actor, now=now)
        if dry_run:
            transaction.set_rollback(True)
    report = Report("grids", is_dry_run=dry_run)
    total = len(found.created) + len(found.changed) + len(found.unchanged)
    report.counts = {"grids": total, "grids_new": len(found.created), "grids_changed": len(found.changed)}
    for what, areas in (("grid", found.created), ("outline", found.changed)):
        report.changes.extend(Change(name or path.name, area.number, what, "", str(area)) for area in areas)
    report.is_unchanged = not report.changes
    if progress:
        progress(1, 1)
    return report


def _read(path: Path) -> object:
    if not path.is_file():
        raise Refused("no-such-file", _("There is no file %(name)s.") % {"name": path})
    if path.stat().st_size > LARGEST:
        raise Refused("file-too-large", _("This file is larger than the outlines of a community can be."))
    try:
        found: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        message = _("This is no GeoJSON file, or it ends in the middle. Nothing was taken in.")
        raise Refused("not-geojson", message) from error
    return found
