"""The kinds of matters that the program comes with: two levels, limits in working days, and the words that mean them."""

import csv
from pathlib import Path

from django.db import migrations

TABLE = Path(__file__).resolve().parent.parent / "data" / "categories.csv"


def load(apps, schema_editor):
    """Write each row of the table once; parents stand before their children."""
    category = apps.get_model("matters", "Category")
    ids = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parent, limit = row.pop("parent"), row.pop("limit_days")
            fields = {**row, "parent_id": ids[parent] if parent else None, "limit_days": int(limit) if limit else None}
            code = fields.pop("code")
            made, _new = category.objects.get_or_create(code=code, defaults=fields)
            ids[code] = made.pk


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
