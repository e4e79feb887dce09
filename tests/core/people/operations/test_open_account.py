"""The operator lets the first people in."""

from __future__ import annotations

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from linli.core.people.models import Grant, Person
from linli.core.people.operations.invitations import find_slip
from tests.factories.core import make_person, make_world


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    return make_world()


def let_in(place: str, **more: str) -> str:
    out = StringIO()
    call_command("open_account", place=place, name="赵首", stdout=out, **more)
    return out.getvalue().split()[0]


@pytest.mark.parametrize("level", ["street", "community"])
def test_the_first_person_gets_a_role_and_a_slip(world: SimpleNamespace, level: str) -> None:
    at = getattr(world, level)
    code = let_in(at.path, role="security_admin")
    person = Person.objects.get(name="赵首")
    assert find_slip(code=code, now=timezone.now()).person == person  # noqa: TID251 -- the command asks the clock
    assert Grant.objects.get(person=person).role == "security_admin"
    let_in(at.path, role="security_admin")
    assert (Person.objects.filter(name="赵首").count(), Grant.objects.filter(person=person).count()) == (1, 1)


def test_an_unknown_place_and_a_second_administrator_change_nothing(world: SimpleNamespace) -> None:
    for place, role in ((world.community.path, "audit_admin"), ("/nowhere/", "audit_admin")):
        if place != "/nowhere/":
            let_in(place, role="security_admin")
        with pytest.raises(CommandError):
            let_in(place, role=role)
    assert Grant.objects.filter(person__name="赵首").count() == 1


def test_two_of_one_name_are_not_guessed(world: SimpleNamespace) -> None:
    for _number in range(2):
        make_person("赵首", at=world.grid)
    with pytest.raises(CommandError):
        let_in(world.community.path)
