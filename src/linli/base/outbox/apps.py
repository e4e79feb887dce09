from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """Facts written with the transaction, delivered after. Rooms listen in `subscriptions.py` and run in `tasks.py`."""

    name = "linli.base.outbox"
    label = "outbox"

    def ready(self) -> None:
        autodiscover_modules("subscriptions", "tasks")
