from django.apps import AppConfig


class HotlineConfig(AppConfig):
    """Tickets of the 12345 hotline."""

    name = "linli.core.hotline"
    label = "hotline"

    def ready(self) -> None:
        from linli.core.hotline.operations import hand_overs, kinds  # noqa: F401 -- make themselves known
