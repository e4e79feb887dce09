"""Registered away or as a guest, a card, a word each month, back again or transferred (W14)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.membership.enums import MemberClass, MembershipPermission, MemberState
from linli.core.membership.models import Member
from linli.core.membership.operations.members import check_org
from linli.core.mobile.enums import LIVE, AwayReason, ContactWay, StayState, Way
from linli.core.mobile.models import Contact, Stay
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person
from linli.core.people.operations.following import community_of

EDIT = MembershipPermission.EDIT
MONTH, HALF_YEAR = timedelta(days=30), timedelta(days=180)
ISSUE = Move(
    "issue", frozenset({StayState.REGISTERED}), StayState.CARD_ISSUED, EDIT, gettext_lazy("A card was issued or shown")
)
RETURN = Move("return", frozenset(LIVE), StayState.RETURNED, EDIT, gettext_lazy("Back again"))
TRANSFER = Move("transfer", frozenset(LIVE), StayState.TRANSFERRED, EDIT, gettext_lazy("Was transferred"))
ENDINGS = {move.name: move for move in (RETURN, TRANSFER)}


def interval(reason: str) -> timedelta:
    """How soon a word is due again: each month, abroad each half year (E-17)."""
    return HALF_YEAR if reason == AwayReason.ABROAD else MONTH


@transaction.atomic
def register_out(
    *, member: Member, whereabouts: str, reason: str, since: date, actor: Actor, now: datetime,
    until: date | None = None, other_end: str = "",
) -> Stay:  # fmt: skip
    """A member goes away for a while, and stays a member here. They may say so themselves."""
    if actor.person_id != member.person_id:
        require(actor, EDIT, member)
    if member.state == MemberState.LEFT:
        raise Refused("member-left", _("This person is no longer a member here; the record stays as it is."))
    stay = _stay(member.person, member.group or member.org, whereabouts, reason, since, until, other_end, now)
    stay.way, stay.member, stay.place = Way.OUT, member, member.place
    _keep(stay, actor, now)
    kind = MemberClass.ABROAD if reason == AwayReason.ABROAD else MemberClass.MOBILE_OUT
    Member.objects.filter(pk=member.pk).update(member_class=kind, updated_at=now)
    return stay


@transaction.atomic
def register_guest(
    *, person: Person, org: PartyOrg, group: PartyOrg | None, card_number: str, whereabouts: str, reason: str,
    since: date, actor: Actor, now: datetime, other_end: str = "",
) -> Stay:  # fmt: skip
    """A guest shows their card and is put into a group; where they belong does not change."""
    check_org(org, group)
    require(actor, EDIT, group or org)
    if person.community_id != org.community_id:
        raise Refused("person-elsewhere", _("This person is in the register of another community."), field="person")
    if Member.objects.live().filter(person=person).exists():
        raise Refused("member-already", _("This person is a member here already."), field="person")
    number = clean_words(card_number, field="card_number", needed=_("Please write the number of the card."), most=40)
    stay = _stay(person, group or org, whereabouts, reason, since, None, other_end, now)
    stay.way, stay.place, stay.card_number, stay.state = Way.IN, (group or org).path, number, StayState.CARD_ISSUED
    return _keep(stay, actor, now)


@transaction.atomic
def issue_card(*, stay: Stay, card_number: str, actor: Actor, now: datetime) -> Stay:
    """The member has a card by which the other end knows them."""
    number = clean_words(card_number, field="card_number", needed=_("Please write the number of the card."), most=40)
    return step(stay, ISSUE, actor=actor, now=now, card_number=number)


@transaction.atomic
def note_contact(
    *, stay: Stay, how: str, on: date, actor: Actor, now: datetime, note: str = "", allowed: bool = False
) -> Contact:
    """A word was heard; the next one is due a month later. `allowed`: the link in their hand was the right."""
    if not allowed and actor.person_id != stay.person_id:
        require(actor, EDIT, stay)
    if how not in ContactWay.values:
        raise Refused("choice-unknown", _("Please choose one of these."), field="how")
    if on > localdate(now):
        raise Refused("day-ahead", _("This day has not come yet."), field="on")
    stay = Stay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
    if stay.state not in LIVE:
        raise Refused("stay-over", _("This time away is over."))
    words = clean_words(note, field="note", most=120)
    contact = Contact.objects.create(stay=stay, on=on, how=how, note=words, by=actor.label, at=now)
    if stay.heard_on is None or on > stay.heard_on:
        due_on = on + interval(stay.reason)
        Stay.objects.filter(pk=stay.pk).update(heard_on=on, silent_since=max(on, stay.silent_since), due_on=due_on)
    record("mobile.contact.note", stay, actor=actor, now=now)
    return contact


@transaction.atomic
def end_stay(*, stay: Stay, ending: str, on: date, actor: Actor, now: datetime) -> Stay:
    """Back again, or transferred to where they live now; whoever is away may say themselves that they are back."""
    own = actor.person_id == stay.person_id and ending == RETURN.name
    step(stay, ENDINGS[ending], actor=actor, now=now, allowed=own or None, until=max(on, stay.since), link_key="")
    if ending == RETURN.name and stay.member_id:
        away = Member.objects.filter(pk=stay.member_id, member_class__in=[MemberClass.MOBILE_OUT, MemberClass.ABROAD])
        away.update(member_class=MemberClass.COMMUNITY, updated_at=now)
    return stay


def _stay(
    person: Person, org: PartyOrg, whereabouts: str, reason: str, since: date, until: date | None, other_end: str,
    now: datetime,
) -> Stay:  # fmt: skip
    if reason not in AwayReason.values:
        raise Refused("choice-unknown", _("Please choose one of these."), field="reason")
    if until and until < since:
        raise Refused("days-turned", _("The last day lies before the first."), field="until")
    where = clean_words(whereabouts, field="whereabouts", needed=_("Please say where, a city is enough."), most=120)
    end = clean_words(other_end, field="other_end", most=120)
    return Stay(
        person=person, community_id=community_of(person), org=org, whereabouts=where, reason=reason, other_end=end,
        since=since, until=until, silent_since=since, due_on=since + interval(reason), state_since=now,
    )  # fmt: skip


def _keep(stay: Stay, actor: Actor, now: datetime) -> Stay:
    try:
        with transaction.atomic():
            stay.save(force_insert=True)
    except IntegrityError:
        raise Refused("registered-already", _("They are registered as mobile already.")) from None
    record("mobile.stay.register", stay, actor=actor, now=now, data={"way": stay.way})
    return stay
