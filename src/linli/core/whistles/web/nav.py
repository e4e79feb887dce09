"""Where whistles stand in the menus, and what they add to the page of a matter."""

from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.web import nav
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


nav.register(
    "core", _("Whistles"), "whistles:whistle-list", "speakerphone",
    permission=WhistlePermission.VIEW, order=24, count=waiting_count,
)  # fmt: skip
nav.register(
    "core", _("Calls to our department"), "whistles:call-list", "phone-call",
    permission=WhistlePermission.ANSWER, order=25, count=calls_count,
)  # fmt: skip
