"""Keys that lie in the past, as if each row had been written at its moment."""

from __future__ import annotations

import random
from datetime import datetime
from uuid import UUID

SAME_MOMENT = 4096  # as many rows of one millisecond keep their order


class Keys:
    """Version 7 keys for given moments, the same ones for the same seed, in the order in which they were asked for."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._moment, self._count = 0, 0

    def at(self, moment: datetime) -> UUID:
        """A key as it would have been made then."""
        milliseconds = int(moment.timestamp() * 1000)
        if milliseconds != self._moment:
            self._moment, self._count = milliseconds, 0
        later, order = divmod(self._count, SAME_MOMENT)
        self._count += 1
        value = (milliseconds + later) << 80 | 0x7 << 76 | order << 64 | 0b10 << 62
        return UUID(int=value | self.chance.getrandbits(62))
