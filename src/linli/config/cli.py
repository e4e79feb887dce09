"""The command line: Django's commands and ours, one door."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command, e.g. `linli migrate` or `linli import residents FILE --community …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    execute_from_command_line(["linli", *sys.argv[1:]])
