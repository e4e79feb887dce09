"""`linli openapi`: write the API's document; `--check` says whether the written one is what the code says."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Write docs/api/openapi.json from the code, or check that it is up to date (`--check`)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            schema = import_string(settings.LINLI_API).get_openapi_schema()
            text = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"
        file = settings.ROOT / "docs" / "api" / "openapi.json"
        if options["check"]:
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                message = "docs/api/openapi.json is not what the code says: run `./run linli openapi`."
                raise CommandError(message)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.stdout.write(f"Wrote {file.relative_to(settings.ROOT)}: {len(schema['paths'])} paths.")
