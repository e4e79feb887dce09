from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    """Pages: components, list pages, shells, and where one can go."""

    name = "linli.base.web"
    label = "web"

    def ready(self) -> None:
        autodiscover_modules("web.nav")
