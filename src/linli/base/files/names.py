"""What a file may be called, whoever named it."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
FORBIDDEN = re.compile(r'[<>:"|?*%;\x7f]')


def harmless_name(name: str, *, ending: str, default: str = "file") -> str:
    """The name without folders, control signs and tricks of direction, with the ending that its bytes deserve."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] not in "C" and sign not in "\u2028\u2029")
    stem = FORBIDDEN.sub("_", shown.rpartition(".")[0] or shown).strip(" ._")
    return f"{stem[: LONGEST - len(ending)] or default}{ending}"
