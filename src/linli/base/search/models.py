"""The words by which records are found."""

from __future__ import annotations

from typing import Any

from django.db import models

from linli.base.search.tokens import phrases_of

INDEX = "search_words"  # the full-text table of SQLite, the GIN index of PostgreSQL


class WordsField(models.TextField):
    """Tokens in their order; PostgreSQL keeps them as a tsvector, SQLite in a full-text table beside this one."""

    def db_type(self, connection: Any) -> str | None:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if connection.vendor != "postgresql" or not isinstance(value, list):
            return " ".join(value) if isinstance(value, list) else value
        return " ".join(f"'{token}':{place}" for place, token in enumerate(value, start=1))

    def get_placeholder(self, value: Any, _compiler: Any, connection: Any) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"


@WordsField.register_lookup
class Matches(models.Lookup):
    """`words__matches=(marks, text)`: entries with one of these marks that hold every word of the text."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        key = f'{column.rpartition(".")[0]}."id"'
        found = f"{key} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)"  # noqa: S608 -- our own names
        return found, (*params, _question(self.rhs, " AND ", " OR ", _sqlite_phrase))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", (*params, _question(self.rhs, " & ", " | ", _postgres_phrase))


def _question(rhs: tuple[tuple[tuple[str, ...], ...], str], both: str, either: str, say: Any) -> str:
    """Tokens are letters and digits alone, so that nothing in them needs an escape."""
    marks, text = rhs
    groups = [f"({either.join(say([mark], False) for mark in group)})" for group in marks]
    return both.join([*groups, *(say(tokens, is_beginning) for tokens, is_beginning in phrases_of(text))])


def _sqlite_phrase(tokens: list[str], is_beginning: bool) -> str:
    return f'"{" ".join(tokens)}"{" *" if is_beginning else ""}'


def _postgres_phrase(tokens: list[str], is_beginning: bool) -> str:
    said = " <-> ".join(f"'{token}'" for token in tokens)
    return f"({said}{':*' if is_beginning else ''})"


class SearchEntry(models.Model):
    """What one record says, as a search sees it. No foreign keys: records of every room stand here."""

    id = models.BigAutoField(primary_key=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    words = WordsField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="search_searchentry_one_for_each_record", fields=["subject_type", "subject_id"]
            )
        ]
