from django.apps import AppConfig


class CalloutsConfig(AppConfig):
    name = "linli.core.callouts"
    label = "callouts"
