"""Putting the words of records into the index."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from linli.base.search.marks import marks_of
from linli.base.search.models import SearchEntry
from linli.base.search.planting import searched_models
from linli.base.search.tokens import tokens_of

BATCH = 1_000


def index_records(records: Iterable[models.Model]) -> None:
    """Find these records by what they say now. To be called in the transaction that writes them."""
    rows = iter(records)
    while batch := [_entry(record) for record in islice(rows, BATCH)]:
        SearchEntry.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["subject_type", "subject_id"], update_fields=["words"]
        )


def _entry(record: models.Model) -> SearchEntry:
    columns: tuple[str, ...] = record.SEARCHED  # type: ignore[attr-defined]  # every record that is searched names them
    said = "\n".join(str(getattr(record, column) or "") for column in columns)
    words: Any = [*marks_of(record), *tokens_of(said)]  # as its field writes them
    return SearchEntry(subject_type=record._meta.label_lower, subject_id=record.pk, words=words)


def index_missing() -> int:
    """Records that came by another way than an operation: a bulk load, an older version. How many there were."""
    return sum(_index_missing_of(model) for model in searched_models())


def _index_missing_of(model: type[models.Model]) -> int:
    indexed = SearchEntry.objects.filter(subject_type=model._meta.label_lower, subject_id=OuterRef("pk"))
    missing = model._default_manager.filter(~Exists(indexed)).order_by("pk")
    count = 0
    while True:
        with transaction.atomic():  # short ones: on SQLite nobody else writes meanwhile
            batch = list(missing[:BATCH].select_for_update(of=("self",)))
            index_records(batch)
        count += len(batch)
        if len(batch) < BATCH:
            return count
