"""One box finds people, homes and matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from linli.base.permissions import Actor
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import addresses_of
from linli.core.matters.models import Matter
from linli.core.matters.queries import lists
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Person
from linli.core.people.queries.homes import find_homes
from linli.core.people.queries.persons import shown_name
from linli.core.people.queries.search import find_people

EACH = 12


@dataclass(frozen=True)
class Found:
    """What some words may mean."""

    matters: list[Matter] = field(default_factory=list)
    people: list[tuple[Person, str, str]] = field(default_factory=list)
    homes: list[tuple[Area, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.matters or self.people or self.homes)


def find(actor: Actor, text: str, today: date, limit: int = EACH) -> Found:
    """The matters, people and homes that the words may mean, of those the actor may see, so many of each."""
    if not text:
        return Found()
    visible = lists.visible_matters(actor).order_by("-reported_at", "-pk")
    said = visible.filter(lists.found_by(text, actor)).values("pk")[:limit]
    knows_people = bool(actor.scopes(PeoplePermission.VIEW))
    people = find_people(actor, text, limit)[:limit] if knows_people else []
    homes = find_homes(actor, text, limit) if knows_people else []
    words = addresses_of([person.place for person in people] + [home.path for home in homes])
    return Found(
        matters=list(visible.filter(pk__in=said)),
        people=[(person, shown_name(person, actor, today), str(words[person.place])) for person in people],
        homes=[(home, str(words[home.path])) for home in homes],
    )
