from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "linli.core.matters"
    label = "matters"

    def ready(self) -> None:
        from linli.core.matters.operations import kinds  # noqa: F401 -- makes the spreadsheet known
