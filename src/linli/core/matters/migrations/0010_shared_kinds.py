"""Whether neighbours may know of a kind of matter stood in the code by the first letters; now each kind says it."""

from django.db import migrations, models
from django.db.models import Q

SHARED = ("EN", "FA", "UT", "SA", "OR", "PR01", "PR02")


def share(apps, schema_editor):
    """The same kinds as before; those that a community added below them follow their letters, as they did."""
    theirs = Q()
    for start in SHARED:
        theirs |= Q(code__startswith=start)
    apps.get_model("matters", "Category").objects.filter(theirs, parent__isnull=False).update(is_shared=True)


class Migration(migrations.Migration):
    dependencies = [("matters", "0009_followers_and_merges")]

    operations = [
        migrations.AddField("category", "is_shared", models.BooleanField(default=False)),
        migrations.RunPython(share, migrations.RunPython.noop),
    ]
