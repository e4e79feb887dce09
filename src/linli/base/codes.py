"""Short codes that are read aloud over a phone, their QR squares, and signed links that expire.

A code such as `7K3M-9QF2` opens the status of one matter to whoever holds the slip, so it must not be guessed: seven
characters of chance (27^7, ten thousand million) and one check character. The alphabet leaves out what the eye or the
ear confuses (0 O 1 I L, 2 Z, 5 S, 8 B, U V); where only one of a pair is left, the other is read as it.
"""

from __future__ import annotations

import io
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Any

import segno
from django.core import signing
from django.utils.translation import gettext as _

from linli.base.errors import Refused

ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
LENGTH = 8
GROUP = 4
PRIME = 29  # a prime beyond the alphabet: one wrong character or two exchanged ones never pass
CONFUSED = str.maketrans({"Z": "2", "S": "5", "B": "8", "U": "V"})
SEPARATORS = str.maketrans(dict.fromkeys(" \t\r\n-_./·‐‑‒–—―−、，,", None))


def new_code() -> str:
    """A code that nobody has seen and nobody can guess. The caller keeps it unique and asks again if it is taken."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH - 1))
        check = _check(body)
        if check < len(ALPHABET):  # two of the 29 checks have no character
            return _grouped(body + ALPHABET[check])


def free_code(rows: Any) -> str:
    """A code that none of these rows has; of ten thousand million, the first is nearly always free."""
    while rows.filter(code=(code := new_code())).exists():
        pass
    return code


def normalise_code(text: str) -> str | None:
    """The code that somebody typed, however they typed it; None when it cannot be one (a character is wrong)."""
    typed = unicodedata.normalize("NFKC", text).upper().translate(SEPARATORS).translate(CONFUSED)
    if len(typed) != LENGTH or not set(typed) <= set(ALPHABET) or _check(typed[:-1]) != ALPHABET.index(typed[-1]):
        return None
    return _grouped(typed)


def _check(body: str) -> int:
    return sum(ALPHABET.index(character) * weight for weight, character in enumerate(body, start=2)) % PRIME


def _grouped(characters: str) -> str:
    return f"{characters[:GROUP]}-{characters[GROUP:]}"


def qr_svg(text: str, *, title: str = "", scale: int = 4) -> str:
    """`text` as a QR square to stand inside a page: dark on white in the dark too, because scanners want it so."""
    return segno.make(text, error="m").svg_inline(scale=scale, border=2, light="#fff", title=title or None)


def qr_png(text: str, *, scale: int = 8) -> bytes:
    """`text` as a QR square in a picture file."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=scale, border=2)
    return out.getvalue()


def sign_link(purpose: str, data: dict[str, Any], *, days: float, now: datetime) -> str:
    """A token for an address: it says `data`, for `purpose` alone, until `days` have passed. Signed, not secret."""
    until = int((now + timedelta(days=days)).timestamp())
    return _signer(purpose).sign_object({"data": data, "until": until}, compress=True)


def read_link(purpose: str, token: str, *, now: datetime) -> dict[str, Any]:
    """What a link says; refused when it has expired, was changed, or was made for another purpose."""
    try:
        said = _signer(purpose).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise Refused("link-invalid", _("This link is not complete. Please open it again from the message.")) from None
    if now.timestamp() >= said["until"]:
        raise Refused("link-expired", _("This link has expired. Please ask for a new one."))
    data: dict[str, Any] = said["data"]
    return data


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"linli.link.{purpose}")
