"""When the last backup was made; every start asks, so this needs none of what making one needs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings

NOTE = "last-backup.json"


@dataclass(frozen=True)
class Backup:
    """What was kept, when and where."""

    at: datetime
    file: str
    bytes: int
    rows: int
    files: int


def last_backup() -> Backup | None:
    """The newest backup that this installation made, if it ever made one."""
    note = settings.LINLI_HOME / NOTE
    if not note.exists():
        return None
    raw = json.loads(note.read_text(encoding="utf-8"))
    return Backup(**{**raw, "at": datetime.fromisoformat(raw["at"])})


def note_backup(backup: Backup) -> None:
    """Remember a backup, wherever it lies."""
    note = json.dumps({**asdict(backup), "at": backup.at.isoformat()})
    (settings.LINLI_HOME / NOTE).write_text(note, encoding="utf-8")
