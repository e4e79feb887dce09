"""`linli holidays FILE --source NOTICE`: enter the public holidays of a year, when their notice comes out."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from linli.base.calendars.operations import DayDecision, set_days
from linli.base.errors import Refused
from linli.base.permissions import SystemActor

YES, NO = {"1", "yes", "true", "上班", "是"}, {"0", "no", "false", "放假", "否"}


class Command(BaseCommand):
    help = "Enter public holidays and the days worked instead, from a CSV file: day,is_working,name_zh,name_en."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="UTF-8, with the header day,is_working,name_zh,name_en")
        parser.add_argument("--source", required=True, help="the notice that decided it, e.g. its number")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                decisions = [_decision(row) for row in csv.DictReader(file)]
            days = set_days(
                decisions=decisions, source=options["source"], actor=SystemActor("command"), now=timezone.now()
            )
        except (OSError, KeyError, ValueError, Refused) as error:
            message = f"Nothing was entered: {error}"
            raise CommandError(message) from error
        self.stdout.write(f"{len(days)} days entered.")


def _decision(row: dict[str, str]) -> DayDecision:
    answer = row["is_working"].strip().lower()
    if answer not in YES | NO:
        message = f"is_working of {row['day']} is 1 or 0, not {answer!r}"
        raise ValueError(message)
    return DayDecision(date.fromisoformat(row["day"].strip()), answer in YES, row["name_zh"], row.get("name_en") or "")
