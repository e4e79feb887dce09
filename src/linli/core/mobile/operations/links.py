"""Links without an account: "I am well", good once; and for the other end, the day of the last word (W14)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import read_link, sign_link
from linli.base.errors import Refused
from linli.base.messaging.operations import send_message
from linli.base.permissions import Actor, require
from linli.core.membership.enums import MembershipPermission
from linli.core.mobile.enums import LIVE, ContactWay
from linli.core.mobile.models import Stay
from linli.core.mobile.operations.stays import note_contact

WELL, OTHER_END = "mobile.well", "mobile.other-end"
DAYS, DAYS_OF_THE_OTHER_END = 30, 180


@transaction.atomic
def ask_if_well(*, stay: Stay, actor: Actor, now: datetime) -> str:
    """Send somebody the link that is good once, for thirty days; an older one is good no more. Gives its address."""
    require(actor, MembershipPermission.EDIT, stay)
    key = secrets.token_hex(8)
    if not Stay.objects.filter(pk=stay.pk, state__in=LIVE).update(link_key=key):
        raise Refused("stay-over", _("This time away is over."))
    stay.link_key = key
    token = sign_link(WELL, {"stay": stay.pk.hex, "key": key}, days=DAYS, now=now)
    link = reverse("mobile:well", args=[token])
    send_message(stay.person_id, "mobile.well", {}, dedupe_key=f"mobile.well:{stay.pk}:{key}", now=now, link=link)
    record("mobile.stay.ask", stay, actor=actor, now=now)
    return link


def stay_of_link(token: str, now: datetime) -> Stay:
    """The stay that a link opens, once."""
    said = read_link(WELL, token, now=now)
    stay = Stay.objects.select_related("org").filter(pk=UUID(said["stay"]), link_key=said["key"]).first()
    if stay is None or stay.state not in LIVE:
        raise Refused("link-used", _("This link has been used. Thank you, we know that you are well."))
    return stay


@transaction.atomic
def say_well(*, token: str, actor: Actor, now: datetime) -> Stay:
    """They are well: a word is written, and the link is good no more."""
    stay = stay_of_link(token, now)
    if not Stay.objects.filter(pk=stay.pk, link_key=stay.link_key).update(link_key=""):
        raise Refused("link-used", _("This link has been used. Thank you, we know that you are well."))
    note_contact(stay=stay, how=ContactWay.SELF, on=localdate(now), actor=actor, now=now, allowed=True)
    return stay


@transaction.atomic
def link_for_other_end(*, stay: Stay, actor: Actor, now: datetime) -> str:
    """An address for the other end: it tells the day of the last word, and nothing else."""
    require(actor, MembershipPermission.EDIT, stay)
    token = sign_link(OTHER_END, {"stay": stay.pk.hex}, days=DAYS_OF_THE_OTHER_END, now=now)
    record("mobile.stay.link", stay, actor=actor, now=now)
    return reverse("mobile:other-end", args=[token])


def stay_of_other_end(token: str, now: datetime) -> Stay:
    """The stay of whose last word the other end reads the day."""
    said = read_link(OTHER_END, token, now=now)
    stay = Stay.objects.select_related("person", "org").filter(pk=UUID(said["stay"]), state__in=LIVE).first()
    if stay is None:
        raise Refused("stay-over", _("This time away is over."))
    return stay
