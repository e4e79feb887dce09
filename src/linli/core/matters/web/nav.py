"""Where matters stand in the menus."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.permissions import Actor
from linli.base.web import nav
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import BadReview
from linli.core.matters.queries import lists
from linli.core.matters.queries.hand_overs import leavers
from linli.core.matters.queries.recurrences import to_look_at
from linli.core.matters.queries.reviews import live_reviews
from linli.core.matters.web import intake_panels, panels, voice_panels, wishes, work  # noqa: F401 -- register what they add

MOST_COUNTED = 999


def open_count(actor: Actor) -> int:
    """How many matters are open at the places of a worker; beyond a thousand nobody reads the number."""
    rows = lists.visible_matters(actor).filter(lists.open_ones()).order_by()
    return rows.values("pk")[:MOST_COUNTED].count()


def live_review_count(actor: Actor) -> int:
    """How many bad judgements somebody still has to follow."""
    rows = BadReview.objects.visible_to(actor, MatterPermission.REVIEW).filter(live_reviews())
    return rows.values("pk")[:MOST_COUNTED].count()


def left_count(actor: Actor) -> int:
    """How many people who work here no more still have something in hand."""
    return sum(one.has_left for one in leavers(actor, localdate()))


def recurrence_count(actor: Actor) -> int:
    """How many things that many ask nobody has looked at yet."""
    return to_look_at(actor).order_by().values("pk")[:MOST_COUNTED].count()


nav.register(
    "core", _("Needs and problems"), "matters:desk-list", "message-report",
    permission=MatterPermission.VIEW, order=20, count=open_count, query="which=open",
)  # fmt: skip
nav.register("today", _("My round"), "matters:round", "walk", permission=MatterPermission.NOTE, order=20)
nav.register(
    "core", _("Bad judgements"), "matters:review-list", "alert-triangle",
    permission=MatterPermission.REVIEW, order=26, count=live_review_count, query="which=live",
)  # fmt: skip
nav.register(
    "core", _("Is it still so?"), "matters:still-list", "refresh", permission=MatterPermission.REPORT_FOR, order=27
)
nav.register(
    "core", _("Asked again and again"), "matters:recurrence-list", "refresh",
    permission=MatterPermission.ACCEPT, order=28, count=recurrence_count, query="state=suggested",
)  # fmt: skip
nav.register(
    "core", _("Handing over"), "matters:hand-over-list", "users",
    permission=MatterPermission.DISPATCH, order=29, count=left_count,
)  # fmt: skip
nav.register("admin", _("Ready texts"), "matters:text-list", "file-text", permission=MatterPermission.TEXTS, order=24)
nav.register(
    nav.QUICK, _("Log a call"), "matters:desk-new-phone", "phone", permission=MatterPermission.REPORT_FOR, order=10
)
nav.register(
    nav.QUICK, _("Log a visit"), "matters:desk-new-counter", "user-plus",
    permission=MatterPermission.REPORT_FOR, order=20,
)  # fmt: skip
nav.register(
    nav.PORTAL, pgettext_lazy("navigation: say what you need", "Say"), "matters:say", "message-report", order=20
)
nav.register(
    "admin", _("Kinds of matters"), "matters:category-list", "tag", permission=MatterPermission.CATEGORIES, order=30
)
