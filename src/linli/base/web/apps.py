from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "linli.base.web"
    label = "web"
