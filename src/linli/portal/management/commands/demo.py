"""`linli demo build`: 兆麟社区 with invented people and a year of matters, in an empty installation."""

import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from linli.base.errors import Refused
from linli.portal.demo.build import build_demo, nobody_is_there, noon_of


class Command(BaseCommand):
    help = "Build the demo community in an empty installation: `demo build [--seed 133] [--today 2026-11-23]`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["build"])
        parser.add_argument("--seed", type=int, default=133, help="another seed, other people")
        parser.add_argument("--if-empty", action="store_true", help="leave an installation alone where somebody is")
        parser.add_argument("--today", type=date.fromisoformat, help="the day on which the demo stands; default: now")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not nobody_is_there():
            return
        begun = time.monotonic()
        moment = noon_of(options["today"]) if options["today"] else now()
        try:
            build_demo(seed=options["seed"], now=moment, say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The demo is ready after {time.monotonic() - begun:.0f} s.")
