"""Who may say what kinds of matters there are, and what was changed in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linli.base.audit.queries import entries_about
from linli.base.permissions import Actor, may
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import communities
from linli.core.matters.enums import ClockKind, MatterPermission
from linli.core.matters.models import Category, ClockRule
from linli.core.people.models import Person

MOST_SHOWN = 20


@dataclass(frozen=True)
class SharedTable:
    """The table of kinds, at the place above all who share it: who changes it changes it for them all."""

    place: str


def shared_table() -> SharedTable:
    """The lowest place above every community of the installation; with a single one it is that community."""
    paths = [area.path.strip("/").split("/") for area in communities()]
    common = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return SharedTable(f"/{'/'.join(common)}/" if common else "/")


def may_change_kinds(actor: Actor) -> bool:
    """Whether somebody may change what all communities share."""
    return may(actor, MatterPermission.CATEGORIES, shared_table())


def communities_to_adjust(actor: Actor) -> list[Area]:
    """The communities for which somebody may set limits of their own."""
    return [area for area in communities() if may(actor, MatterPermission.CATEGORIES, Here(area.path))]


@dataclass(frozen=True)
class Here:
    """A place to ask a right at."""

    place: str


def limit_here(category: Category, community: Area) -> int | None:
    """The working days that a community has set for itself; nothing when it keeps the usual ones."""
    rules = ClockRule.objects.filter(category=category, community=community, kind=ClockKind.ENDING, urgency="")
    return rules.values_list("value", flat=True).first()


def offered(kinds: Iterable[Category], today: date) -> list[Category]:
    """Those that can be chosen on a day: what is retired stays on old matters alone."""
    return [kind for kind in kinds if kind.is_offered(today)]


@dataclass(frozen=True)
class Change:
    """One change of a kind of matter: who, when, and each column before and after."""

    name: str
    at: datetime
    action: str
    changes: dict[str, list[Any]]


def history_of(category: Category) -> list[Change]:
    """What was changed, newest first, with the names of those who did it."""
    entries = list(entries_about("matters.category", category.pk)[:MOST_SHOWN])
    people = Person.objects.in_bulk([entry.person_id for entry in entries if entry.person_id])
    return [
        Change(
            people[entry.person_id].name if entry.person_id in people else entry.actor,
            entry.at,
            entry.action.rsplit(".", 1)[-1],
            entry.data.get("changes", {}),
        )
        for entry in entries
    ]
