"""`linli openapi`: the document of the API, written or compared with the one in the repository."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from linli.config.api import api

FILE = settings.ROOT / "docs" / "api" / "openapi.json"


class Command(BaseCommand):
    help = "Write the document of the API to docs/api/openapi.json, or with --check compare it."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if the file is not equal")
        parser.add_argument("--file", type=Path, default=FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        with override("en"):
            schema = api.get_openapi_schema(path_prefix="/api/v1/")
            text = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True, default=str) + "\n"
        if not options["check"]:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {file}: {len(schema['paths'])} addresses.")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            message = f"{file} is not what the code says. Write it anew: ./run linli openapi"
            raise CommandError(message)
        else:
            self.stdout.write(f"{len(schema['paths'])} addresses, as in {file.name}.")
