"""Where organisations stand in the menus."""

from django.utils.translation import gettext_lazy as _

from linli.base.web import nav
from linli.core.organisation.enums import OrganisationPermission
from linli.core.organisation.web import panels  # noqa: F401 -- registers what this room adds to other pages

nav.register(
    "together",
    _("Party organisations"),
    "organisation:chart",
    "sitemap",
    permission=OrganisationPermission.VIEW_ORG,
    order=50,
)
nav.register(
    "together", _("Units and businesses"), "organisation:body-list", "building-store",
    permission=OrganisationPermission.VIEW_BODY, order=55,
)  # fmt: skip
nav.register(
    "together", _("Elections"), "organisation:election-list", "checklist",
    permission=OrganisationPermission.VIEW_ORG, order=56,
)  # fmt: skip
