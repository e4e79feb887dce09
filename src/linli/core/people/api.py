"""People and homes for programs: masked as on the pages. Numbers in full are seen on a page, with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from ninja import Query, Router, Schema

from linli.base.permissions import Actor, may
from linli.base.text import masked_id, masked_phone
from linli.base.web.api import REFUSALS
from linli.base.web.context import actor_of
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import addresses_of
from linli.core.people.enums import CareCategory, PeoplePermission, Relation, ResidenceKind
from linli.core.people.models import Person
from linli.core.people.queries.homes import find_homes, homes_for, households_with_members, people_behind
from linli.core.people.queries.persons import care_of, shown_name
from linli.core.people.queries.search import find_people

router = Router(tags=["people"])
FOUND = 20


class PersonOut(Schema):
    """Somebody as a list may show them: numbers masked, the name of a child only to those who look after it."""

    id: UUID
    name: str
    sex: str
    age: int | None
    place: str
    address: str
    phone: str


class CareOut(Schema):
    """A need of care."""

    category: CareCategory
    purpose: str
    basis: str
    ends_on: date


class PersonDetail(PersonOut):
    """Somebody with masked numbers, and their care for those who may see it. Children's needs stay on their page."""

    birth_on: date | None
    id_number: str
    ended_on: date | None
    care: list[CareOut] | None


class HomeOut(Schema):
    """A door, with how many live behind it."""

    id: UUID
    address: str
    place: str
    people: int


class MemberOut(Schema):
    """Who lives in a household, and how related to its head."""

    id: UUID
    name: str
    relation: Relation
    kind: ResidenceKind


class HouseholdOut(Schema):
    """A household behind a door."""

    id: UUID
    place: str
    members: list[MemberOut]


@router.get("", response={200: list[PersonOut], **REFUSALS}, operation_id="people_find")
def find(request: HttpRequest, q: str = Query(..., min_length=1, max_length=100)) -> list[dict[str, Any]]:
    """Find people by name, pinyin, initials, the last four digits of a phone, or a whole number: some of each way."""
    people = find_people(actor_of(request), q.replace("\x00", ""), limit=FOUND)
    return _people(people, actor_of(request))


@router.get("/homes", response={200: list[HomeOut], **REFUSALS}, operation_id="homes_find")
def find_by_address(request: HttpRequest, q: str = Query(..., min_length=1, max_length=100)) -> list[dict[str, Any]]:
    """Find homes by their address: `3-2-302`, or as it is written on the door."""
    homes = find_homes(actor_of(request), q.replace("\x00", ""), limit=FOUND)
    words, counts = addresses_of(home.path for home in homes), people_behind(homes)
    return [
        {"id": home.pk, "address": str(words[home.path]), "place": home.path, "people": counts.get(home.pk, 0)}
        for home in homes
    ]


@router.get("/homes/{uuid:pk}", response={200: list[HouseholdOut], **REFUSALS}, operation_id="home_households")
def show_home(request: HttpRequest, pk: UUID) -> list[dict[str, Any]]:
    """The households behind a door, with their people."""
    actor, today = actor_of(request), localdate()
    home: Area = get_object_or_404(homes_for(actor), pk=pk)
    return [
        {"id": household.pk, "place": household.place, "members": [_member(row, actor, today) for row in rows]}
        for household, rows in households_with_members(home)
    ]


@router.get("/{uuid:pk}", response={200: PersonDetail, **REFUSALS}, operation_id="person")
def show_person(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """Somebody, with masked numbers. The record of a child under 14 opens on its page, with a reason."""
    actor, today = actor_of(request), localdate()
    person = get_object_or_404(Person.objects.visible_to(actor, PeoplePermission.VIEW), pk=pk)
    is_open = may(actor, PeoplePermission.CARE_VIEW, person) and not person.is_child_on(today)
    return {
        **_people([person], actor)[0],
        "birth_on": None if person.is_child_on(today) else person.birth_on,
        "id_number": masked_id(person.id_number),
        "ended_on": person.ended_on,
        "care": list(care_of(person, today)) if is_open else None,
    }


def _people(people: list[Person], actor: Actor) -> list[dict[str, Any]]:
    words, today = addresses_of(person.place for person in people), localdate()
    return [
        {
            "id": person.pk,
            "name": shown_name(person, actor, today),
            "sex": person.sex,
            "age": person.age_on(today),
            "place": person.place,
            "address": str(words[person.place]),
            "phone": masked_phone(person.phone),
        }
        for person in people
    ]


def _member(row: Any, actor: Actor, today: date) -> dict[str, Any]:
    name = shown_name(row.person, actor, today)
    return {"id": row.person_id, "name": name, "relation": row.relation, "kind": row.kind}
