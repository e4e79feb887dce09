"""Where the portal's own pages stand in the shells."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.web import nav
from linli.core.matters.enums import MatterPermission
from linli.core.people.enums import SystemPermission
from linli.portal.queries.today import waiting_count
from linli.portal.web.home import place_of
from linli.portal.web.me import unread_of

nav.register_place(place_of)
nav.register("today", _("Today"), "portal:desk", "sun", order=1, count=waiting_count)
nav.register("today", _("Find"), "portal:search", "search", permission=MatterPermission.VIEW, order=2)
nav.register(nav.SEARCH, _("Find"), "portal:search", "search", permission=MatterPermission.VIEW)
nav.register("admin", _("Days off"), "portal:holidays", "calendar-event", SystemPermission.CONFIGURE, 70)
nav.register("admin", _("All long work"), "portal:job-list", "hourglass", SystemPermission.CONFIGURE, 71)
nav.register(nav.PORTAL, pgettext_lazy("first page", "Home"), "portal:home", "home", order=1)
nav.register(nav.PORTAL, _("Messages"), "portal:inbox", "bell", order=30, count=unread_of)
nav.register(nav.PORTAL, _("Me"), "portal:me", "user", order=90)
