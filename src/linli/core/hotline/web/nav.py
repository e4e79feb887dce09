"""Where the hotline stands in the menus."""

from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.web import nav
from linli.core.hotline.enums import HotlinePermission
from linli.core.hotline.queries import lists

MOST_COUNTED = 999


def open_count(actor: Actor) -> int:
    """How many tickets the hotline waits for."""
    rows = lists.visible_tickets(actor).filter(lists.open_ones()).order_by()
    return rows.values("pk")[:MOST_COUNTED].count()


nav.register(
    "core", _("12345 tickets"), "hotline:ticket-list", "headset",
    permission=HotlinePermission.VIEW, order=22, count=open_count, query="which=open",
)  # fmt: skip
