from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Working days and the deadlines that are counted in them."""

    name = "linli.base.calendars"
    label = "calendars"

    def ready(self) -> None:
        from linli.base.calendars import checks  # noqa: F401 -- registers itself
