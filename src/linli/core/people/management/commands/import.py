# ruff: noqa: N999 -- the command is called `import`, as people say it; nobody imports this module by name
"""`linli import residents FILE`: bring a roster in from the command line."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.base.sheets.operations import take_in
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.report import Report
from linli.base.sheets.report_words import report_as_json, report_lines, write_report
from linli.base.sheets.rosters import ROSTERS
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.operations.tree import create_area

REFUSED, USAGE = 1, 2
BAR = 32


class Command(BaseCommand):
    """Take a roster in, all or nothing. Ends with 0 when it went well, 1 when it was refused, 2 when asked wrongly."""

    help = "Bring in residents, workers or grids from a spreadsheet (or GeoJSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said on the command line."""
        parser.add_argument("roster", choices=sorted(ROSTERS), help="what the file holds")
        parser.add_argument("file", type=Path)
        which = "its path, the last step of it, or its name; not needed when there is only one"
        parser.add_argument("--community", default="", help=which)
        parser.add_argument("--create-community", default="", metavar="NAME", help="add the community if it is new")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen, change nothing")
        columns = "which column is what; an empty header leaves the field out"
        parser.add_argument("--mapping", action="append", default=[], metavar="FIELD=HEADER", help=columns)
        parser.add_argument("--report", type=Path, help="write the report to a .json or .xlsx file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the community, take the file in, say what happened."""
        report_to: Path | None = options["report"]
        if report_to and report_to.suffix not in (".json", ".xlsx"):
            raise CommandError(_("The report is written as .json or .xlsx."), returncode=USAGE)
        choices = self._choices(options["roster"], options["mapping"])
        try:
            report = self._take_in(options, choices)
        except Refused as refusal:
            self._clear_bar()
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        self._clear_bar()
        for line in report_lines(report):
            self.stdout.write(line)
        if report_to:
            if report_to.suffix == ".json":
                text = json.dumps(report_as_json(report), ensure_ascii=False, indent=1, default=str)
                report_to.write_text(text + "\n", encoding="utf-8")
            else:
                write_report(report_to, report, title=options["file"].name)

    def _take_in(self, options: dict[str, Any], choices: dict[str, str]) -> Report:
        actor, now = SystemActor("command"), timezone.now()
        community = self._community(options["community"], options["create_community"], actor, now)
        return take_in(
            roster=ROSTERS[options["roster"]],
            path=options["file"],
            target=Target(community.pk, community.path),
            actor=actor,
            now=now,
            choices=choices,
            dry_run=options["dry_run"],
            progress=self._bar if sys.stderr.isatty() else None,
        )

    def _community(self, wanted: str, new_name: str, actor: SystemActor, now: Any) -> Area:
        found = list(Area.objects.filter(kind=AreaKind.COMMUNITY, ends_on=None).order_by("path"))
        name = wanted or new_name
        named = [area for area in found if name in _names(area)] if name else found
        if len(named) == 1:
            return named[0]
        if new_name and not named:
            return create_area(parent=None, kind=AreaKind.COMMUNITY, name_zh=new_name, actor=actor, now=now)
        raise Refused("no-such-community", self._which(name, found))

    def _which(self, name: str, found: list[Area]) -> str:
        known = "\n".join(f"  {area.path}  {area.name_zh}" for area in found)
        if not found:
            return _('There is no community yet. Add one with --create-community "name", or run the demo.')
        if not name:
            return _("There are several communities. Say which one with --community:") + "\n" + known
        return _("There is no community %(name)s, or more than one. These are here:") % {"name": name} + "\n" + known

    def _choices(self, roster: str, given: list[str]) -> dict[str, str]:
        known = {field.key for field in ROSTERS[roster].fields}
        choices = {}
        for pair in given:
            key, equals, header = pair.partition("=")
            if not equals or key not in known:
                says = _("--mapping takes FIELD=HEADER, where FIELD is one of: %(fields)s")
                raise CommandError(says % {"fields": ", ".join(sorted(known))}, returncode=USAGE)
            choices[key] = header
        return choices

    def _bar(self, done: int, total: int) -> None:
        share = done / max(total, 1)
        full = round(BAR * share)
        self.stderr.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {share:4.0%}", ending="")
        self.stderr.flush()

    def _clear_bar(self) -> None:
        if sys.stderr.isatty():
            self.stderr.write("\r" + " " * (BAR + 8) + "\r", ending="")


def _names(area: Area) -> set[str]:
    """Everything that a community answers to."""
    return {area.path, area.path.strip("/"), area.slug, area.code, area.name_zh, area.name_en} - {""}
