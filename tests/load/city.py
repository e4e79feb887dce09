"""A hundred communities on PostgreSQL: two million residents, five million matters, copied by the server itself."""

from __future__ import annotations

from django.db import connection, models

from linli.base.ids import uuid7
from linli.base.search.marks import mark_of_community
from linli.base.search.models import INDEX, SearchEntry
from linli.core.areas.models import Area
from linli.core.matters.models import Matter
from linli.core.people.models import Person

OTHER = "md5({}::text || %(slug)s)::uuid"  # the key of the copy, wherever the original is named
MATTERS = f"SELECT id FROM {Matter._meta.db_table} WHERE community_id = %(first)s"
CODE = "overlay(lpad(upper(to_hex(nextval('city_code'))), 8, '0') placing '-' from 5 for 0)"


def fill_city(communities: int) -> None:
    """Copy the demo community, with all its people and matters, until there are so many communities."""
    first = Area.objects.select_related("parent").get(kind="community", slug="zhaolin")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no foreign key is looked up: copies are whole
        cursor.execute("CREATE SEQUENCE city_code")
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [INDEX])
        (words,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {INDEX}")
        for number in range(2, communities + 1):
            _copy(first, f"bench{number}")
        cursor.execute(words)
        cursor.execute("DROP SEQUENCE city_code")
        cursor.execute("SET session_replication_role = DEFAULT")


def _copy(first: Area, slug: str) -> None:
    assert first.parent is not None
    other = Area(id=uuid7(), kind="community", slug=slug, name_zh=slug, parent=first.parent)
    other.path, other.community = f"{first.parent.path}{slug}/", other
    other.save()
    said = {"slug": slug, "first": first.pk, "other": other.pk, "from": first.path, "to": other.path}
    said |= {"mark": mark_of_community(first.pk), "new_mark": mark_of_community(other.pk)}
    moved = {"community_id": "%(other)s", "place": "replace(place, %(from)s, %(to)s)"}
    grids = {"community_id": "%(other)s", "path": "replace(path, %(from)s, %(to)s)", "parent_id": "%(other)s"}
    keys = ("grid_id", "handler_id", "reporter_id", "verified_by_id", "merged_into_id")
    theirs = {key: OTHER.format(key) for key in keys}
    marked = {"subject_id": OTHER.format("subject_id")}
    marked["words"] = "replace(words::text, %(mark)s, %(new_mark)s)::tsvector"
    of_matters = f"subject_type = 'matters.matter' AND subject_id IN ({MATTERS})"
    _insert(Area, "community_id = %(first)s AND kind = 'grid'", said, **grids)
    _insert(Person, "community_id = %(first)s", said, merged_into_id=theirs["merged_into_id"], **moved)
    _insert(Matter, "community_id = %(first)s", said, code=CODE, **theirs, **moved)
    _insert(SearchEntry, of_matters, said, **marked)


def _insert(model: type[models.Model], which: str, said: dict[str, object], **changed: str) -> None:
    table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]  # every model has one
    names = [field.column for field in model._meta.local_concrete_fields]
    if isinstance(model._meta.pk, models.AutoField):
        names.remove(key)
    else:
        changed[key] = OTHER.format(key)
    asked = ", ".join(changed.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {asked} FROM {table} WHERE {which}", said)
