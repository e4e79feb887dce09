"""Which characters the font of our papers can draw. Typst leaves the others out and says nothing."""

from __future__ import annotations

import struct
from bisect import bisect_right
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FONT = FONTS / "NotoSansSC-Regular.ttf"
FAMILY = "Noto Sans SC"
WHOLE_UNICODE = 12  # the format of a cmap table that reaches beyond the first 65,536 characters
GETA = "〓"  # what Chinese and Japanese printers put where a sort is missing
UNSEEN = frozenset("\n\r\t\u200b\u200d\ufeff\ufe0e\ufe0f")  # no glyph is needed


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """The first and last characters of each run that the font knows (OpenType `cmap`, format 12)."""
    data = FONT.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(tables))
    cmap = next(offset for tag, _checksum, offset, _length in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", data, cmap + 2)
    for number in range(subtables):
        (offset,) = struct.unpack_from(">I", data, cmap + 4 + 8 * number + 4)
        if struct.unpack_from(">H", data, cmap + offset)[0] == WHOLE_UNICODE:
            (groups,) = struct.unpack_from(">I", data, cmap + offset + 12)
            runs = [struct.unpack_from(">II", data, cmap + offset + 16 + 12 * group) for group in range(groups)]
            return [first for first, _last in runs], [last for _first, last in runs]
    message = f"{FONT.name} has no cmap of format {WHOLE_UNICODE}."
    raise ValueError(message)


def can_draw(character: str) -> bool:
    """Whether the font has this character."""
    firsts, lasts = _ranges()
    place = bisect_right(firsts, ord(character)) - 1
    return character in UNSEEN or (place >= 0 and ord(character) <= lasts[place])


def drawable(text: str) -> tuple[str, set[str]]:
    """The text with 〓 for what the font cannot draw, and which characters these were."""
    missing = {character for character in set(text) if not can_draw(character)}
    return text.translate({ord(character): GETA for character in missing}) if missing else text, missing
