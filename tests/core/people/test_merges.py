"""Two rows become one person, and two again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.core.people.enums import EndReason, PairState
from linli.core.people.models import (
    Account,
    CareNeed,
    DuplicatePair,
    Grant,
    Household,
    Person,
    PersonMerge,
    Residence,
)
from linli.core.people.operations.columns import person_columns
from linli.core.people.operations.merges import merge_persons, undo_merge
from linli.core.people.operations.persons import correct_person
from linli.core.people.queries.actors import PersonActor
from tests.factories.core import NOON, TODAY, make_account, make_grant, make_home, make_person, make_world
from tests.factories.matters import make_matter

pytestmark = pytest.mark.django_db

NUMBER = "211081196303072323"
OTHER_NUMBER = "211081196802014312"


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Everything that a merge may touch, but for the moments of the last change."""
    models = (Person, Residence, Household, Grant, Account, CareNeed)
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    for person in rows["Person"]:
        del person["updated_at"]
    return rows


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.kept = make_home(world.grid, "王秀兰", "赵强").people[0]
    world.gone = make_home(world.next_grid, "王秀兰").people[0]
    Person.objects.filter(pk=world.kept.pk).update(birth_on=date(1963, 3, 7), note="住在三楼")
    Person.objects.filter(pk=world.gone.pk).update(
        **person_columns(name="王秀蘭", id_number=NUMBER, phone="13912345678")
    )
    for person in (world.kept, world.gone):
        person.refresh_from_db()
        make_account(person)
        make_grant(person, "grid_worker", world.grid)
    make_grant(world.gone, "grid_worker", world.next_grid)
    details = {"purpose": "每周探访", "basis": "statutory_duty", "starts_on": TODAY, "ends_on": date(2027, 5, 1)}
    for person, category in ((world.kept, "lone_elder"), (world.gone, "lone_elder"), (world.gone, "low_income")):
        placed = {"community": world.community, "place": person.place}
        CareNeed.objects.create(person=person, category=category, **placed, **details)
    return world


def merge(world: Any, **options: Any) -> PersonMerge:
    actor = world.actors["community_worker"]
    return merge_persons(kept=world.kept, gone=world.gone, actor=actor, now=NOON, **options)


def test_merge_brings_everything_to_the_kept_row(world: Any) -> None:
    merge(world, take=["name"])

    world.kept.refresh_from_db()
    world.gone.refresh_from_db()
    assert (world.kept.name, world.kept.id_number, world.kept.phone) == ("王秀蘭", NUMBER, "13912345678")
    assert world.kept.note == "住在三楼"
    assert (world.gone.ended_on, world.gone.end_reason) == (TODAY, EndReason.MERGED)
    assert world.gone.merged_into == world.kept
    assert {need.category for need in world.kept.care_needs.all()} == {"lone_elder", "low_income"}
    assert {need.place for need in world.kept.care_needs.all()} == {world.kept.place}
    assert world.kept.grants.filter(ends_on=None).count() == 2
    assert world.kept.residences.filter(ends_on=None).count() == 1
    assert world.kept.residences.count() == 2


def test_what_other_rooms_keep_follows_and_goes_back(world: Any) -> None:
    matter = make_matter(world, actor=PersonActor(world.gone, TODAY), category=None)
    message = Message.objects.create(recipient=world.gone.pk, template="t", version=1, dedupe_key="k", at=NOON)

    row = merge(world)
    matter.refresh_from_db()
    message.refresh_from_db()
    assert (matter.reporter, message.recipient) == (world.kept, world.kept.pk)

    undo_merge(merge=row, actor=world.actors["community_worker"], now=NOON)
    matter.refresh_from_db()
    message.refresh_from_db()
    assert (matter.reporter, message.recipient) == (world.gone, world.gone.pk)


def test_merge_takes_the_home_that_was_chosen(world: Any) -> None:
    place = world.gone.place
    merge(world, take=["home"])

    world.kept.refresh_from_db()
    assert world.kept.place == place
    assert [row.place for row in world.kept.residences.filter(ends_on=None)] == [place]


def test_merge_leaves_the_second_account_shut(world: Any) -> None:
    merge(world)

    assert Account.objects.get(person=world.kept).is_active
    assert not Account.objects.get(person=world.gone).is_active
    assert not Grant.objects.filter(person=world.gone, ends_on=None).exists()


@pytest.mark.parametrize("take", [[], ["name", "home"], ["note", "birth_on", "phone"]])
def test_undo_restores_exactly(world: Any, take: list[str]) -> None:
    before = snapshot()
    row = merge(world, take=take)
    assert snapshot() != before

    undo_merge(merge=row, actor=world.actors["community_worker"], now=NOON)

    assert snapshot() == before
    assert DuplicatePair.objects.get().state == PairState.DISTINCT


def test_undo_leaves_what_was_corrected_since(world: Any) -> None:
    row = merge(world)
    world.kept.refresh_from_db()
    actor = world.actors["community_worker"]
    correct_person(person=world.kept, phone="13700000000", actor=actor, now=NOON)

    undo_merge(merge=row, actor=actor, now=NOON)

    world.kept.refresh_from_db()
    assert (world.kept.phone, world.kept.id_number) == ("13700000000", "")


def test_undo_happens_once(world: Any) -> None:
    row = merge(world)
    actor = world.actors["community_worker"]
    undo_merge(merge=PersonMerge.objects.get(pk=row.pk), actor=actor, now=NOON)

    with pytest.raises(Refused) as refusal:
        undo_merge(merge=row, actor=actor, now=NOON)
    assert refusal.value.code == "merged-on"


def test_undo_waits_for_the_later_merge(world: Any) -> None:
    actor = world.actors["community_worker"]
    first = merge(world)
    third = make_person("王秀兰", at=world.grid)
    second = merge_persons(kept=third, gone=Person.objects.get(pk=world.kept.pk), actor=actor, now=NOON)

    with pytest.raises(Refused) as refusal:
        undo_merge(merge=first, actor=actor, now=NOON)
    assert refusal.value.code == "merged-on"

    undo_merge(merge=second, actor=actor, now=NOON)
    undo_merge(merge=first, actor=actor, now=NOON)
    assert Person.objects.filter(name__in=["王秀兰", "王秀蘭"], ended_on=None).count() == 3


def test_merge_is_refused_with_two_identity_numbers(world: Any) -> None:
    columns = person_columns(name="王秀兰", id_number=OTHER_NUMBER)
    Person.objects.filter(pk=world.kept.pk).update(**columns)

    with pytest.raises(Refused) as refusal:
        merge(world)
    assert refusal.value.code == "two-identity-numbers"
    assert Person.objects.get(pk=world.gone.pk).ended_on is None


def test_merge_of_a_row_with_itself_is_refused(world: Any) -> None:
    with pytest.raises(Refused) as refusal:
        merge_persons(kept=world.kept, gone=world.kept, actor=world.actors["community_worker"], now=NOON)
    assert refusal.value.code == "same-row"


def test_second_merge_of_the_same_row_is_refused(world: Any) -> None:
    """Both people looked at the same page; the first one was quicker."""
    other = make_person("王秀兰", at=world.grid)
    actor = world.actors["community_worker"]
    merge(world)

    with pytest.raises(Refused) as refusal:
        merge_persons(kept=other, gone=world.gone, actor=actor, now=NOON)
    assert refusal.value.code == "person-ended"
    with pytest.raises(Refused) as refusal:
        merge_persons(kept=world.gone, gone=world.kept, actor=actor, now=NOON)
    assert refusal.value.code == "person-ended"
    assert PersonMerge.objects.count() == 1


@pytest.mark.parametrize("who", ["grid_worker", "stranger", "other_secretary", "street_officer", "system_admin"])
def test_merge_and_undo_need_the_right_at_both_places(world: Any, who: str) -> None:
    row = merge(world)
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        undo_merge(merge=row, actor=world.actors[who], now=NOON)
    assert (refusal.value.code, snapshot()) == ("forbidden", before)
    undo_merge(merge=row, actor=world.actors["community_worker"], now=NOON)
    with pytest.raises(Refused) as refusal:
        merge_persons(
            kept=Person.objects.get(pk=world.kept.pk),
            gone=Person.objects.get(pk=world.gone.pk),
            actor=world.actors[who],
            now=NOON,
        )
    assert refusal.value.code == "forbidden"


def test_merge_and_undo_are_in_the_audit_without_personal_data(world: Any) -> None:
    row = merge(world, take=["phone"], reason="同一人")
    undo_merge(merge=row, actor=world.actors["community_worker"], now=NOON)

    entries = AuditEntry.objects.filter(subject_id=str(world.kept.pk)).order_by("pk")
    assert [entry.action for entry in entries] == ["people.person.merge", "people.person.undo_merge"]
    assert entries[0].reason == "同一人"
    assert not any(NUMBER in str(entry.data) or "139" in str(entry.data) for entry in entries)


def test_kept_values_are_encrypted_in_the_merge(world: Any) -> None:
    row = merge(world)
    assert "住在三楼" in row.before
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT before FROM people_personmerge")
        assert "住在三楼" not in cursor.fetchone()[0]


def test_merge_names_what_it_can_choose(world: Any) -> None:
    with pytest.raises(TypeError):
        merge(world, take=["password"])


def test_nobody_climbs_by_a_merge(world: Any) -> None:
    desk = world.actors["community_worker"]
    row = make_person("李书记", at=world.community)
    make_grant(row, "committee_secretary", world.community, starts_on=date(2026, 12, 1))
    for kept, gone in ((desk.person, row), (row, desk.person), (world.kept, row)):
        with pytest.raises(Refused) as caught:
            merge_persons(kept=kept, gone=gone, actor=desk, now=NOON)
        assert caught.value.code == "forbidden"


def test_whoever_has_left_the_register_holds_no_role(world: Any) -> None:
    worker = world.actors["grid_worker"].person
    Person.objects.filter(pk=worker.pk).update(ended_on=TODAY, end_reason=EndReason.MOVED)
    worker.refresh_from_db()
    assert PersonActor(worker, TODAY).held_roles == ()
