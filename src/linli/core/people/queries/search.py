"""Finding people: by characters, pinyin, initials, the tail of a phone, a whole phone or identity number.

Each way is one range of one index, so that it costs the same in a community of a hundred as in a community alone.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from linli.base.identity import NotAnIdentityNumber, NotAPhone, parse_identity_number, parse_phone
from linli.base.permissions import Actor
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Person
from linli.core.people.queries.keys import TAIL, hash_of_id, hash_of_phone, hash_of_tail

EACH_WAY = 20
NUMBER = re.compile(r"[\d\s\-+]+[xX]?")
LATIN = re.compile(r"[a-zA-ZüÜ' ]+")


@dataclass(frozen=True)
class Way:
    """One way to find people: a condition that is a range of the index which `order` follows."""

    condition: Q
    order: str


def find_people(actor: Actor, text: str, limit: int = EACH_WAY) -> list[Person]:
    """The people of the actor's places whom these words may mean, at most `limit` for each way to read them."""
    people = Person.objects.visible_to(actor, PeoplePermission.VIEW).filter(ended_on=None)
    found: dict[object, Person] = {}
    for way in ways_to(text):
        rows = people.filter(way.condition).order_by(way.order, "pk")
        found |= {person.pk: person for person in rows[:limit] if person.pk not in found}
    return list(found.values())


def people_matching(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """The rows of a list that these words may mean."""
    condition = Q()
    for way in ways_to(text):
        condition |= way.condition
    return people.filter(condition) if condition else people.none()


def ways_to(text: str) -> list[Way]:
    """How the words may be meant. Digits are a number, letters are pinyin or initials, the rest is a name."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return []
    if NUMBER.fullmatch(text):
        return _by_number(text)
    if LATIN.fullmatch(text):
        letters = re.sub(r"[' ]", "", text.lower().replace("ü", "v"))
        ways = [Way(Q(pinyin__begins=letters), "pinyin")] if letters else []
        return [*ways, Way(Q(initials__begins=letters), "initials")] if 0 < len(letters) <= 20 else ways
    name = " ".join(text.split())
    return [Way(Q(name__begins=name), "name"), Way(Q(given__begins=name), "given")]


def _by_number(text: str) -> list[Way]:
    digits = re.sub(r"[\s\-+]", "", text).upper()
    if len(digits) == TAIL:
        return [Way(Q(phone_tail=hash_of_tail(digits)), "phone_tail")]
    ways = []
    with suppress(NotAnIdentityNumber):
        number = parse_identity_number(digits, date.max).number
        ways.append(Way(Q(id_hash=hash_of_id(number)), "id_hash"))
    with suppress(NotAPhone):
        ways.append(Way(Q(phone_hash=hash_of_phone(parse_phone(text))), "phone_hash"))
    return ways
