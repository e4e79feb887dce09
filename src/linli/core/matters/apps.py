from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "linli.core.matters"
    label = "matters"
