"""Two people press the button together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from linli.base.outbox.models import Delivery
from linli.core.whistles.models import Call, Whistle
from linli.core.whistles.operations.answering import sign_call
from linli.core.whistles.operations.calling import blow_whistle
from linli.core.whistles.queries.actors import CallHolder
from tests.core.matters.test_race import race
from tests.factories import whistles as make
from tests.factories.core import NOON, make_world

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_of_two_leaders_who_blow_together_one_calls() -> None:
    world = make_world()
    whistle, department = make.approved(world), make.make_department(world)

    def blow() -> object:
        row = Whistle.objects.get(pk=whistle.pk)
        return blow_whistle(whistle=row, departments=[department], actor=world.actors["street_leader"], now=NOON)

    assert race([blow, blow, blow]) == ["done", "wrong-state", "wrong-state"]
    assert Call.objects.count() == 1
    assert Delivery.objects.filter(topic="whistles.DepartmentCalled").count() == 1


def test_of_two_who_sign_for_a_department_one_does() -> None:
    world = make_world()
    _whistle, (call,) = make.blown(world)

    def sign(name: str) -> Callable[[], object]:
        def run() -> object:
            row = Call.objects.select_related("whistle", "department").get(pk=call.pk)
            return sign_call(call=row, name=name, actor=CallHolder(call.pk), now=NOON)

        return run

    assert race([sign("老周"), sign("老吴")]) == ["done", "wrong-state"]
    assert Call.objects.get().signed_name in {"老周", "老吴"}


def test_two_departments_that_sign_together_carry_the_whistle_on() -> None:
    world = make_world()
    whistle, calls = make.blown(world, make.make_department(world), make.make_department(world, "供热公司"))

    def sign(key: object) -> Callable[[], object]:
        def run() -> object:
            row = Call.objects.select_related("whistle", "department").get(pk=key)
            return sign_call(call=row, name="老周", actor=CallHolder(row.pk), now=NOON)

        return run

    assert race([sign(call.pk) for call in calls]) == ["done", "done"]
    whistle.refresh_from_db()
    assert whistle.state == "signed"
