from django.apps import AppConfig


class DuesConfig(AppConfig):
    """Party dues: assessed, collected, handed up."""

    name = "linli.core.dues"
    label = "dues"
