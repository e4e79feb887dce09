"""Keys lie beside the database, never in it: whoever takes the database alone can read no identity number."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, repr=False)
class Keys:
    """The secrets of one installation. `data` has every key that ever encrypted; `current` is the one that writes."""

    secret_key: str
    current: str
    data: dict[str, bytes]
    index: bytes
    path: Path = Path()

    def key(self, name: str) -> bytes | None:
        """The key with this id. One that another process has added since our start is read from the file."""
        if name not in self.data and self.path.is_file():
            self.data.update(load_keys(self.path).data)
        return self.data.get(name)


def load_keys(path: Path) -> Keys:
    """Read the keys of this installation; make them at the first start, readable by this user alone."""
    if not path.exists():
        _write_new(path)
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Keys(
        secret_key=raw["secret_key"],
        current=raw["current"],
        data={name: base64.b64decode(value) for name, value in raw["data"].items()},
        index=base64.b64decode(raw["index"]),
        path=path,
    )


def add_key(path: Path) -> str:
    """Add a key that encrypts from the next start on; returns its id. Older ones stay, because older rows need them."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    name = f"k{1 + max(int(known.removeprefix('k')) for known in raw['data'])}"
    raw["data"][name] = _fresh()
    raw["current"] = name
    _draft(path, raw).replace(path)
    return name


def _write_new(path: Path) -> None:
    raw: dict[str, Any] = {
        "secret_key": secrets.token_urlsafe(50),
        "current": "k1",
        "data": {"k1": _fresh()},
        "index": _fresh(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path, raw)
    try:
        os.link(draft, path)  # of two processes that start together, the first one's keys hold for both
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _draft(path: Path, raw: dict[str, Any]) -> Path:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(raw, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return draft
