"""What hardly ever changes is kept in the process, and read again as soon as it has changed, whoever changed it.

    class Category(BaseModel):
        REMEMBERED = EVERY_ROW               # or {"kind": ("grid", "community")}: only those

    @remembered(Category)
    def all_categories() -> list[Category]:  # one short question for the stamp instead of sixty rows

Inside `one_look()` (each request is one) the stamps are read together, once; who changes such a table asks each time.

The stamp of a table is a random number that a trigger of the database draws with each change, in the transaction that
makes it: another process sees it exactly when it sees the change, a rollback takes it back, and a number that was
taken back never comes again. What is given out is shared by all who ask: read it, never change it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection, models

from linli.base.memory.models import Stamp
from linli.base.triggers import Trigger

P = ParamSpec("P")
T = TypeVar("T")
MOST = 256  # answers of one function; then it begins anew
TABLE = Stamp._meta.db_table
EVERY = f"SELECT name, value FROM {TABLE}"  # noqa: S608 -- ten rows at most
_shelves: list[dict[Any, Any]] = []


class _Look:
    """The stamps as somebody saw them; whoever changes what is remembered asks anew each time from then on."""

    def __init__(self) -> None:
        self.stamps: dict[str, int] | None = None
        self.has_changed = False

    def of(self, tables: Iterable[str]) -> dict[str, int]:
        if self.stamps is None or self.has_changed:
            self.stamps = _asked(EVERY, ())
        return {name: self.stamps[name] for name in tables if name in self.stamps}

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Around each statement; not only until the change is made, since it may be rolled back later."""
        if self.stamps and not self.has_changed and not sql.startswith("SELECT"):
            self.has_changed = any(name in sql for name in self.stamps)
        return execute(sql, params, many, context)


_look: ContextVar[_Look | None] = ContextVar("look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """For as long as an answer to one person takes: the stamps are asked for once."""
    look = _Look()
    token = _look.set(look)
    try:
        with connection.execute_wrapper(look.watch):
            yield
    finally:
        _look.reset(token)


def _asked(question: str, names: Sequence[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(question, names)
        return dict(cursor.fetchall())


def triggers(existing: Iterable[str]) -> list[Trigger]:
    """One for each model that says it is remembered and has its table already."""
    there = set(existing)
    watched = [model for model in apps.get_models() if hasattr(model, "REMEMBERED")]
    return [_trigger(model) for model in watched if {model._meta.db_table, TABLE} <= there]


def _trigger(model: type[models.Model]) -> Trigger:
    table = model._meta.db_table
    upsert = f"INSERT INTO {TABLE} (name, value) VALUES ('{table}', {{}})"  # noqa: S608 -- names of tables
    upsert += " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    return Trigger(
        name=f"memory_{table}",
        table=table,
        sqlite=upsert.format("random()"),
        postgres=upsert.format("('x' || substr(md5(gen_random_uuid()::text), 1, 16))::bit(64)::bigint"),
        when=model.REMEMBERED,  # type: ignore[attr-defined]  # looked for above
    )


def remembered(*watched: type[models.Model]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what the function answers, for each set of arguments, until one of these tables changes."""
    tables = [model._meta.db_table for model in watched]
    question = f"SELECT name, value FROM {TABLE} WHERE name IN ({', '.join(['%s'] * len(tables))})"  # noqa: S608 -- names of tables

    def keeping(load: Callable[P, T]) -> Callable[P, T]:
        shelf: dict[Any, tuple[dict[str, int], T]] = {}
        _shelves.append(shelf)

        @wraps(load)
        def recall(*args: P.args, **kwargs: P.kwargs) -> T:
            look = _look.get()
            stamps = look.of(tables) if look else _asked(question, tables)
            key = (args, tuple(sorted(kwargs.items())))
            known = shelf.get(key)
            if known is not None and known[0] == stamps:
                return known[1]
            answer = load(*args, **kwargs)  # after the stamps: at worst it is newer than they say, and is read again
            if len(stamps) == len(tables):  # a table that never changed under a trigger has none yet
                if len(shelf) >= MOST:
                    shelf.clear()
                shelf[key] = (stamps, answer)
            return answer

        return recall

    return keeping


def forget_everything() -> None:
    """For tests that count questions, and for those who measure: the next one asks anew."""
    for shelf in _shelves:
        shelf.clear()
