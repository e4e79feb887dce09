"""`linli outbox`: how the news is getting through, and trying again what was given up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime
from django.utils.timezone import now as clock

from linli.base.outbox.operations import retry_given_up
from linli.base.outbox.queries import given_up_deliveries, outbox_health
from linli.base.permissions import SystemActor

SHOWN = 20


class Command(BaseCommand):
    help = "Show how the news is getting through (`outbox status`) or try again what was given up (`outbox retry`)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["status", "retry"])

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock()
        if options["action"] == "retry":
            count = retry_given_up(actor=SystemActor("outbox retry"), now=now)
            self.stdout.write(f"{count} deliveries will be tried again.")
            return
        health = outbox_health(now)
        seen = localtime(health.worker_seen_at).isoformat(" ", "seconds") if health.worker_seen_at else "never"
        self.stdout.write(f"Worker last seen: {seen}. Late: {health.late}. Given up: {health.given_up}.")
        for delivery in given_up_deliveries()[:SHOWN]:
            self.stdout.write(f"given up: {delivery.topic} for {delivery.subscriber}: {delivery.error}")
        for name in health.failing_tasks:
            self.stdout.write(f"failing task: {name}")
        if not health.is_well(now):
            message = "The outbox is not well."
            raise CommandError(message)
