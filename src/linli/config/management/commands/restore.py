"""`linli restore`: bring a backup into an empty place."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.base.errors import Refused
from linli.config.keeping import restore_backup


class Command(BaseCommand):
    help = "Bring a backup into an empty LINLI_HOME (and, for a backup from PostgreSQL, into an empty database)."
    requires_system_checks = []  # what is here now may be broken; that is why somebody restores

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--into", type=Path, required=True, metavar="HOME", help="the empty LINLI_HOME")
        parser.add_argument("--database", metavar="DATABASE_URL", default=os.environ.get("DATABASE_URL", ""))
        parser.add_argument("--keys", type=Path, help="the keys.json of the backup, if it is not beside it or inside")

    def handle(self, *args: Any, **options: Any) -> None:
        home: Path = options["into"].resolve()
        try:
            rows = restore_backup(
                source=options["file"].resolve(), home=home, database_url=options["database"], keys=options["keys"]
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        count = sum(rows.values())
        self.stdout.write(f"Restored {count} rows of {len(rows)} tables; they are those that were kept.")
        self.stdout.write(f"Start it with LINLI_HOME={home} and, for PostgreSQL, its DATABASE_URL.")
