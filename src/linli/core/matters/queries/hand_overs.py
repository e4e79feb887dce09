"""What lies in the hands of somebody who leaves: each room tells its part and how it is handed on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.base.permissions import Actor, may
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import homes_below
from linli.core.matters.enums import (
    OPEN,
    WITH_HANDLER,
    EntryKind,
    MatterPermission,
    MatterState,
    ReviewState,
    TaskState,
)
from linli.core.matters.models import BadReview, Entry, HandOver, Matter, Task
from linli.core.matters.queries.handlers import handlers_at
from linli.core.people.models import Grant, Person
from linli.core.people.queries.actors import live_grants


@dataclass(frozen=True)
class Held:
    """One thing in somebody's hands: by its code, with what was promised."""

    part: str
    code: str
    title: str
    promise: str
    url: str
    place: str
    row: Any


Take = Callable[[Held, Person | None, Actor, datetime], bool]  # whether the successor could take it


@dataclass(frozen=True)
class Part:
    """What one room knows of what somebody has in hand, and how it gives that to another."""

    code: str
    label: str | Promise
    held: Callable[[Person], list[Held]]
    hand: Take


_parts: dict[str, Part] = {}


def register_part(part: Part) -> None:
    """Add the part of a room; the rooms above matters do so when they are ready."""
    _parts[part.code] = part


def parts() -> list[Part]:
    """All parts, in the order in which they came."""
    return list(_parts.values())


def held_by_person(person: Person, actor: Actor) -> list[tuple[Part, list[Held]]]:
    """What lies in somebody's hands at the places where the actor hands out, part by part."""
    found = [(part, [one for one in part.held(person) if _may_give(actor, one)]) for part in parts()]
    return [(part, rows) for part, rows in found if rows]


def _may_give(actor: Actor, held: Held) -> bool:
    return may(actor, MatterPermission.DISPATCH, held)


def matters_held(person: Person) -> list[Held]:
    """Open matters that they handle, the most pressing first."""
    rows = Matter.objects.filter(handler=person, state__in=sorted(WITH_HANDLER)).select_related("grid")
    return [
        Held("matter", one.code, one.title, _promise(one), _page(one), one.place, one)
        for one in rows.order_by("due_at", "pk")
    ]


def _promise(matter: Matter) -> str:
    if matter.state == MatterState.SUSPENDED and matter.suspended_until:
        return _("waits until %(day)s") % {"day": matter.suspended_until.isoformat()}
    day = matter.due_at.date().isoformat() if matter.due_at else ""
    asked = _("more time is asked for") if matter.extension_days else ""
    said = _("promised by %(day)s") % {"day": day} if day else ""
    return ", ".join(part for part in (said, asked) if part)


def _page(matter: Matter) -> str:
    return reverse("matters:desk-detail", args=[matter.code])


def tasks_held(person: Person) -> list[Held]:
    """Tasks that were given to them and are open."""
    rows = Task.objects.filter(assignee=person, state=TaskState.OPEN).select_related("matter")
    return [
        Held(
            "task", f"{one.matter.code} · {one.pk.hex[-6:]}", str(one), one.due_on.isoformat() if one.due_on else "",
            _page(one.matter), one.place, one,
        )
        for one in rows.order_by("due_on", "pk")
    ]  # fmt: skip


def reviews_held(person: Person) -> list[Held]:
    """Bad judgements that they put right."""
    rows = BadReview.objects.filter(rectifier=person, state=ReviewState.RECTIFYING).select_related("matter")
    return [
        Held(
            "review", one.matter.code, one.matter.title,
            _("promised by %(day)s") % {"day": one.due_at.date().isoformat()} if one.due_at else "",
            reverse("matters:review", args=[one.pk]), one.place, one,
        )
        for one in rows.order_by("due_at", "pk")
    ]  # fmt: skip


def mentions_of(person: Person, actor: Actor, since: datetime) -> list[Matter]:
    """Open matters in whose notes somebody called them lately: to be read, as nobody else will."""
    notes = Entry.objects.filter(kind=EntryKind.NOTE, at__gte=since, detail__has_key="called")
    open_ones = notes.filter(matter__state__in=sorted(OPEN), matter__community=person.community_id)
    found = {note.matter for note in open_ones.select_related("matter") if str(person.pk) in note.detail["called"]}
    seen = [one for one in found if may(actor, MatterPermission.DISPATCH, one)]
    return sorted(seen, key=lambda one: one.code)


@dataclass(frozen=True)
class Leaver:
    """Somebody with open work, and whether they still have a role for it."""

    person: Person
    count: int
    has_left: bool


def leavers(actor: Actor, today: date) -> list[Leaver]:
    """Who has open work at the places where the actor hands out; whoever has no role for it any more first."""
    visible = Matter.objects.visible_to(actor, MatterPermission.DISPATCH)
    mine = visible.filter(state__in=sorted(WITH_HANDLER), handler__isnull=False)
    counts: Counter[UUID] = Counter(mine.values_list("handler", flat=True))
    tasks = Task.objects.visible_to(actor, MatterPermission.DISPATCH)
    counts.update(tasks.filter(state=TaskState.OPEN, assignee__isnull=False).values_list("assignee", flat=True))
    live = set(live_grants(today).filter(person__in=counts).values_list("person", flat=True))
    people = Person.objects.in_bulk(list(counts))
    found = [
        Leaver(person, counts[key], key not in live or person.ended_on is not None) for key, person in people.items()
    ]
    return sorted(found, key=lambda one: (not one.has_left, one.person.pinyin, one.person.pk))


def successors_for(person: Person, place: str, today: date) -> QuerySet[Person]:
    """Who could take it: whoever handles matters at that place, but the leaver."""
    return handlers_at(place, today).exclude(pk=person.pk)


def visible_hand_overs(actor: Actor) -> QuerySet[HandOver]:
    """What was handed over at the places where the actor hands out, the newest first."""
    rows = HandOver.objects.visible_to(actor, MatterPermission.DISPATCH)
    return rows.select_related("leaver", "successor", "community").order_by("-made_at", "-pk")


def hand_over_for(actor: Actor, pk: UUID) -> HandOver | None:
    """One hand-over, for the desk and for the successor."""
    found = HandOver.objects.select_related("leaver", "successor", "community").filter(pk=pk).first()
    if found is None or not (found.successor_id == actor.person_id or may(actor, MatterPermission.DISPATCH, found)):
        return None
    return found


def places_looked_after(person: Person) -> list[tuple[Area, int]]:
    """The grids of their roles, of ended ones, too, and how many homes: whoever gets the role looks after them."""
    rows = Grant.objects.filter(person=person).order_by("-starts_on").values_list("place", flat=True)
    found = Area.objects.filter(path__in=set(rows), kind=AreaKind.GRID).order_by("path")
    return [(area, homes_below(area)) for area in found]
