"""The place that knows everything: commands of the whole program, and the checks of a deployment."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "linli.config"
    label = "config"

    def ready(self) -> None:
        from linli.config import checks  # noqa: F401 -- the checks register themselves
