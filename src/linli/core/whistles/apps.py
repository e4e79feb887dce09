from django.apps import AppConfig


class WhistlesConfig(AppConfig):
    name = "linli.core.whistles"
    label = "whistles"
