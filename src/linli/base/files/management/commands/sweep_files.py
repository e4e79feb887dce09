"""`linli sweep_files`: remove bytes that no row knows, which the worker also does every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from linli.base.files.operations import sweep_orphans


class Command(BaseCommand):
    help = "Remove files on the disk that belong to no record (uploads whose transaction was undone)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sweep_orphans(now=timezone.now())} files removed.")
