"""Where the files of imports lie while they are needed: below LINLI_HOME, for the program's own eyes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.sheets import limits


def folder() -> Path:
    """The folder of uploaded rosters, readable by nobody else."""
    path: Path = settings.LINLI_HOME / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(key: UUID, chunks: Iterable[bytes]) -> tuple[Path, str]:
    """Write an upload down; returns where, and its digest. A file that is too large is not kept."""
    path = folder() / str(key)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limits.MAX_FILE_BYTES:
                break
            digest.update(chunk)
            file.write(chunk)
    if size > limits.MAX_FILE_BYTES:
        path.unlink()
        raise Refused("file-too-large", _("This file is larger than a roster can be. Please split it and try again."))
    return path, digest.hexdigest()


def digest_of(path: Path) -> str:
    """The digest of a file that lies somewhere else."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
