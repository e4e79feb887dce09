"""`linli audit verify`: is the audit still as it was written?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from linli.base.audit.models import AuditEntry, Seal
from linli.base.audit.operations import seal_entries
from linli.base.audit.queries import audit_flaws


class Command(BaseCommand):
    help = "Check the chain of the audit: `audit verify` names each row that was changed, removed or inserted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify", "seal"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "seal":
            while seal_entries(now=now()):
                pass
            return
        flaws = list(audit_flaws())
        for flaw in flaws:
            self.stderr.write(f"{flaw.kind}: {flaw.says}")
        if flaws:
            message = f"{len(flaws)} places where the audit is not as it was written."
            raise CommandError(message)
        last = Seal.objects.order_by("-number").first()
        waiting = AuditEntry.objects.filter(seal=None).count()
        sealed = sum(Seal.objects.values_list("count", flat=True))
        self.stdout.write(
            f"The audit is whole: {sealed} rows under {last.number if last else 0} seals, {waiting} waiting."
        )
        if last:
            self.stdout.write(f"Last seal: {last.digest}")
