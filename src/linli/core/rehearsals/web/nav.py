"""Where rehearsals stand in the menus."""

from django.utils.translation import gettext_lazy as _

from linli.base.web import nav
from linli.core.rehearsals.enums import RehearsalPermission

nav.register(
    "together", _("Rehearsals"), "rehearsals:rehearsal-list", "route", permission=RehearsalPermission.VIEW, order=57
)
