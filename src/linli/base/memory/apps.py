import secrets
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate  # noqa: TID251 -- of the tables, not of a model


class MemoryConfig(AppConfig):
    name = "linli.base.memory"
    label = "memory"

    def ready(self) -> None:
        post_migrate.connect(plant_stamps, sender=self)


def plant_stamps(*, using: str, plan: Any = None, **_more: Any) -> None:
    """After every migration: each table that is remembered draws a new stamp when it changes."""
    if plan is None:  # tables were emptied, as tests do; what hangs on them stays
        return
    from linli.base.memory.models import Stamp
    from linli.base.memory.stamps import triggers
    from linli.base.triggers import plant

    connection = connections[using]
    found = triggers(connection.introspection.table_names())
    plant(connection, found)
    Stamp.objects.using(using).bulk_create(
        (Stamp(name=trigger.table, value=secrets.randbits(62)) for trigger in found), ignore_conflicts=True
    )
