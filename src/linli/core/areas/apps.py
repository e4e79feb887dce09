from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "linli.core.areas"
    label = "areas"
