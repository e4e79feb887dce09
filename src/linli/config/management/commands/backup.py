"""`linli backup`: keep a verified copy of database and files, while the program runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime
from django.utils.timezone import now as clock

from linli.base.errors import Refused
from linli.config.keeping import forget_old, keys_beside, make_backup


class Command(BaseCommand):
    help = "Keep a verified copy of database and files (default: LINLI_HOME/backups/), while the program runs."
    requires_system_checks = []  # whatever else is wrong, what people wrote must be kept

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--with-keys", action="store_true", help="put the keys inside instead of beside")
        parser.add_argument("--keep", type=int, default=0, help="afterwards remove all but the newest KEEP archives")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock()
        name = f"linli-{localtime(now):%Y%m%d-%H%M%S}.tar.gz"
        target: Path = (options["file"] or settings.LINLI_HOME / "backups" / name).resolve()
        try:
            made = make_backup(target=target, with_keys=options["with_keys"], now=now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        size = f"{made.bytes / 1e6:.1f} MB"
        self.stdout.write(f"Kept {made.rows} rows and {made.files} files in {target} ({size}, read back and verified).")
        if options["with_keys"]:
            self.stdout.write("The keys are inside: whoever has this file can read everything in it.")
        else:
            keys = keys_beside(target)
            self.stdout.write(f"The keys are in {keys}. Keep them in another place; without them a backup is useless.")
        for path in forget_old(target.parent, options["keep"]) if options["keep"] > 0 else []:
            self.stdout.write(f"Removed {path.name}.")
