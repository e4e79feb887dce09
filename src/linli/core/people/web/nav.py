"""Where accounts, roles, rights and the audit stand in the shells."""

from django.utils.translation import gettext_lazy as _

from linli.base.web import nav
from linli.core.people.enums import PeoplePermission, SystemPermission
from linli.core.people.web import register_nav as _register  # noqa: F401 -- registers people, homes, care
from linli.core.people.web.imports import nav as _imports  # noqa: F401 -- registers the rosters
from linli.core.people.web.proxies import acting_strip
from linli.core.people.web.rights import waiting_count

nav.register(
    "admin",
    _("Requests about records"),
    "people:rights-list",
    "file-text",
    permission=PeoplePermission.RIGHTS,
    order=30,
    count=waiting_count,
    query="state=received",
)
nav.register("admin", _("Roles"), "people:grant-list", "key", permission=PeoplePermission.GRANT_VIEW, order=40)
nav.register(
    "admin",
    _("What each role may do"),
    "people:role-matrix",
    "shield-check",
    permission=PeoplePermission.GRANT_VIEW,
    order=41,
)
nav.register("admin", _("Audit"), "people:audit-list", "history", permission=SystemPermission.AUDIT, order=50)
nav.register_strip(acting_strip)
