"""Where rosters in stand in the desk's rail."""

from django.utils.translation import gettext_lazy as _

from linli.base.web import nav
from linli.core.people.enums import PeoplePermission

nav.register("admin", _("Rosters"), "people:import-list", "table-import", permission=PeoplePermission.IMPORT, order=30)
nav.register(
    "admin",
    _("To settle"),
    "people:finding-list",
    "checklist",
    permission=PeoplePermission.SETTLE,
    order=31,
)
