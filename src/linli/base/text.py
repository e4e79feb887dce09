"""Words as they may be kept and shown: without unseen characters; names and numbers so that they are recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.base.errors import Refused
from linli.base.names import COMPOUND

LONGEST_TEXT = 2000
TITLE = 24
SENTENCE = re.compile(r"[。！？!?；;\n]|[.,，](?:\s|$)")


def masked_name(name: str | None) -> str:
    """`张*`, `欧阳**`: the surname, and a star for each character that follows."""
    if not name:
        return ""
    shown = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    return name[:shown] + "*" * max(len(name) - shown, 1)


def masked_phone(phone: str | None) -> str:
    """`138****1234`: a mobile by its ends; any other number by its last two digits."""
    if not phone:
        return ""
    digits = [character for character in phone if character.isdigit()]
    if len(digits) == 13 and phone.startswith("+86"):
        digits = digits[2:]
    if len(digits) == 11:
        return f"{''.join(digits[:3])}****{''.join(digits[-4:])}"
    return "*" * max(len(digits) - 2, 4) + "".join(digits[-2:])


def masked_id(number: str | None) -> str:
    """`211081********1234`: where it was issued and the last four; a shorter number only by its ends."""
    if not number:
        return ""
    if len(number) == 18:
        return f"{number[:6]}{'*' * 8}{number[-4:]}"
    if len(number) < 5:
        return "*" * len(number)
    return f"{number[0]}{'*' * (len(number) - 3)}{number[-2:]}"


def listed(words: Iterable[object]) -> str:
    """Several things one after the other, as the language of the reader puts it: `a, b`, or `甲、乙`."""
    return pgettext("between two things of a list", ", ").join(map(str, words))


def clean_words(text: str, *, field: str = "text", needed: str = "", most: int = LONGEST_TEXT) -> str:
    """What somebody wrote, without characters that no one can see and no database takes; refused when it is too long.

    With `needed` an empty text is refused, and `needed` says what should have been written.
    """
    encodable = text.encode("utf-8", "ignore").decode()
    kept = "".join(sign for sign in encodable if sign in "\n\t" or sign.isprintable() or sign.isspace())
    clean = "\n".join(line.rstrip() for line in kept.replace("\r\n", "\n").split("\n")).strip()
    if needed and not clean:
        raise Refused("words-needed", needed, field=field)
    if len(clean) > most:
        message = _("This is longer than %(most)s characters. Please say it shorter.") % {"most": most}
        raise Refused("too-long", message, field=field)
    return clean


def title_of(text: str) -> str:
    """The first words of a text, as people would call the matter."""
    first = next((part.strip() for part in SENTENCE.split(text) if part.strip()), text.strip())
    first = " ".join(first.split())
    wide = any(ord(sign) > 0x2E80 for sign in first)
    most = TITLE if wide else 2 * TITLE
    return first if len(first) <= most else first[: most - 1].rstrip() + "…"


def yuan(fen: int | None) -> str:
    """Money as people write it: `1,250.50`, `15`."""
    return "" if fen is None else f"{fen / 100:,.2f}".removesuffix(".00")
