"""No small number can be read or computed from what is published: tried against somebody who knows all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.openness.queries.hiding import Key, Line, withheld

KINDS, ENDINGS = ("A", "B", "C"), ("solved", "not_possible")
STEPS = (1, -1, 0, 2, -2)


def table(cells: dict[Key, int]) -> tuple[dict[Key, int], list[Line]]:
    """Kinds by endings, with the sums of both and of all."""
    lines = [Line(("ended", kind), tuple((ending, kind) for ending in ENDINGS)) for kind in KINDS]
    lines += [Line((ending, ""), tuple((ending, kind) for kind in KINDS)) for ending in ENDINGS]
    numbers = dict(cells)
    for line in lines:
        numbers[line.total] = sum(cells[part] for part in line.parts)
    whole = Line(("ended", ""), tuple(("ended", kind) for kind in KINDS))
    again = Line(("ended", ""), tuple((ending, "") for ending in ENDINGS))
    numbers["ended", ""] = sum(cells.values())
    return numbers, [*lines, whole, again]


def worlds(numbers: dict[Key, int], hidden: frozenset[Key]) -> Iterator[dict[Key, int]]:
    """Tables that would be published in the same words, a step or two away: whoever reads cannot tell them apart."""
    cells = list(product(ENDINGS, KINDS))
    ranges = [[numbers[cell] + n for n in STEPS] if cell in hidden else [numbers[cell]] for cell in cells]
    for values in product(*ranges):
        other, _lines = table(dict(zip(cells, values, strict=True)))
        if all((other[key] >= 1) if key in hidden else other[key] == numbers[key] for key in numbers):
            yield other


@given(st.lists(st.integers(0, 9), min_size=6, max_size=6))
@settings(max_examples=60)
def test_a_withheld_number_could_always_be_another(values):
    numbers, lines = table(dict(zip(product(ENDINGS, KINDS), values, strict=True)))
    hidden = withheld(numbers, lines)
    assert [key for key, number in numbers.items() if 0 < number < 5 and key not in hidden] == []
    seen: dict[Key, set[int]] = {key: set() for key in hidden}
    for other in worlds(numbers, hidden):
        for key in hidden:
            seen[key].add(other[key])
        if all(len(found) > 1 for found in seen.values()):
            break
    assert [key for key, found in seen.items() if len(found) < 2] == []


def line_of(*parts: int) -> tuple[dict[Key, int], list[Line]]:
    keys = [("reported", str(n)) for n in range(len(parts))]
    numbers = dict(zip(keys, parts, strict=True)) | {("reported", ""): sum(parts)}
    return numbers, [Line(("reported", ""), tuple(keys))]


def hidden_of(*parts: int) -> list[str]:
    return sorted(key[1] for key in withheld(*line_of(*parts)))


def test_nothing_is_withheld_when_nothing_is_small():
    assert hidden_of(5, 60, 0) == []


def test_a_single_small_number_takes_the_next_smallest_with_it():
    assert hidden_of(3, 40, 8) == ["0", "2"]


def test_two_small_numbers_are_not_left_with_a_sum_below_five():
    assert hidden_of(1, 1, 50, 9) == ["0", "1", "3"]


def test_a_total_is_withheld_when_it_is_small_itself():
    assert hidden_of(3, 0, 0) == ["", "0"]
