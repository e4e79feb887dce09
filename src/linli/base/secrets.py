"""What must not be read by whoever takes the database alone: encrypted columns, and keyed hashes to find them by.

Identity numbers and phones are sensitive personal information (Personal Information Protection Law, art. 28 and 51).
A stored value reads `k1:…` (AES-256-GCM) or `k1.sm4:…` (SM4-GCM, GB/T 32907, by `LINLI_CIPHER=sm4`): the id of the
key, the cipher if it is not the usual one, then base64 of nonce, ciphertext and tag. It is bound to its model and
field, so that a value copied into another column cannot be read there. Both ciphers are readable, whichever one writes.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models, transaction
from django.db.models.functions import Cast

NONCE = 12
TAG = 16
SM4_MARK = ".sm4"


class Unreadable(Exception):  # noqa: N818 -- it names a state of a value, and never holds the value
    """A stored value that no key of this installation opens: its key is missing, or somebody changed it."""


class Keys(Protocol):
    """The keys of this installation: every one that ever encrypted, by its id, and which of them writes now."""

    @property
    def current(self) -> str: ...
    @property
    def index(self) -> bytes: ...
    def key(self, name: str) -> bytes | None: ...


@dataclass(frozen=True, repr=False)
class _Box:
    """One key with one cipher, set up once."""

    seal: Callable[[bytes, bytes, bytes], bytes]
    open: Callable[[bytes, bytes, bytes], bytes]


@lru_cache(maxsize=64)
def _aes(key: bytes) -> _Box:
    cipher = AESGCM(key)
    return _Box(cipher.encrypt, cipher.decrypt)


@lru_cache(maxsize=64)
def _sm4(key: bytes) -> _Box:
    # SM4 takes 128 bits: they are derived, so that one stored key never serves two ciphers as it is.
    algorithm = algorithms.SM4(hmac.digest(key, b"linli:sm4", "sha256")[:16])

    def seal(nonce: bytes, text: bytes, context: bytes) -> bytes:
        encryptor = Cipher(algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(context)
        return encryptor.update(text) + encryptor.finalize() + encryptor.tag

    def unseal(nonce: bytes, sealed: bytes, context: bytes) -> bytes:
        decryptor = Cipher(algorithm, modes.GCM(nonce, sealed[-TAG:])).decryptor()
        decryptor.authenticate_additional_data(context)
        return decryptor.update(sealed[:-TAG]) + decryptor.finalize()

    return _Box(seal, unseal)


def writing_mark() -> str:
    """What a value that is written now begins with: `k1`, or `k1.sm4`."""
    keys: Keys = settings.LINLI_KEYS
    return keys.current + (SM4_MARK if settings.LINLI_CIPHER == "sm4" else "")


def _box(mark: str, context: str) -> _Box:
    keys: Keys = settings.LINLI_KEYS
    name = mark.removesuffix(SM4_MARK)
    key = keys.key(name)
    if key is None:
        message = f"{context}: the key {name!r} is not among the keys of this installation."
        raise Unreadable(message)
    return _sm4(key) if mark.endswith(SM4_MARK) else _aes(key)


def encrypt(text: str, context: str) -> str:
    """`text` as it may lie in a database; only `decrypt` with the same `context` reads it again."""
    mark = writing_mark()
    nonce = os.urandom(NONCE)
    sealed = _box(mark, context).seal(nonce, text.encode(), context.encode())
    return f"{mark}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, context: str) -> str:
    """What was encrypted; `Unreadable` when a key is missing or the value was changed or moved."""
    mark, colon, body = stored.partition(":")
    if not colon:
        message = f"{context}: the stored value was not written by this program."
        raise Unreadable(message)
    box = _box(mark, context)
    try:
        raw = base64.b64decode(body, validate=True)
        if len(raw) < NONCE + TAG:
            raise InvalidTag
        return box.open(raw[:NONCE], raw[NONCE:], context.encode()).decode()
    except (InvalidTag, binascii.Error, ValueError):
        message = f"{context}: the stored value was changed, or belongs to another field."
        raise Unreadable(message) from None


def blind_index(value: str, purpose: str) -> str:
    """Thirty-two characters by which a secret value is found again, and from which nobody computes it without the key.

    The same value gives another hash for another `purpose`, so that columns cannot be joined with one another.
    Normalise the value first: `１２３` and `123` are two values here.
    """
    keys: Keys = settings.LINLI_KEYS
    return hmac.digest(keys.index, f"{purpose}\0{value}".encode(), "sha256")[:16].hex()


class EncryptedTextField(models.TextField):
    """Text that lies encrypted in the database and is plain in Python.

    It cannot be searched: keep a `blind_index` beside it. Renaming the field or its model makes stored values
    unreadable: encrypt them anew in the same migration.
    """

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = list(super().check(**kwargs))
        if self.unique or self.db_index:  # type: ignore[attr-defined]  # the stubs leave it out
            hint = "Put the index or the constraint on a column with its blind_index()."
            found.append(checks.Error("An encrypted field cannot be indexed.", hint=hint, obj=self, id="linli.E110"))
        return found

    @property
    def context(self) -> str:
        """What a value is bound to, e.g. `people.person.number`."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        plain = super().get_db_prep_value(value, connection, prepared)
        return encrypt(plain, self.context) if isinstance(plain, str) and plain else plain

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return decrypt(value, self.context) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull`: each value has its own nonce, so that a comparison would find nothing, and not say so."""
        if lookup_name != "isnull":
            message = f"{self.context} is encrypted: filter by the column with its blind_index()."
            raise FieldError(message)
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        self.get_lookup(lookup_name)
        return super().get_transform(lookup_name)


@checks.register(checks.Tags.security)
def cipher_is_known(**_kwargs: Any) -> list[checks.CheckMessage]:
    """The setting names one of the two ciphers."""
    if settings.LINLI_CIPHER in {"aes", "sm4"}:
        return []
    return [checks.Error("LINLI_CIPHER is neither aes nor sm4.", hint="Set it to one of them.", id="linli.E111")]


def encrypted_models() -> list[type[models.Model]]:
    """The models that keep something encrypted."""
    from django.apps import apps

    return [model for model in apps.get_models() if encrypted_fields(model)]


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """The encrypted columns of a model's own table."""
    return [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]


def rotate(model: type[models.Model], *, batch: int = 500) -> int:
    """Encrypt anew what another key or cipher than the current one wrote; returns how many values. May be run again.

    Each batch is a short transaction. A row that somebody changes meanwhile is left to them: it is new anyway.
    """
    fields = encrypted_fields(model)
    # As plain QuerySets, not the model's: a ledger refuses updates, and this changes no meaning.
    rows = models.QuerySet(model).annotate(**{_raw(field): Cast(field.name, models.TextField()) for field in fields})
    changed, page = 0, rows.order_by("pk")
    while chunk := list(page.values("pk", *map(_raw, fields))[:batch]):
        with transaction.atomic():
            changed += sum(_encrypt_anew(rows, field, row) for row in chunk for field in fields)
        page = rows.filter(pk__gt=chunk[-1]["pk"]).order_by("pk")
    return changed


def _raw(field: EncryptedTextField) -> str:
    return f"{field.name}_as_stored"


def _encrypt_anew(rows: models.QuerySet[Any], field: EncryptedTextField, row: dict[str, Any]) -> int:
    stored = row[_raw(field)]
    if not stored or stored.startswith(f"{writing_mark()}:"):
        return 0
    fresh = models.Value(encrypt(decrypt(stored, field.context), field.context), output_field=models.TextField())
    return rows.filter(pk=row["pk"], **{_raw(field): stored}).update(**{field.name: fresh})
