"""`linli translations`: is every sentence there in Chinese? And the compiled catalogue, without gettext's programs."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

CATALOGUE = Path("zh_Hans") / "LC_MESSAGES" / "django.po"


class Command(BaseCommand):
    help = "Compile the Chinese catalogue, or with --check say which sentences are not translated."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if anything is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        import polib  # of the tools for development: a running Linli needs none of this

        catalogue = settings.ROOT / "locale" / CATALOGUE
        if not catalogue.exists():
            message = f"There is no {catalogue}."
            raise CommandError(message)
        if not options["check"]:
            polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))
            self.stdout.write(f"Compiled {catalogue.with_suffix('.mo')}.")
            return
        with tempfile.TemporaryDirectory(prefix="linli-locale-") as folder:
            fresh = polib.pofile(str(_collected(Path(folder))))
        missing = [f"{where(entry)}: {entry.msgid!r}" for entry in fresh if not entry.obsolete and not _said(entry)]
        missing += _differences(polib.pofile(str(catalogue)), polib.mofile(str(catalogue.with_suffix(".mo"))))
        if missing:
            message = "Not said in Chinese, or not as it should be:\n" + "\n".join(missing)
            raise CommandError(message)
        self.stdout.write(f"{len(fresh)} sentences, all there in Chinese.")


def where(entry: Any) -> str:
    """The first place where a sentence stands."""
    return ":".join(entry.occurrences[0]) if entry.occurrences else "?"


def _collected(folder: Path) -> Path:
    """Collect the sentences of a copy, so that looking changes nothing."""
    shutil.copytree(settings.ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copytree(settings.ROOT / "locale", folder / "locale")
    command = [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "-v", "0", "--no-obsolete"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 -- a fixed list
    if done.returncode:
        raise CommandError(done.stderr)
    return folder / "locale" / CATALOGUE


def _said(entry: Any) -> bool:
    if entry.fuzzy:
        return False
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    wanted = _places(entry.msgid_plural or entry.msgid)
    return all(text.strip() and _places(text) == wanted for text in said)


def _places(text: str) -> set[str]:
    """The named placeholders, `%(name)s` and `{name}`."""
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text))


def _differences(catalogue: Any, compiled: Any) -> list[str]:
    """The compiled catalogue is what people see; it says what the readable one says."""

    def said(entries: Any) -> dict[Any, Any]:
        return {(one.msgctxt, one.msgid): one.msgstr_plural or one.msgstr for one in entries if not one.obsolete}

    wanted = {key: text for key, text in said(catalogue).items() if text}
    return [] if wanted == said(compiled) else ["django.mo is older than django.po: ./run linli translations"]
