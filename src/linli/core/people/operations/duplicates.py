"""Two rows that may be one person: found at night, with the reasons, for somebody to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.workflow import Move, step
from linli.core.areas.models import Area
from linli.core.people.enums import PairState, PeoplePermission
from linli.core.people.models import DuplicatePair, Person

CROWD = 30  # a key that so many share says nothing about two of them
SUGGESTED = frozenset({PairState.SUGGESTED})
MERGE = Move("merge", frozenset({PairState.SUGGESTED, PairState.DISTINCT}), PairState.MERGED, PeoplePermission.MERGE)
DISTINCT = Move(
    "mark_distinct", SUGGESTED, PairState.DISTINCT, PeoplePermission.MERGE, gettext_lazy("These are two people")
)
REOPEN = Move("reopen", frozenset({PairState.MERGED}), PairState.DISTINCT, PeoplePermission.MERGE)


@dataclass(frozen=True, slots=True)
class Row:
    """What of a person is compared."""

    id: UUID
    place: str
    name: str
    pinyin: str
    birth_on: date | None
    phone: str
    number: str


Pair = tuple[Row, Row]


@transaction.atomic
def suggest_duplicates(*, community: Area, actor: Actor, now: datetime) -> int:
    """Find rows of a community that may be one person; tell how many pairs are new. Settled pairs stay settled."""
    require(actor, PeoplePermission.MERGE, community)
    people = Person.objects.live().filter(community=community)
    columns = people.values_list("pk", "place", "name", "pinyin", "birth_on", "phone_hash", "id_hash")
    found = _with_reasons([Row(*values) for values in columns.iterator(chunk_size=5_000)])
    known = set(DuplicatePair.objects.filter(community=community).values_list("first_id", "second_id"))
    new = [
        DuplicatePair(
            community=community,
            place=shared_place(first.place, second.place),
            first_id=first.id,
            second_id=second.id,
            reasons=reasons,
            state_since=now,
        )
        for (first, second), reasons in found.items()
        if (first.id, second.id) not in known
    ]
    DuplicatePair.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    if new:
        record("people.duplicates.suggest", community, actor=actor, now=now, data={"count": len(new)})
    return len(new)


@transaction.atomic
def mark_distinct(*, pair: DuplicatePair, actor: Actor, now: datetime) -> DuplicatePair:
    """Somebody has looked: these are two people. They are not suggested again."""
    return step(pair, DISTINCT, actor=actor, now=now)


def pair_up(one: Person, other: Person, now: datetime) -> DuplicatePair:
    """The pair of two people, in order; made when somebody found it without a suggestion."""
    if one.community_id is None or one.community_id != other.community_id:
        raise Refused("other-community", _("They belong to different communities."))
    first, second = sorted((one, other), key=lambda person: person.pk)
    place = shared_place(first.place, second.place)
    values = {"community_id": one.community_id, "place": place, "reasons": ["found-by-hand"], "state_since": now}
    return DuplicatePair.objects.get_or_create(first=first, second=second, defaults=values)[0]


def shared_place(one: str, other: str) -> str:
    """The lowest place that two places lie in."""
    return one[: _alike_until(one, other)].rpartition("/")[0] + "/"


def _with_reasons(rows: list[Row]) -> dict[Pair, list[str]]:
    found: dict[Pair, list[str]] = defaultdict(list)
    for reason, pairs in (
        ("same-phone", _same_phone(rows)),
        ("same-name-and-birthday", _alike(rows, lambda row: row.birth_on and (row.name, row.birth_on))),
        ("similar-name-same-home", _same_home(rows)),
    ):
        for one, other in pairs:
            if not (one.number and other.number and one.number != other.number):  # two numbers are two people
                first, second = sorted((one, other), key=lambda row: row.id)
                found[first, second].append(reason)
    return found


def _alike(rows: Iterable[Row], key: Callable[[Row], object]) -> Iterator[Pair]:
    """Every two rows that have the same key."""
    groups: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if value := key(row):
            groups[value].append(row)
    for group in groups.values():
        if len(group) <= CROWD:
            yield from combinations(group, 2)


def _same_phone(rows: Iterable[Row]) -> Iterator[Pair]:
    """A family shares a phone, so the name must sound alike too, or the birthday be the same in another home."""
    for one, other in _alike(rows, lambda row: row.phone):
        same_day = one.birth_on is not None and one.birth_on == other.birth_on
        if one.pinyin == other.pinyin or (same_day and one.place != other.place):
            yield one, other


def _same_home(rows: Iterable[Row]) -> Iterator[Pair]:
    """In one home: names that sound alike, or differ by one character with nothing known that tells them apart."""
    for one, other in _alike(rows, lambda row: row.place):
        if one.birth_on and other.birth_on and one.birth_on != other.birth_on:
            continue
        if one.pinyin == other.pinyin or (one.birth_on == other.birth_on and one_apart(one.name, other.name)):
            yield one, other


def one_apart(one: str, other: str) -> bool:
    """Whether one character was changed, left out or added."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 2:
        return False
    start = _alike_until(one, other)
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return longer[start + 1 :] == shorter[start + (len(one) == len(other)) :]


def _alike_until(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
