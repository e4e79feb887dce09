from django.apps import AppConfig


class OpennessConfig(AppConfig):
    name = "linli.core.openness"
    label = "openness"
