"""Where one finds the areas."""

from django.utils.translation import gettext_lazy as _

from linli.base.web import nav
from linli.core.areas.enums import AreaPermission

nav.register("people", _("Grids"), "areas:grid-list", "map-2", permission=AreaPermission.VIEW, order=50)
nav.register("people", _("Figures"), "areas:facts", "chart-bar", permission=AreaPermission.VIEW, order=80)
nav.register("admin", _("Drawing grids anew"), "areas:redraw-list", "route", permission=AreaPermission.REDRAW, order=60)
