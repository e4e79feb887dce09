"""Everything that points at a person, in whatever room: found in the models, so that rooms built later follow too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet

from linli.core.people.models import DuplicatePair, Person, PersonMerge

STAY = (Person, PersonMerge, DuplicatePair)  # they tell of the rows themselves

# The kernel knows no people: these of its columns hold the key of one, without being foreign keys.
KEYS = (
    ("messaging.message", "recipient"),
    ("messaging.channelchoice", "person"),
    ("web.savedview", "owner_id"),
    ("web.listexport", "owner_id"),
    ("jobs.job", "person_id"),
    ("files.storedfile", "owner_id"),
    ("sheets.finding", "subject_id"),
)

# What stays with the closed row, because the other one has the like: it must open nothing any more.
CLOSE: dict[str, tuple[str, Any]] = {
    "people.account": ("is_active", False),
    "people.grant": ("ends_on", "today"),
}
Moved = dict[str, list[str]]
Closed = dict[str, dict[str, dict[str, Any]]]


def references() -> Iterator[tuple[str, type[models.Model], str]]:
    """Each column that points at a person: `people.residence.person`, its model, its name."""
    for label, column in KEYS:
        yield f"{label}.{column}", apps.get_model(label), column
    for model in apps.get_models(include_auto_created=True):
        if model in STAY or model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model is Person:
                yield f"{model._meta.label_lower}.{field.name}", model, field.name


def move_rows(gone: Person, kept: Person) -> Moved:
    """Let everything that points at `gone` point at `kept`; tell which rows moved."""
    moved: Moved = {}
    for key, model, column in references():
        rows = _rows(model).filter(**{column: gone.pk})
        keys = list(rows.values_list("pk", flat=True))
        if keys and not _updated(rows, **{column: kept.pk}):
            keys = [pk for pk in keys if _updated(rows.filter(pk=pk), **{column: kept.pk})]
        if keys:
            moved[key] = [str(pk) for pk in keys]
    return moved


def move_back(moved: Moved, gone: Person, kept: Person) -> None:
    """Let the rows that a merge moved point at `gone` again, if they still point at `kept`."""
    for key, model, column in references():
        if key in moved:
            _rows(model).filter(pk__in=moved[key], **{column: kept.pk}).update(**{column: gone.pk})


def close_rows(gone: Person, today: date) -> Closed:
    """End what stayed with the closed row; tell how it was before."""
    closed: Closed = {}
    for label, (column, value) in CLOSE.items():
        value = today if value == "today" else value
        rows = _rows(apps.get_model(label)).filter(person=gone).exclude(**{column: value})
        before = {
            str(pk): {column: old.isoformat() if isinstance(old, date) else old}
            for pk, old in rows.values_list("pk", column)
            if not isinstance(old, date) or old > today
        }
        rows.filter(pk__in=before).update(**{column: value})
        if before:
            closed[label] = before
    return closed


def reopen_rows(closed: Closed) -> None:
    """Put back what a merge has ended, unless something newer has taken its place."""
    for label, rows in closed.items():
        for pk, values in rows.items():
            _updated(_rows(apps.get_model(label)).filter(pk=UUID(pk)), **values)


def _rows(model: type[models.Model]) -> QuerySet[Any]:
    # Past the refusal of a ledger: whose row it is was always this person, only their key has changed.
    return models.QuerySet(model)


def _updated(rows: QuerySet[Any], **values: Any) -> bool:
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:  # the person has the like already
        return False
    return True
