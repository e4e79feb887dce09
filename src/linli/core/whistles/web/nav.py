"""Where whistles stand in the menus, and what they add to the page of a matter."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.web import nav
from linli.base.web.today import Number, numbers_today
from linli.core.whistles.enums import TO_ANSWER, WhistlePermission
from linli.core.whistles.queries import lists
from linli.core.whistles.web import panels  # noqa: F401 -- registers what whistles add to the page of a matter

MOST_COUNTED = 999


def waiting_count(actor: Actor) -> int:
    """How many whistles wait for this person's step."""
    return lists.waiting_for(actor).order_by().values("pk")[:MOST_COUNTED].count()


def calls_count(actor: Actor) -> int:
    """How many calls the officer's department has to answer."""
    rows = lists.calls_for_officer(actor).filter(state__in=sorted(TO_ANSWER)).order_by()
    return rows.values("pk")[:MOST_COUNTED].count()


@numbers_today.register(order=24)
def whistles_today(actor: Actor, now: datetime) -> list[Number]:
    """The whistles that wait for this worker's step, and those whose department is due within the hour."""
    if not actor.scopes(WhistlePermission.VIEW):
        return []
    counts, here = lists.counts_today(actor, now), reverse("whistles:whistle-list")
    return [
        Number(gettext("Whistles that wait for you"), f"{here}?which=mine", counts["mine"], "speakerphone"),
        Number(gettext("Whistles due within the hour"), f"{here}?which=hour", counts["hour"], "clock"),
    ]


nav.register(
    "core", _("Whistles"), "whistles:whistle-list", "speakerphone",
    permission=WhistlePermission.VIEW, order=24, count=waiting_count,
)  # fmt: skip
nav.register(
    "core", _("Calls to our department"), "whistles:call-list", "phone-call",
    permission=WhistlePermission.ANSWER, order=25, count=calls_count,
)  # fmt: skip
