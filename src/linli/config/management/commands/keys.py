"""`linli keys add` and `linli keys rotate`: a new key for identity numbers and phones, and everything under it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.base.secrets import Unreadable, encrypted_models, rotate, writing_mark
from linli.config.keys import add_key


class Command(BaseCommand):
    help = "Add a key for encrypted columns, or encrypt all rows anew with the newest one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["add", "rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "add":
            path = settings.LINLI_KEYS.path
            self.stdout.write(f"Key {add_key(path)} was added to {path}. Back this file up.")
            self.stdout.write("Restart the server and the worker, then run: linli keys rotate")
            return
        try:
            for model in encrypted_models():
                self.stdout.write(f"{model._meta.label}: {rotate(model)} values encrypted anew with {writing_mark()}.")
        except Unreadable as error:
            message = f"Stopped, and nothing is lost: {error}"
            raise CommandError(message) from error
