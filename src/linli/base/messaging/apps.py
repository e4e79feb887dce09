from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MessagingConfig(AppConfig):
    """Messages to people. Rooms register what they say in `notices.py`."""

    name = "linli.base.messaging"
    label = "messaging"

    def ready(self) -> None:
        autodiscover_modules("notices")
