"""The index of both databases, and triggers so that it never finds what a record no longer says.

Whoever writes a text calls `index_records`. Should somebody forget it, or change a text past the program, the trigger
takes the old words away in the same transaction, and the nightly `index_missing` puts in the new ones.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from linli.base.search.models import INDEX, SearchEntry
from linli.base.triggers import DELETE, INSERT, UPDATE, Trigger, plant

TABLE = SearchEntry._meta.db_table
ADD = f"INSERT INTO {INDEX} (rowid, words) VALUES (NEW.id, NEW.words)"  # noqa: S608 -- our own names, here and below
DROP = f"INSERT INTO {INDEX} ({INDEX}, rowid, words) VALUES ('delete', OLD.id, OLD.words)"  # noqa: S608 -- our own names


def searched_models() -> list[type[models.Model]]:
    """The models that name the columns by whose words they are found (`SEARCHED`)."""
    return [model for model in apps.get_models() if hasattr(model, "SEARCHED")]


def prepare(connection: Any) -> None:
    """Make the index if it is not there yet, and plant every trigger."""
    there = set(connection.introspection.table_names())
    if TABLE not in there:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _prepare_sqlite(cursor)
        else:
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (words)")
    if connection.vendor == "sqlite":
        plant(connection, _followers())
    plant(connection, [_forgetting(model) for model in searched_models() if model._meta.db_table in there])


def _prepare_sqlite(cursor: Any) -> None:
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [INDEX])
    if cursor.fetchone():
        return
    kind = f"fts5(words, content='{TABLE}', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
    cursor.execute(f"CREATE VIRTUAL TABLE {INDEX} USING {kind}")
    cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")  # noqa: S608 -- our own names


def _followers() -> list[Trigger]:
    """On SQLite the full-text table follows the entries."""
    return [
        Trigger(name=f"{INDEX}_add", table=TABLE, events=[INSERT], sqlite=ADD, postgres=""),
        Trigger(name=f"{INDEX}_drop", table=TABLE, events=[DELETE], sqlite=DROP, postgres=""),
        Trigger(
            name=f"{INDEX}_change",
            table=TABLE,
            events=[UPDATE],
            columns=["words"],
            sqlite=f"{DROP}; {ADD}",
            postgres="",
        ),
    ]


def _forgetting(model: type[models.Model]) -> Trigger:
    """When a text changes or its record goes, its words go."""
    table = model._meta.db_table
    forget = f"DELETE FROM {TABLE} WHERE subject_type = '{model._meta.label_lower}' AND subject_id = OLD.id"  # noqa: S608 -- our own names
    searched: tuple[str, ...] = model.SEARCHED  # type: ignore[attr-defined]  # looked for above
    columns = [str(getattr(model._meta.get_field(name), "column", name)) for name in searched]
    return Trigger(f"search_{table}", table, sqlite=forget, postgres=forget, events=[UPDATE, DELETE], columns=columns)
