"""Where the three lists stand in the menus."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.web import nav
from linli.core.partnership.enums import PartnershipPermission
from linli.core.partnership.queries.lists import waiting_count

nav.register(
    "together", _("Wishes and resources"), "partnership:desk-needs", "heart-handshake",
    permission=PartnershipPermission.VIEW, order=30, count=waiting_count, query="state=received",
)  # fmt: skip
nav.register(
    "together", _("Projects"), "partnership:desk-projects", "flag", permission=PartnershipPermission.VIEW, order=31
)
nav.register(
    nav.PORTAL, pgettext_lazy("navigation: wishes and offers of the neighbourhood", "Together"), "partnership:wishes",
    "heart-handshake", order=25,
)  # fmt: skip
