"""Which numbers of a table stay at home, so that no small one can be read or computed (B-14: suppress n < 5).

A number from one to four is withheld. Where a total and its other parts would give it away, more numbers are withheld
with it, the smallest first. Nought is shown: it points at nobody. What somebody outside may know is the arithmetic
(`Line`), and that whatever is withheld is at least one; against both this is checked before anything is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from linli.core.openness.enums import FEWEST

Key = tuple[str, str]  # what is counted, of which kind: ("solved", "UT")
MANY = 10**9
ROUNDS = 100


@dataclass(frozen=True)
class Line:
    """A total and the parts whose sum it is."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def all(self) -> tuple[Key, ...]:
        return (*self.parts, self.total)


def withheld(numbers: Mapping[Key, int], lines: Sequence[Line]) -> frozenset[Key]:
    """The numbers that are not published."""
    hidden = {key for key, number in numbers.items() if 0 < number < FEWEST}
    while hidden:
        more = _given_away(numbers, lines, hidden)
        if more is None:
            break
        hidden.add(more)
    return frozenset(hidden)


def _given_away(numbers: Mapping[Key, int], lines: Sequence[Line], hidden: set[Key]) -> Key | None:
    """One number more that has to be withheld; None when nothing is given away."""
    for line in lines:
        inside = [key for key in line.all if key in hidden]
        few = line.total not in hidden and sum(numbers[key] for key in inside) < FEWEST
        if inside and (len(inside) == 1 or few):
            return _smallest_shown(numbers, [line], hidden)
    for key in sorted(_solved(lines, hidden) | _narrowed(numbers, lines, hidden)):
        around = [line for line in lines if key in line.all]
        if (more := _smallest_shown(numbers, around, hidden)) is not None:
            return more
    return None


def _smallest_shown(numbers: Mapping[Key, int], lines: Iterable[Line], hidden: set[Key]) -> Key | None:
    """Parts before totals: a total tells more people something."""
    totals = {line.total for line in lines}
    shown = {key for line in lines for key in line.all if key not in hidden and numbers[key]}
    return min(shown, key=lambda key: (key in totals, numbers[key], key), default=None)


def _solved(lines: Sequence[Line], hidden: set[Key]) -> set[Key]:
    """Which withheld numbers follow from the others by arithmetic alone: the lines as equations, solved."""
    unknown = sorted(hidden)
    rows = [_equation(line, unknown) for line in lines if hidden & set(line.all)]
    done = 0
    for column in range(len(unknown)):
        pivot = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        first = rows[done][column]
        rows[done] = [value / first for value in rows[done]]
        for at, row in enumerate(rows):
            if at != done and row[column]:
                rows[at] = [value - row[column] * own for value, own in zip(row, rows[done], strict=True)]
        done += 1
    alone = [[at for at, value in enumerate(row) if value] for row in rows]
    return {unknown[at[0]] for at in alone if len(at) == 1}


def _equation(line: Line, unknown: Sequence[Key]) -> list[Fraction]:
    return [Fraction((key in line.parts) - (key == line.total)) for key in unknown]


def _narrowed(numbers: Mapping[Key, int], lines: Sequence[Line], hidden: set[Key]) -> set[Key]:
    """Which withheld numbers can only be one number, when every withheld one is at least one."""
    least, most = dict.fromkeys(hidden, 1), dict.fromkeys(hidden, MANY)
    for key, number in numbers.items():
        if key not in hidden:
            least[key] = most[key] = number
    for _round in range(ROUNDS):
        before = (dict(least), dict(most))
        for line in lines:
            low, high = sum(least[key] for key in line.parts), sum(most[key] for key in line.parts)
            least[line.total], most[line.total] = max(least[line.total], low), min(most[line.total], high)
            for key in line.parts:
                most[key] = min(most[key], most[line.total] - (low - least[key]))
                least[key] = max(least[key], least[line.total] - (high - most[key]))
        if (least, most) == before:
            break
    return {key for key in hidden if least[key] == most[key]}
