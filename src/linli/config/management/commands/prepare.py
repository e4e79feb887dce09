"""`linli prepare`: what a start needs: tables, static files, and in the demo its community."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from linli.base.search.operations import index_missing
from linli.config.statics import UNUSED


class Command(BaseCommand):
    help = "Make ready to start: tables in an empty database, static files; with --demo the made-up community."
    requires_system_checks = []  # they are run below, with those for deployments

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--migrate", action="store_true", help="also bring older tables up to date")
        parser.add_argument("--demo", action="store_true", help="build the made-up community if nobody is there")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["demo"]:
            call_command("check", deploy=True, fail_level="ERROR")
        self._tables(always=options["migrate"])
        self._static_files()
        if options["demo"] and "demo" in get_commands():
            call_command("demo", "build", "--if-empty", stdout=self.stdout)

    def _tables(self, *, always: bool) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            return
        if executor.loader.applied_migrations and not always:
            message = "The database is older than the program. Make a backup, then run: ./run linli migrate"
            raise CommandError(message)
        self.stdout.write("Making the tables …")
        call_command("migrate", verbosity=0, interactive=False)
        index_missing()  # what was written before there was an index

    def _static_files(self) -> None:
        """Hash and compress them once for each state of the sources; a start that finds them ready is quick."""
        digest = hashlib.sha256()
        for finder in get_finders():
            for name, storage in finder.list([]):
                moment = storage.get_modified_time(name).timestamp()
                digest.update(f"{name} {storage.size(name)} {moment}\n".encode())
        stamp = settings.STATIC_ROOT / ".stamp"
        if stamp.exists() and stamp.read_text() == digest.hexdigest():
            return
        self.stdout.write("Collecting the static files …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNUSED)
        stamp.write_text(digest.hexdigest())
