from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "linli.base.outbox"
    label = "outbox"
