"""Where the three lists stand in the menus."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.web import nav
from linli.core.partnership.enums import PartnershipPermission
from linli.core.partnership.queries.agreements import waiting_agreements
from linli.core.partnership.queries.lists import waiting_count
from linli.core.partnership.web import panels  # noqa: F401 -- registers what this room adds to the page of a unit

nav.register(
    "together", _("Wishes and resources"), "partnership:desk-needs", "heart-handshake",
    permission=PartnershipPermission.VIEW, order=30, count=waiting_count, query="state=received",
)  # fmt: skip
nav.register(
    "together", _("Projects"), "partnership:desk-projects", "flag", permission=PartnershipPermission.VIEW, order=31
)
nav.register(
    "together", _("Agreements with units"), "partnership:desk-agreements", "file-text",
    permission=PartnershipPermission.AGREEMENT_VIEW, order=33, count=waiting_agreements, query="waiting=1",
)  # fmt: skip
nav.register(
    nav.PORTAL, pgettext_lazy("navigation", "My unit"), "partnership:units", "building-bank",
    permission=PartnershipPermission.SPEAK, order=5,
)  # fmt: skip
nav.register(
    nav.PORTAL, pgettext_lazy("navigation: wishes and offers of the neighbourhood", "Together"), "partnership:wishes",
    "heart-handshake", order=25,
)  # fmt: skip
