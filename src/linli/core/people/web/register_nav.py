"""Where the register stands in the shells. Imported by `nav.py`; the panels register themselves with it."""

from django.utils.translation import gettext_lazy as _

from linli.base.web import nav
from linli.core.people.enums import PeoplePermission
from linli.core.people.web import grid_panels
from linli.core.people.web.care import ending_count
from linli.core.people.web.duplicates import waiting_count

nav.register("people", _("People"), "people:person-list", "users", permission=PeoplePermission.VIEW, order=30)
nav.register("people", _("Homes"), "people:home-list", "home", permission=PeoplePermission.VIEW, order=40)
nav.register(
    "people",
    _("Care"),
    "people:care-list",
    "heart-handshake",
    permission=PeoplePermission.CARE_VIEW,
    order=45,
    count=ending_count,
    query="soon=1",
)
nav.register(
    "people",
    _("Twice in the register?"),
    "people:pair-list",
    "copy",
    permission=PeoplePermission.MERGE,
    order=60,
    count=waiting_count,
)
nav.register(nav.PORTAL, _("My grid"), "people:grid-finder", "map-pin", order=60)

__all__ = ["grid_panels"]
