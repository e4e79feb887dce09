"""Who has the power, and how long each step may take; and the clocks of what is open already."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
MOST = 2_000
HANDLED = ("accepted", "dispatched", "handling")
CLOCK_OF = {"fed_back": "check", "verified": "silent"}


def rows_of(name):
    """The rows of a table that comes with the program."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load(apps, schema_editor):
    """Write each row once: what somebody has already changed stays."""
    category, rule = apps.get_model("matters", "Category"), apps.get_model("matters", "ClockRule")
    for row in rows_of("powers.csv"):
        code = row.pop("code")
        category.objects.filter(code=code, power="").update(**row)
    for position, kind in enumerate(category.objects.order_by("code")):
        category.objects.filter(pk=kind.pk, position=0).update(position=10 * (position + 1))
    for row in rows_of("clocks.csv"):
        kind, urgency = row.pop("kind"), row.pop("urgency")
        rule.objects.get_or_create(kind=kind, urgency=urgency, category=None, community=None, defaults=row)


def begin_clocks(apps, schema_editor):
    """Give what is open the clock that it was promised, and what waits its pause."""
    matter, clock, pause = (apps.get_model("matters", name) for name in ("Matter", "MatterClock", "Pause"))
    clocks, pauses = [], []
    for one in matter.objects.filter(state__in=[*HANDLED, *CLOCK_OF, "suspended"]).iterator(MOST):
        waits = one.state == "suspended"
        due = one.paused_due_at if waits else one.due_at
        start = min(one.due_from or one.state_since, due)
        unit = {"value": one.due_days, "unit": "d"} if one.due_days else {"value": 2, "unit": "wh"}
        kind = CLOCK_OF.get(one.state, "ending")
        clocks.append(clock(matter=one, kind=kind, started_at=start, due_at=due, has_paused=waits, **unit))
        if waits:
            since = {"from_at": one.suspended_at, "until_on": one.suspended_until, "due_before": due}
            pauses.append(pause(matter=one, reason="third_party", **since))
        if len(clocks) >= MOST:
            clock.objects.bulk_create(clocks)
            clocks = []
    clock.objects.bulk_create(clocks)
    pause.objects.bulk_create(pauses, batch_size=MOST)


def everything(apps, schema_editor):
    """Both, in this order."""
    load(apps, schema_editor)
    begin_clocks(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_powers_and_clocks")]

    operations = [migrations.RunPython(everything, migrations.RunPython.noop)]
