"""Rows that come in by the thousand are the same rows as those that come in one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from linli.base.bulk import BulkInsert
from linli.base.ids import uuid7
from linli.base.sheets.models import Finding, Import, Mapping

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
NAMES = ("id", "name", "counts", "job_id", "created_at")


def make_import(**more: Any) -> dict[str, Any]:
    fixed = {"community_id": uuid7(), "place": "/a/", "kind": "x", "sha256": "0", "state_since": NOON, "by": "t"}
    return {**fixed, **more}


def test_a_row_is_the_same_as_one_that_was_saved() -> None:
    fixed = make_import()
    values = (uuid7(), '王\'s "list"\t\\N\n', {"a": [1, "二"]}, uuid7(), NOON)
    insert = BulkInsert(Import, NAMES, **fixed)
    insert.add(*values)
    assert (len(insert), insert.flush(), len(insert)) == (1, 1, 0)
    found = Import.objects.get()
    saved = Import(**fixed, **dict(zip(NAMES, values, strict=True)))
    for field in Import._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(saved, field.attname), field


def test_what_is_empty_stays_empty() -> None:
    insert = BulkInsert(Import, NAMES, **make_import())
    insert.add(uuid7(), "", {}, None, NOON)
    insert.flush()
    found = Import.objects.get()
    assert (found.name, found.job_id, found.counts) == ("", None, {})


def test_secrets_are_encrypted_on_the_way() -> None:
    source = Import.objects.create(**make_import(), created_at=NOON)
    names = ("id", "read", "key", "source_id")
    fixed = {"community_id": uuid7(), "place": "/a/", "roster": "x", "kind": "x", "sheet": "s", "row": 1}
    insert = BulkInsert(Finding, names, **fixed, state_since=NOON, created_at=NOON)
    insert.add(uuid7(), "211022195803049968", "k", source.pk)
    insert.flush()
    assert Finding.objects.get().read == "211022195803049968"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sheets_finding")
        assert "211022195803049968" not in str(cursor.fetchall())


def test_constraints_hold() -> None:
    insert = BulkInsert(Mapping, ("id", "fingerprint"), community_id=uuid7(), roster="x", choices={}, updated_at=NOON)
    insert.add(uuid7(), "same")
    insert.add(uuid7(), "same")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert.flush()
    assert Mapping.objects.count() == 0


def test_a_column_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="nonsense"):
        BulkInsert(Mapping, ("id", "nonsense"))


def test_forgotten_rows_are_not_written() -> None:
    insert = BulkInsert(Mapping, ("id", "fingerprint"), community_id=uuid7(), roster="x", choices={}, updated_at=NOON)
    insert.add(uuid7(), "a")
    insert.forget()
    assert (insert.flush(), Mapping.objects.count()) == (0, 0)
