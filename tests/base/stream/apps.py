from datetime import timedelta

from django.apps import AppConfig


class StreamConfig(AppConfig):
    name = "tests.base.stream"
    label = "stream"

    def ready(self) -> None:
        from linli.base.messaging import tasks  # models are not loaded any earlier

        tasks.RESERVED = timedelta(seconds=2)  # so that a test need not wait a minute
