"""Cells that were left empty because they say the same as the cell above."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class FillDown:
    """Carries the parts of an address (outermost first) from one record to the next.

    A file that lost its merged cells (a CSV, or a list typed with gaps) writes the address once and leaves it empty
    below. What is empty is taken from the record above only if that record stands directly above, and
    - outer parts, when an inner part is given: a new door in the same building;
    - all parts, when the record does not begin a household and its serial number, if there is one, is the next one.
    Anything else stays empty, and the record is on the list of what to settle.
    """

    size: int
    above: list[str] = field(default_factory=list)
    serial: int | None = None
    taken: int = 0  # how many records took something from above

    def apply(self, parts: list[str], *, follows: bool, begins: bool, serial: int | None) -> list[str]:
        """The full address of the next record."""
        given = next((index for index, part in enumerate(parts) if part), self.size)
        continues = serial is None or self.serial is None or serial == self.serial + 1
        if given and follows and self.above and (given < self.size or (continues and not begins)):
            self.taken += any(self.above[:given])
            parts = self.above[:given] + parts[given:]
        self.above, self.serial = parts, serial
        return parts
