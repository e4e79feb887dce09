"""Where the hotline stands in the menus."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.web import nav
from linli.base.web.today import Number, numbers_today
from linli.core.hotline.enums import HotlinePermission
from linli.core.hotline.queries import lists

MOST_COUNTED = 999


def open_count(actor: Actor) -> int:
    """How many tickets the hotline waits for."""
    rows = lists.visible_tickets(actor).filter(lists.open_ones()).order_by()
    return rows.values("pk")[:MOST_COUNTED].count()


@numbers_today.register(order=22)
def tickets_today(actor: Actor, now: datetime) -> list[Number]:
    """The tickets that can't wait: late or due by tomorrow, to be handed out or returned, replies to be read."""
    if not actor.scopes(HotlinePermission.VIEW):
        return []
    here, words = (
        reverse("hotline:ticket-list"),
        {
            "overdue": (gettext("12345 tickets that are late"), "clock"),
            "due": (gettext("12345 tickets due by tomorrow"), "headset"),
            "new": (gettext("12345 tickets to hand out or return"), "headset"),
            "review": (gettext("12345 replies to read"), "headset"),
        },
    )
    counts = lists.counts_today(actor, now)
    return [Number(label, f"{here}?which={view}", counts.get(view, 0), icon) for view, (label, icon) in words.items()]


nav.register(
    "core", _("12345 tickets"), "hotline:ticket-list", "headset",
    permission=HotlinePermission.VIEW, order=22, count=open_count, query="which=open",
)  # fmt: skip
