from django.apps import AppConfig
from django.forms import Field
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Pages: components, list pages, shells, and where one can go."""

    name = "linli.base.web"
    label = "web"

    def ready(self) -> None:
        # Every form says it, those of other packages too: as a neighbour would, not "This field is required". It comes
        # first: the menus import pages, and a form keeps what was said when it was imported.
        Field.default_error_messages["required"] = _("Please fill this in.")
        autodiscover_modules("web.nav")
