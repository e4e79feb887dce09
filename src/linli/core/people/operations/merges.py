"""Two rows are one person: the rows of the one go to the other, and can go back exactly as they were."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Field
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.base.workflow import step
from linli.core.people.enums import EndReason, PairState, PeoplePermission
from linli.core.people.events import MergeUndone, PersonsMerged
from linli.core.people.models import DuplicatePair, Person, PersonMerge, Residence
from linli.core.people.operations.duplicates import MERGE, REOPEN, pair_up
from linli.core.people.operations.following import take_along
from linli.core.people.operations.homes import close_residence
from linli.core.people.operations.references import close_rows, move_back, move_rows, reopen_rows
from linli.core.people.queries.actors import grants_to_come, permissions_beyond

# What a person may choose from either row, and the columns that go with it.
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("name", "given", "pinyin", "initials"),
    "id_number": ("id_number", "id_hash"),
    "phone": ("phone", "phone_hash", "phone_tail"),
    "sex": ("sex",),
    "birth_on": ("birth_on",),
    "ethnicity": ("ethnicity",),
    "education": ("education",),
    "employment": ("employment",),
    "note": ("note",),
}
HOME = "home"


@transaction.atomic
def merge_persons(
    *, kept: Person, gone: Person, take: Collection[str] = (), actor: Actor, now: datetime, reason: str = ""
) -> PersonMerge:
    """Make two rows one: `kept` stays, with what `take` names from `gone`; what is empty there is filled in anyway.

    Every foreign key to `gone`, of whatever room, points at `kept` afterwards. What `kept` has already (an account, the
    same role) stays with the closed row. All of it is written down, so that `undo_merge` restores it exactly.
    """
    unknown = set(take) - {*CHOICES, HOME}
    if unknown:
        message = f"Nothing to choose: {sorted(unknown)}"
        raise TypeError(message)
    kept_row, gone_row = _locked(kept, gone)
    for person in (kept_row, gone_row):
        require(actor, PeoplePermission.MERGE, person)
    _check(kept_row, gone_row)
    _check_roles(kept_row, gone_row, actor, now)
    pair = pair_up(kept_row, gone_row, now)
    before = _before(kept_row)
    today = localdate(now)
    closed = _close_one_home(kept_row, gone_row, HOME in take, today)
    Person.objects.filter(pk=gone.pk).update(
        ended_on=today, end_reason=EndReason.MERGED, merged_into=kept, updated_at=now
    )
    moved = move_rows(gone_row, kept_row)
    closed |= close_rows(gone_row, today)
    _fill(kept_row, gone_row, take, now)
    take_along(kept_row, kept_row.place)
    merge = PersonMerge.objects.create(
        kept=kept, gone=gone, moved=moved, closed=closed, before=_packed(before), merged_at=now
    )
    if pair.state != PairState.MERGED:
        step(pair, MERGE, actor=actor, now=now, allowed=True)
    data = {"gone": str(gone.pk), "taken": sorted(take), "moved": {key: len(rows) for key, rows in moved.items()}}
    record("people.person.merge", kept_row, actor=actor, now=now, reason=reason, data=data)
    publish(PersonsMerged(at=now, kept_id=kept.pk, gone_id=gone.pk))
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, actor: Actor, now: datetime, reason: str = "") -> PersonMerge:
    """They were two people after all. What the merge moved, closed and changed goes back; later corrections stay."""
    kept, gone = _locked(merge.kept, merge.gone)
    for person in (kept, gone):
        require(actor, PeoplePermission.MERGE, person)
    if kept.ended_on or gone.merged_into_id != kept.pk:
        raise Refused("merged-on", _("The row that was kept has been merged or ended since. Undo that first."))
    rows = PersonMerge.objects.filter(pk=merge.pk, undone_at=None)
    if not rows.update(undone_at=now, undone_by=actor.label):
        raise Refused("undone-already", _("This merge has been undone already."))
    merge.undone_at, merge.undone_by = now, actor.label
    before = _unpacked(merge.before)
    _give_back(kept, gone, before, now)
    ended = Person.objects.filter(pk=gone.pk)
    ended.update(ended_on=None, end_reason="", merged_into=None, updated_at=now)
    move_back(merge.moved, gone, kept)
    reopen_rows(merge.closed)
    for person in (kept, gone):
        take_along(person, person.place)
    first, second = sorted((kept.pk, gone.pk))
    pair = DuplicatePair.objects.filter(first=first, second=second, state=PairState.MERGED).first()
    if pair:
        step(pair, REOPEN, actor=actor, now=now, allowed=True)
    record("people.person.undo_merge", kept, actor=actor, now=now, reason=reason, data={"gone": str(gone.pk)})
    publish(MergeUndone(at=now, kept_id=kept.pk, gone_id=gone.pk))
    return merge


def _locked(one: Person, other: Person) -> tuple[Person, Person]:
    """Both rows as they are now, locked in the order of their keys, so that two merges never wait for each other."""
    rows = Person.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")
    found = {person.pk: person for person in rows}
    return found[one.pk], found[other.pk]


def _check(kept: Person, gone: Person) -> None:
    if kept.pk == gone.pk:
        raise Refused("same-row", _("This is the same row twice."))
    if kept.ended_on or gone.ended_on:
        raise Refused("person-ended", _("One of them is no longer in the register, or was merged a moment ago."))
    if kept.id_hash and gone.id_hash and kept.id_hash != gone.id_hash:
        says = _("They have two different identity numbers, so they are two people. If one is wrong, correct it first.")
        raise Refused("two-identity-numbers", says)


def _check_roles(kept: Person, gone: Person, actor: Actor, now: datetime) -> None:
    """A merge brings roles and accounts together: nobody reaches rights by it that they do not hold themselves."""
    grants = list(grants_to_come(localdate(now)).filter(person__in=[kept, gone]))
    if permissions_beyond(actor, grants):
        raise Refused("forbidden", _("You do not have the right to do this here."))


def _columns() -> list[str]:
    return [*(column for columns in CHOICES.values() for column in columns), "place"]


def _before(person: Person) -> dict[str, Any]:
    return {column: getattr(person, column) for column in _columns()}


def _packed(values: dict[str, Any]) -> str:
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)


def _unpacked(text: str) -> dict[str, Any]:
    return {column: _field(column).to_python(value) for column, value in json.loads(text).items()}


def _field(column: str) -> Field[Any, Any]:
    return Person._meta.get_field(column)  # type: ignore[return-value]  # every name in CHOICES is a plain column


def _fill(kept: Person, gone: Person, take: Collection[str], now: datetime) -> None:
    """Write the chosen columns into the kept row, and those it lacks."""
    for choice, columns in CHOICES.items():
        if choice in take or not getattr(kept, columns[0]):
            for column in columns:
                setattr(kept, column, getattr(gone, column))
    home = Residence.objects.filter(person=kept, ends_on=None).values_list("place", flat=True).first()
    kept.place = home or (gone.place if HOME in take else kept.place)
    kept.updated_at = now
    kept.save(update_fields=[*_columns(), "updated_at"])


def _give_back(kept: Person, gone: Person, before: dict[str, Any], now: datetime) -> None:
    """Restore the columns that still say what the merge wrote: the other row's value, or their own."""
    for columns in (*CHOICES.values(), ("place",)):
        if all(getattr(kept, column) == getattr(gone, column) for column in columns):
            for column in columns:
                setattr(kept, column, before[column])
    kept.updated_at = now
    kept.save(update_fields=[*_columns(), "updated_at"])


def _close_one_home(kept: Person, gone: Person, take_home: bool, today: date) -> dict[str, dict[str, dict[str, Any]]]:
    """Nobody lives in two homes: end the residence that was not chosen."""
    live = {
        residence.person_id: residence
        for residence in Residence.objects.filter(person__in=[kept, gone], ends_on=None).select_related("household")
    }
    if len(live) < 2:
        return {}
    residence = live[kept.pk if take_home else gone.pk]
    close_residence(residence, today)
    residence.refresh_from_db()
    closed: dict[str, dict[str, dict[str, Any]]] = {"people.residence": {str(residence.pk): {"ends_on": None}}}
    if residence.household.ends_on:
        closed["people.household"] = {str(residence.household_id): {"ends_on": None}}
    return closed


def undoable(merge: PersonMerge) -> bool:
    """Whether the button is shown."""
    return merge.undone_at is None and merge.kept.ended_on is None
