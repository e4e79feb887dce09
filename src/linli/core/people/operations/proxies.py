"""One person acts for another, with recorded consent and an end: a daughter for her mother."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.messaging.operations import send_message
from linli.base.permissions import Actor, require
from linli.core.people.enums import Door, PeoplePermission
from linli.core.people.models import Consent, Person, Proxy
from linli.core.people.operations.following import community_of
from linli.core.people.queries.proxies import live_proxies

AT_MOST = timedelta(days=366)
PURPOSE = "proxy"


@transaction.atomic
def record_proxy(
    *, principal: Person, proxy: Person, relation: str, ends_on: date, door: str, actor: Actor, now: datetime
) -> Proxy:
    """Write down that one person agreed to another acting for them, by which door, and until when. Both are told.

    People give it for themselves online; otherwise the desk writes it down. For a child under 14 it is the guardian
    who agrees, and the desk who has seen who they are.
    """
    today = localdate(now)
    _check(principal, proxy, relation, ends_on, today)
    _require_giver(principal, proxy, door, actor, today)
    Person.objects.select_for_update(of=("self",)).get(pk=principal.pk)
    if live_proxies(today).filter(principal=principal, proxy=proxy).exists():
        raise Refused("already-acts", _("They act for this person already. End that first."), field="proxy")
    consent = Consent.objects.create(
        community_id=community_of(principal),
        place=principal.place,
        person=principal,
        purpose=PURPOSE,
        text=_sentence(principal, proxy, relation, ends_on, today),
        door=door,
        taken_by=actor.label,
        given_at=now,
    )
    held = Proxy.objects.create(
        community_id=community_of(principal),
        place=principal.place,
        principal=principal,
        proxy=proxy,
        relation=relation.strip(),
        consent=consent,
        starts_on=today,
        ends_on=ends_on,
    )
    record("people.proxy.record", held, actor=actor, now=now, data={**_says(held), "door": door})
    _tell_both(held, now)
    return held


@transaction.atomic
def end_proxy(*, held: Proxy, actor: Actor, now: datetime, reason: str = "") -> Proxy:
    """Take the consent back: one press by the principal, by whoever acts for them, or at the desk. It ends at once."""
    if actor.person_id not in {held.principal_id, held.proxy_id}:
        require(actor, PeoplePermission.PROXY, held)
    if not Consent.objects.filter(pk=held.consent_id, withdrawn_at=None).update(withdrawn_at=now):
        raise Refused("proxy-ended", _("This has ended already."))
    record("people.proxy.end", held, actor=actor, now=now, reason=reason, data=_says(held))
    told = {"proxy": held.proxy.name, "principal": held.principal.name}
    for person in (held.principal_id, held.proxy_id):
        send_message(person, "people.proxy-ended", told, dedupe_key=f"proxy-ended:{held.pk}:{person}", now=now)
    return held


def _check(principal: Person, proxy: Person, relation: str, ends_on: date, today: date) -> None:
    if principal.pk == proxy.pk:
        raise Refused("same-person", _("Nobody needs a slip to act for themselves."), field="proxy")
    if principal.ended_on or proxy.ended_on or principal.community_id is None:
        raise Refused("person-ended", _("This person is no longer in the register."), field="proxy")
    if proxy.is_child_on(today):
        raise Refused("proxy-too-young", _("A child can't act for somebody else."), field="proxy")
    if not relation.strip():
        raise Refused("relation-missing", _("Please say how they are related."), field="relation")
    if not today <= ends_on <= today + AT_MOST:
        raise Refused("too-long", _("At most a year from today; it can be written down again then."), field="ends_on")


def _require_giver(principal: Person, proxy: Person, door: str, actor: Actor, today: date) -> None:
    gives_alone = actor.person_id == principal.pk and getattr(actor, "principal_id", None) is None
    if gives_alone and not principal.is_child_on(today):
        return
    require(actor, PeoplePermission.PROXY, principal)
    if actor.person_id == proxy.pk:  # nobody writes down alone that another put themselves into their hands
        raise Refused("forbidden", _("You do not have the right to do this here."))
    if door == Door.ONLINE:
        raise Refused("door-online", _("Online they give this themselves. By which door did they come?"), field="door")


def _sentence(principal: Person, proxy: Person, relation: str, ends_on: date, today: date) -> str:
    words = (
        _("As guardian, %(proxy)s (%(relation)s) acts for the child %(principal)s in Linli until %(day)s.")
        if principal.is_child_on(today)
        else _("%(principal)s agrees that %(proxy)s (%(relation)s) acts for them in Linli until %(day)s.")
    )
    return words % {"principal": principal.name, "proxy": proxy.name, "relation": relation, "day": ends_on.isoformat()}


def _tell_both(held: Proxy, now: datetime) -> None:
    told = {"relation": held.relation, "until_on": held.ends_on.isoformat()}
    to_principal = {**told, "name": held.proxy.name}
    key = f"proxy:{held.pk}"
    send_message(held.principal_id, "people.proxy-principal", to_principal, dedupe_key=key, now=now)
    send_message(held.proxy_id, "people.proxy-proxy", {**told, "name": held.principal.name}, dedupe_key=key, now=now)


def _says(held: Proxy) -> dict[str, str]:
    return {"person": str(held.principal_id), "proxy": str(held.proxy_id), "until": held.ends_on.isoformat()}
