"""Triggers: what the database itself does when a row changes, whoever changed it and however.

They are planted after every migration and not in one: to change a table, SQLite builds it anew, and what hung on the
old one is gone without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
EVERY_ROW: dict[str, tuple[str, ...]] = {}  # changes to each of them count
SEEN_AS = {INSERT: ("NEW",), UPDATE: ("OLD", "NEW"), DELETE: ("OLD",)}


@dataclass(frozen=True)
class Trigger:
    """After one of `events` on `table`, for each row: `sqlite` or `postgres`, a statement.

    `when` names columns and the values that matter: changes to other rows cost nothing. With `columns` an update
    counts only when one of them really is another than before.
    """

    name: str
    table: str
    sqlite: str
    postgres: str
    events: Iterable[str] = (INSERT, UPDATE, DELETE)
    when: Mapping[str, Iterable[str]] = field(default_factory=dict)
    columns: Iterable[str] = ()


def plant(connection: Any, triggers: Iterable[Trigger]) -> None:
    """Put each trigger in its place, in the place of an older one of its name."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            for event in trigger.events:
                for statement in _statements(connection.vendor, trigger, event):
                    cursor.execute(statement)


def _statements(vendor: str, trigger: Trigger, event: str) -> list[str]:
    name, condition = f"{trigger.name}_{event.lower()}", _condition(vendor, trigger, event)
    after = f"AFTER {event} ON {trigger.table} FOR EACH ROW"
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} {after} {condition} BEGIN {trigger.sqlite}; END",
        ]
    body = f"BEGIN {trigger.postgres}; RETURN NULL; END"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE OR REPLACE TRIGGER {name} {after} {condition} EXECUTE FUNCTION {name}()",
    ]


def _condition(vendor: str, trigger: Trigger, event: str) -> str:
    """The names and values are ours, out of the code, never somebody's."""
    if event == UPDATE and trigger.columns:
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        return f"WHEN ({' OR '.join(f'OLD.{column} {differs} NEW.{column}' for column in trigger.columns)})"
    parts = [
        f"{row}.{column} IN ({', '.join(repr(str(value)) for value in values)})"
        for row in SEEN_AS[event]
        for column, values in trigger.when.items()
    ]
    return f"WHEN ({' OR '.join(parts)})" if parts else ""
