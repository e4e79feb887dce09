from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate  # noqa: TID251 -- of the tables, not of a model


class SearchConfig(AppConfig):
    name = "linli.base.search"
    label = "search"

    def ready(self) -> None:
        post_migrate.connect(plant_index, sender=self)


def plant_index(*, using: str, plan: Any = None, **_more: Any) -> None:
    """After every migration: the index, and what keeps it from saying more than the records do."""
    if plan is None:  # tables were emptied, as tests do; what hangs on them stays
        return
    from linli.base.search.planting import prepare

    prepare(connections[using])
