"""Who lives where, with whom, since when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.enums import PeoplePermission, Relation, ResidenceKind
from linli.core.people.events import PersonMoved
from linli.core.people.models import Household, Person, Residence
from linli.core.people.operations.following import community_of, take_along


@transaction.atomic
def add_household(*, home: Area, actor: Actor, now: datetime, starts_on: date | None = None) -> Household:
    """Open a household behind a door, still empty; several may share one home."""
    require(actor, PeoplePermission.EDIT, home)
    if home.kind != AreaKind.HOME:
        raise Refused("not-a-home", _("A household lives in a home. Choose a door."), field="home")
    if home.ends_on is not None:
        raise Refused("home-gone", _("This home is no longer there."), field="home")
    household = Household(community_id=community_of(home), place=home.path, home=home, starts_on=starts_on)
    household.save(force_insert=True)
    record("people.household.add", household, actor=actor, now=now)
    return household


@transaction.atomic
def move_person(
    *,
    person: Person,
    household: Household,
    on: date,
    actor: Actor,
    now: datetime,
    relation: str = Relation.OTHER,
    kind: str = ResidenceKind.PERMANENT,
) -> Residence:
    """Note that somebody has moved to another household on a day. The empty household they leave behind ends."""
    require(actor, PeoplePermission.EDIT, person)
    require(actor, PeoplePermission.EDIT, household)
    person_row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    current = Residence.objects.filter(person=person, ends_on=None).select_related("household").first()
    _check_move(person_row, household, current, on, localdate(now))
    before = person_row.place
    if current:
        close_residence(current, on)
    residence = settle_in(person, household, relation=relation, kind=kind, on=on)
    data = {"from": before, "to": household.place, "on": on.isoformat()}
    record("people.person.move", person, actor=actor, now=now, data=data)
    publish(PersonMoved(at=now, person_id=person.pk, from_place=before, to_place=household.place))
    return residence


def _check_move(person: Person, household: Household, current: Residence | None, on: date, today: date) -> None:
    if person.ended_on:
        raise Refused("person-ended", _("This person is no longer in the register."))
    if person.community_id != household.community_id:
        raise Refused("other-community", _("That home is in another community."), field="household")
    if household.ends_on is not None:
        raise Refused("household-ended", _("Nobody lives in that household any more."), field="household")
    if on > today:
        raise Refused("day-in-future", _("Please note it on the day itself, or after."), field="on")
    if current and current.household_id == household.pk:
        raise Refused("lives-there", _("They live there already."), field="household")
    if current and current.starts_on and on < current.starts_on:
        raise Refused("moved-before", _("They moved into their present home after that day."), field="on")


def settle_in(person: Person, household: Household, *, relation: str, kind: str, on: date | None) -> Residence:
    """Put a person into a household, at the end of its list, with the records that follow them."""
    position = Residence.objects.filter(household=household, ends_on=None).count()
    residence = Residence.objects.create(
        community_id=household.community_id,
        place=household.place,
        person=person,
        household=household,
        relation=relation,
        kind=kind,
        position=position,
        starts_on=on,
    )
    take_along(person, household.place)
    return residence


def close_residence(residence: Residence, on: date) -> None:
    """End a residence on a day, and its household when nobody is left."""
    day = max(on, residence.starts_on) if residence.starts_on else on
    Residence.objects.filter(pk=residence.pk, ends_on=None).update(ends_on=day)
    if not Residence.objects.filter(household=residence.household_id, ends_on=None).exists():
        Household.objects.filter(pk=residence.household_id, ends_on=None).update(ends_on=day)
