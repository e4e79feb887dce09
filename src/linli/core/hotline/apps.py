from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "linli.core.hotline"
    label = "hotline"
