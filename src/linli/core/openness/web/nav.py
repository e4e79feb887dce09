"""Where openness stands in the menus."""

from django.utils.translation import gettext_lazy as _

from linli.base.web import nav
from linli.core.matters.enums import MatterPermission
from linli.core.openness.enums import OpennessPermission

nav.register("core", _("Figures of matters"), "openness:numbers", "chart-bar", MatterPermission.VIEW, 28)
nav.register("admin", _("Programs of others"), "openness:client-list", "key", OpennessPermission.CONNECT, 72)
nav.register("core", _("Seen by all"), "openness:page", "world", MatterPermission.VIEW, 29)
