"""Sessions lie encrypted in the database: on the way in they hold a phone, a one-time code, a secret being set up."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.serializers import JSONSerializer

from linli.base.secrets import Unreadable, decrypt, encrypt

CONTEXT = "sessions.session.session_data"


class SealedSerializer:
    """Reads and writes a session so that whoever takes the database alone learns nothing from it."""

    def dumps(self, obj: dict[str, Any]) -> bytes:
        return encrypt(JSONSerializer().dumps(obj).decode("latin-1"), CONTEXT).encode()

    def loads(self, data: bytes) -> Any:
        try:
            return JSONSerializer().loads(decrypt(data.decode(), CONTEXT).encode("latin-1"))
        except Unreadable:
            return {}  # whoever is concerned signs in again
