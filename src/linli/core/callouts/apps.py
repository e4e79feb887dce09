from django.apps import AppConfig


class CalloutsConfig(AppConfig):
    name = "linli.core.callouts"
    label = "callouts"

    def ready(self) -> None:
        from linli.core.callouts.operations import hand_overs  # noqa: F401 -- makes itself known
