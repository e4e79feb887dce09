"""`linli doctor`: is this Linli set up as it should be, and well?"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, run_checks
from django.core.checks.messages import ERROR
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localtime
from django.utils.timezone import now as clock

from linli.config.health import Finding, State, examine
from linli.config.kept import last_backup

SAID = {"linli.W001", "linli.W002"}  # the findings on worker and backup say the same in more words
SIGNS = {State.OK: "well    ", State.DEGRADED: "LOOK    ", State.UNWELL: "TROUBLE "}


class Command(BaseCommand):
    help = "Say whether this Linli is set up as it should be and well, and what to do where it is not."
    requires_system_checks = []  # they are run below, all of them, and shown in words

    def handle(self, *args: Any, **options: Any) -> None:
        where = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
        self.stdout.write(f"Linli in {settings.LINLI_HOME}, on {where}\n")
        found = [*examine(clock()), self._writable(), self._kept()]
        for finding in found:
            self.stdout.write(f"{SIGNS[finding.state]}{finding.name:11} {finding.words}")
        messages = self._checks()
        for message in messages:
            sign = "TROUBLE " if message.level >= ERROR else "LOOK    "
            self.stdout.write(f"{sign}{message.id or '':11} {message.msg}\n{'':20}{message.hint or ''}".rstrip())
        self._close(found, messages)

    def _checks(self) -> list[CheckMessage]:
        databases = ["default"]
        try:
            messages = run_checks(include_deployment_checks=True, databases=databases)
        except DatabaseError:  # the findings above already say that it does not answer
            messages = run_checks(include_deployment_checks=True)
        return [message for message in messages if not message.is_silenced() and message.id not in SAID]

    def _writable(self) -> Finding:
        """A database on a full or read-only disk still answers questions."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("CREATE TABLE linli_doctor (id integer)")
                transaction.set_rollback(True)
        except DatabaseError as error:
            return Finding("writing", State.UNWELL, f"The database can't be written: {error}")
        return Finding("writing", State.OK, "The database can be written.")

    def _kept(self) -> Finding:
        made = last_backup()
        if made is None:
            return Finding("backup", State.DEGRADED, "No backup was ever made: ./run linli backup")
        when = localtime(made.at).strftime("%Y-%m-%d %H:%M")
        return Finding("backup", State.OK, f"The last backup is of {when}: {made.rows} rows in {made.file}")

    def _close(self, found: list[Finding], messages: list[CheckMessage]) -> None:
        broken = any(finding.state is State.UNWELL for finding in found)
        broken = broken or any(message.level >= ERROR for message in messages)
        uneasy = any(finding.state is not State.OK for finding in found) or bool(messages)
        if broken:
            self.stdout.write("\nSomething must be mended: look at the lines that begin with TROUBLE.")
            raise SystemExit(2)
        self.stdout.write("\nIt works; some lines deserve a look." if uneasy else "\nAll is well.")
