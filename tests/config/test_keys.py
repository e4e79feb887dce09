"""Keys: made once, added to, never shown."""

from __future__ import annotations

import base64
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from linli.base.secrets import decrypt, encrypt
from linli.config.keys import add_key, load_keys


def test_keys_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "keys.json"
    keys = load_keys(path)
    assert load_keys(path) == keys
    assert path.stat().st_mode & 0o077 == 0
    assert [len(keys.data["k1"]), len(keys.index)] == [32, 32]
    assert sorted(file.name for file in path.parent.iterdir()) == ["keys.json"]


def test_keys_are_not_shown(tmp_path: Path) -> None:
    keys = load_keys(tmp_path / "keys.json")
    assert keys.secret_key not in repr(keys)
    assert base64.b64encode(keys.index).decode() not in repr(keys)


def test_an_added_key_writes_and_the_older_ones_still_read(tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "keys.json"
    settings.LINLI_KEYS = running = load_keys(path)
    older = encrypt("secret", "a.b.c")
    assert add_key(path) == "k2"
    assert path.stat().st_mode & 0o077 == 0
    settings.LINLI_KEYS = load_keys(path)
    newer = encrypt("secret", "a.b.c")
    assert (older[:3], newer[:3]) == ("k1:", "k2:")
    assert [decrypt(value, "a.b.c") for value in (older, newer)] == ["secret", "secret"]
    settings.LINLI_KEYS = running  # a server that was not restarted yet
    assert decrypt(newer, "a.b.c") == "secret"


@pytest.mark.django_db
def test_the_command_adds_and_rotates(tmp_path: Path, settings: Any) -> None:
    settings.LINLI_KEYS = load_keys(tmp_path / "keys.json")
    said = StringIO()
    call_command("keys", "add", stdout=said)
    call_command("keys", "rotate", stdout=said)
    assert "Key k2 was added" in said.getvalue()
    assert load_keys(tmp_path / "keys.json").current == "k2"
