"""Somebody says what many would like, or what they can give: by themselves, without a name, or through a worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.identity import NotAPhone, parse_phone
from linli.base.permissions import Actor, Visitor, require
from linli.base.text import clean_words, title_of
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.partnership.enums import BODIES, GiverKind, NeedKind, PartnershipPermission, ResourceKind
from linli.core.partnership.models import Need, Partner, Resource
from linli.core.partnership.operations.support import add_press
from linli.core.people.enums import Door
from linli.core.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody says, where it is and who they are; the common beginning of a wish and of an offer."""

    community: Area
    text: str
    kind: str
    spot: Area | None = None
    hours: int = 0
    door: str = Door.ONLINE
    person: Person | None = None  # for whom a worker writes; online it is whoever is signed in
    contact_name: str = ""
    contact_phone: str = ""
    is_anonymous: bool = False
    consent_note: str = ""
    partner: Partner | None = None  # the unit that says it: its liaison online, or a worker who notes it


@dataclass(frozen=True, kw_only=True)
class Wish(Words):
    """A need: for how many, and by when."""

    people: int | None = None
    wanted_on: date | None = None
    matter_code: str = ""  # of the matter that was a wish; whoever said that said this


@dataclass(frozen=True, kw_only=True)
class Gift(Words):
    """A resource: who gives, how much of it, and how long."""

    giver_kind: str = GiverKind.RESIDENT
    giver_name: str = ""
    where: str = ""
    capacity: int | None = None
    starts_on: date | None = None
    until_on: date | None = None
    is_lasting: bool = True


@transaction.atomic
def gather_need(*, wish: Wish, actor: Actor, now: datetime) -> Need:
    """Take down a wish. The desk looks at it before others can read it; whoever says it has pressed for it, too.

    Whoever wants to stay unnamed is written down nowhere, not in the audit either.
    """
    if wish.kind not in NeedKind.values:
        raise Refused("kind-needed", _("Please choose what kind of wish it is."), field="kind")
    at_home = wish.door == Door.ONLINE and not wish.matter_code
    if at_home and wish.is_anonymous:
        actor = Visitor()
    more = {"people": wish.people, "wanted_on": wish.wanted_on, "matter_code": wish.matter_code}
    need = Need(**_columns(wish, actor, now, at_home=at_home), **more, code=free_code(Need.objects))
    _save(need, wish, actor, now, at_home=at_home)
    if need.author_id:
        add_press(need, need.author_id, wish.door, now)
    return need


@transaction.atomic
def offer_resource(*, gift: Gift, actor: Actor, now: datetime) -> Resource:
    """Take down what somebody can give. An offer needs somebody to talk to, so it is never without a name."""
    if gift.kind not in ResourceKind.values:
        raise Refused("kind-needed", _("Please choose what kind of offer it is."), field="kind")
    if gift.giver_kind not in GiverKind.values:
        raise Refused("giver-needed", _("Please say who gives it."), field="giver_kind")
    if gift.until_on and gift.starts_on and gift.until_on < gift.starts_on:
        raise Refused("ends-before-start", _("The last day lies before the first one."), field="until_on")
    name = clean_words(gift.giver_name, field="giver_name", most=80).replace("\n", " ")
    if gift.partner is not None:
        name = gift.partner.body.name[:80]
    if gift.giver_kind in BODIES and not name:
        raise Refused("giver-needed", _("Please give the name of the shop, unit or group."), field="giver_name")
    at_home = gift.door == Door.ONLINE
    columns = _columns(gift, actor, now, at_home=at_home)
    reachable = gift.partner or columns["author_id"] or (columns["contact_name"] and columns["contact_phone"])
    if not reachable and gift.giver_kind != GiverKind.COMMUNITY:
        message = _("Please say whom we can talk to: a name and a phone.")
        raise Refused("contact-needed", message, field="contact_name")
    more = {
        "giver_kind": gift.giver_kind,
        "giver_name": name if gift.giver_kind in BODIES else "",
        "where": clean_words(gift.where, field="where", most=120).replace("\n", " "),
        "capacity": gift.capacity,
        "starts_on": gift.starts_on,
        "until_on": gift.until_on,
        "is_lasting": gift.is_lasting,
    }
    resource = Resource(**columns, **more, code=free_code(Resource.objects))
    _save(resource, gift, actor, now, at_home=at_home)
    return resource


def _save(thing: Need | Resource, words: Words, actor: Actor, now: datetime, *, at_home: bool) -> None:
    if not at_home:
        require(actor, PartnershipPermission.GATHER, thing)
        _with_consent(words)
    elif words.partner is not None:
        require(actor, PartnershipPermission.SPEAK, words.partner)
    thing.save(force_insert=True)
    verb = "gather" if isinstance(thing, Need) else "offer"
    record(f"{thing._meta.label_lower}.{verb}", thing, actor=actor, now=now, data={"door": words.door})


def _columns(words: Words, actor: Actor, now: datetime, *, at_home: bool) -> dict[str, Any]:
    text = clean_words(words.text, needed=_("Please say in a few words what it is."))
    spot, grid = _place(words)
    author = _self_id(actor) if at_home else words.person.pk if words.person else None
    unnamed = words.is_anonymous or words.partner is not None  # what a unit says belongs to it, not to its liaison
    return {
        "community": words.community,
        "place": (spot or words.community).path,
        "spot": spot,
        "grid": grid,
        "kind": words.kind,
        "title": title_of(text),
        "said": text,
        "hours": words.hours,
        "door": words.door,
        "author_id": None if unnamed else author,
        "partner": words.partner,
        "contact_name": None if unnamed else clean_words(words.contact_name, field="contact_name", most=40) or None,
        "contact_phone": None if unnamed else _phone(words.contact_phone) or None,
        "written_by": actor.label,
        "written_at": now,
        "consent_note": clean_words(words.consent_note, field="consent_note", most=200),
        "state_since": now,
    }


def _place(words: Words) -> tuple[Area | None, Area | None]:
    """A grid or a compound, never a door: the list is public."""
    spot = words.spot
    if spot is None:
        return None, None
    if spot.community_id != words.community.pk:
        raise Refused("grid-elsewhere", _("This grid belongs to another community."), field="spot")
    if spot.kind == AreaKind.GRID:
        return spot, spot
    if spot.kind != AreaKind.COMPOUND or spot.parent is None:
        raise Refused("place-too-fine", _("A compound is fine enough: the list is public."), field="spot")
    return spot, spot.parent


def _phone(typed: str) -> str:
    try:
        return parse_phone(typed.strip()) if typed.strip() else ""
    except NotAPhone:
        message = _("This phone number does not look complete. A landline needs its area code.")
        raise Refused("phone-doubtful", message, field="contact_phone") from None


def _self_id(actor: Actor) -> UUID | None:
    found: UUID | None = getattr(actor, "self_id", None)
    return found


def _with_consent(words: Words) -> None:
    """A worker writes somebody's name down only when they agreed."""
    named = words.person or words.contact_name or words.contact_phone
    if words.is_anonymous and named:
        raise Refused(
            "anonymous-named", _("Somebody who wants to stay unnamed is not named here."), field="is_anonymous"
        )
    if named and not words.consent_note:
        message = _("Please note how the person agreed that you write this down for them.")
        raise Refused("consent-needed", message, field="consent_note")
