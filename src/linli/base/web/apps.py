from django.apps import AppConfig
from django.forms import Field
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Pages: components, list pages, shells, and where one can go."""

    name = "linli.base.web"
    label = "web"

    def ready(self) -> None:
        autodiscover_modules("web.nav")
        # Every form says it, those of other packages too: as a neighbour would, not "This field is required".
        Field.default_error_messages["required"] = _("Please fill this in.")
