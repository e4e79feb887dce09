"""Adding people to the register, correcting them, and noting that they are gone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.core.areas.models import Area
from linli.core.people.enums import EndReason, PeoplePermission, Relation, ResidenceKind
from linli.core.people.events import PersonAdded, PersonEnded
from linli.core.people.models import CareNeed, Household, Person, Residence
from linli.core.people.operations.columns import (
    birth_of,
    id_columns,
    name_columns,
    person_columns,
    phone_columns,
    sex_of,
)
from linli.core.people.operations.homes import close_residence, settle_in
from linli.core.people.operations.numbers import read_id_number, read_phone
from linli.core.people.queries.actors import live_grants

DETAILS = ("sex", "birth_on", "ethnicity", "education", "employment", "note")
CORRECTABLE = ("name", "id_number", "phone", *DETAILS)
REASONS_TO_END = frozenset({EndReason.MOVED, EndReason.DIED})


@transaction.atomic
def add_person(
    *,
    at: Area,
    name: str,
    actor: Actor,
    now: datetime,
    id_number: str = "",
    phone: str = "",
    household: Household | None = None,
    relation: str = Relation.OTHER,
    kind: str = ResidenceKind.PERMANENT,
    lives_since: date | None = None,
    **details: Any,
) -> Person:
    """Add somebody to the register: in a household, or somewhere in the area `at` when the home is not known yet."""
    require(actor, PeoplePermission.EDIT, household or at)
    _only_known(details, DETAILS)
    today = localdate(now)
    told = person_columns(name=_named(name), id_number=read_id_number(id_number, today), phone=read_phone(phone))
    columns = {**details, **told}
    _check_birth(columns.get("birth_on"), today)
    place = household.place if household else at.path
    person = Person(community_id=at.community_id, place=place, updated_at=now, **columns)
    _insert(person)
    if household:
        settle_in(person, household, relation=relation, kind=kind, on=lives_since)
    fields = sorted(field for field, value in columns.items() if value and field in CORRECTABLE)
    record("people.person.add", person, actor=actor, now=now, data={"fields": fields})
    publish(PersonAdded(at=now, person_id=person.pk))
    return person


@transaction.atomic
def correct_person(
    *, person: Person, actor: Actor, now: datetime, reason: str = "", seen_at: datetime | None = None, **changes: Any
) -> Person:
    """Correct what the register says of somebody. A sound identity number decides sex and birthday.

    `seen_at` is `updated_at` as the form showed it: if somebody else has corrected the row since, this is refused, so
    that nobody overwrites what they have not read.
    """
    require(actor, PeoplePermission.EDIT, person)
    _only_known(changes, CORRECTABLE)
    current = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if current.ended_on:
        raise Refused("person-ended", _("This person is no longer in the register."))
    if seen_at and current.updated_at != seen_at:
        raise Refused("changed-meanwhile", _("Someone else has just changed this. Please look at it again."))
    columns = _corrected(current, changes, localdate(now))
    changed = [name for name, value in columns.items() if getattr(current, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(current, name, columns[name])
    current.updated_at = now
    _guarded(lambda: current.save(update_fields=[*changed, "updated_at"]))
    for name in (*changed, "updated_at"):
        setattr(person, name, getattr(current, name))
    data = {"fields": sorted(set(changed) & set(CORRECTABLE))}  # which, never what they were
    record("people.person.correct", person, actor=actor, now=now, reason=reason, data=data)
    return person


@transaction.atomic
def end_person(*, person: Person, reason: str, on: date, actor: Actor, now: datetime) -> Person:
    """Somebody has moved away or died: they leave the lists, their residence and care end; the row stays."""
    require(actor, PeoplePermission.EDIT, person)
    if reason not in REASONS_TO_END:
        raise Refused("wrong-reason", _("People leave the register when they move away or die."), field="reason")
    if on > localdate(now):
        raise Refused("day-in-future", _("Please note it on the day itself, or after."), field="on")
    if live_grants(localdate(now)).filter(person=person).exists():
        raise Refused("holds-a-role", _("They still hold a role here. End that first."))
    rows = Person.objects.filter(pk=person.pk, ended_on=None)
    if not rows.update(ended_on=on, end_reason=reason, updated_at=now):
        raise Refused("person-ended", _("This person is no longer in the register."))
    person.ended_on, person.end_reason, person.updated_at = on, reason, now
    residence = Residence.objects.filter(person=person, ends_on=None).select_related("household").first()
    if residence:
        close_residence(residence, on)
    CareNeed.objects.filter(person=person, ends_on__gt=on, starts_on__lte=on).update(ends_on=on)
    record("people.person.end", person, actor=actor, now=now, data={"reason": reason, "on": on.isoformat()})
    publish(PersonEnded(at=now, person_id=person.pk, reason=reason))
    return person


def _corrected(person: Person, changes: dict[str, Any], today: date) -> dict[str, Any]:
    columns = {name: changes[name] for name in DETAILS if name in changes}
    if "name" in changes:
        columns |= name_columns(_named(changes["name"]))
    if "phone" in changes:
        columns |= phone_columns(read_phone(changes["phone"]))
    if "id_number" in changes:
        columns |= id_columns(read_id_number(changes["id_number"], today))
    if number := columns.get("id_number", person.id_number):
        columns |= {"sex": sex_of(number), "birth_on": birth_of(number)}
    _check_birth(columns.get("birth_on"), today)
    return columns


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("name-missing", _("Please write their name."), field="name")
    return name


def _check_birth(birth_on: date | None, today: date) -> None:
    if birth_on and birth_on > today:
        raise Refused("born-in-future", _("Nobody is born on a day to come."), field="birth_on")


def _only_known(given: dict[str, Any], known: tuple[str, ...]) -> None:
    unknown = set(given) - set(known)
    if unknown:
        message = f"Not a column that can be set here: {sorted(unknown)}"
        raise TypeError(message)


def _insert(person: Person) -> None:
    _guarded(lambda: person.save(force_insert=True))


def _guarded(write: Any) -> None:
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        if "identity_number" not in str(error) and "id_hash" not in str(error):
            raise
        says = _("Somebody with this identity number is already in the register of this community.")
        raise Refused("already-registered", says, field="id_number") from error
