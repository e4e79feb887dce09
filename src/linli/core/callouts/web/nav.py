"""Where calls for help stand in the menus, and what they add to a matter."""

from django.utils.translation import gettext_lazy as _

from linli.base.web import nav
from linli.core.callouts.enums import CalloutPermission
from linli.core.callouts.web import panels  # noqa: F401 -- registers what calls add to other pages

nav.register("together", _("Calls for help"), "callouts:desk-list", "speakerphone", CalloutPermission.VIEW, 40)
