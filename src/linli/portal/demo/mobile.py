"""The mobile members of the demo: who is away, who came as a guest, and when they were heard of."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from linli.core.areas.models import Area
from linli.core.membership.enums import MemberClass, MemberState
from linli.core.membership.models import Member
from linli.core.mobile.enums import AwayReason, ContactWay, StayState, Way
from linli.core.mobile.models import Contact, Stay
from linli.core.mobile.operations.stays import interval
from linli.core.organisation.enums import OrgKind
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person
from linli.portal.demo.areas import BUILDER
from linli.portal.demo.keys import Keys

CITIES = ("沈阳", "大连", "北京", "深圳", "苏州", "哈尔滨", "天津")
HOMES = ("鞍山市铁东区解放社区党委", "本溪市明山区工人村党支部", "铁岭市银州区红旗社区党委")


def add_mobile(*, community: Area, seed: int, now: datetime) -> None:
    """Register those who are away and a few guests, with the words that were heard of them this year."""
    chance = random.Random(f"mobile {seed}")  # noqa: S311 -- invented, nothing secret
    keys = Keys(chance)
    away = Member.objects.filter(community=community, state=MemberState.NORMAL)
    out = away.filter(member_class__in=[MemberClass.MOBILE_OUT, MemberClass.MOBILE_IN]).select_related("org")
    stays = [_away(member, chance, keys, now) for member in out.order_by("pk")]
    Member.objects.filter(pk__in=[stay.member_id for stay in stays]).update(member_class=MemberClass.MOBILE_OUT)
    stays += list(_guests(community, chance, keys, now))
    contacts = [contact for stay in stays for contact in _words(stay, chance, keys, now)]
    Stay.objects.bulk_create(stays)
    Contact.objects.bulk_create(contacts)


def _away(member: Member, chance: random.Random, keys: Keys, now: datetime) -> Stay:
    today = localdate(now)
    since = today - timedelta(days=chance.randrange(20, 330))
    reason = chance.choice((AwayReason.WORK, AwayReason.WORK, AwayReason.FAMILY, AwayReason.STUDY))
    has_card = chance.random() < 0.6
    return Stay(
        id=keys.at(now), way=Way.OUT, person_id=member.person_id, member=member, org=member.org, place=member.place,
        community_id=member.community_id, whereabouts=chance.choice(CITIES), reason=reason, since=since,
        silent_since=since, due_on=since + interval(reason), state_since=now,
        card_number=f"2110{chance.randrange(10_000, 99_999)}" if has_card else "",
        state=StayState.CARD_ISSUED if has_card else StayState.REGISTERED,
    )  # fmt: skip


def _guests(community: Area, chance: random.Random, keys: Keys, now: datetime) -> Iterator[Stay]:
    groups = PartyOrg.objects.live().filter(community=community, kind=OrgKind.GRID_GROUP).order_by("path")
    members = Member.objects.filter(community=community).values("person")
    people = Person.objects.live().filter(community=community, birth_on__year__lt=localdate(now).year - 25)
    guests = people.exclude(pk__in=members).exclude(phone_hash="").order_by("-pk")
    for home, group, person in zip(HOMES, groups, guests[:3], strict=False):
        since = localdate(now) - timedelta(days=chance.randrange(40, 200))
        yield Stay(
            id=keys.at(now), way=Way.IN, person=person, org=group, place=group.path, community_id=community.pk,
            whereabouts=home[:3], other_end=home, reason=AwayReason.WORK, since=since, silent_since=since,
            due_on=since + interval(AwayReason.WORK), card_number=f"2103{chance.randrange(10_000, 99_999)}",
            state=StayState.CARD_ISSUED, state_since=now,
        )  # fmt: skip


def _words(stay: Stay, chance: random.Random, keys: Keys, now: datetime) -> Iterator[Contact]:
    """Each month a word, until some months ago for a few of them."""
    last = localdate(now) - timedelta(days=chance.choice((2, 5, 9, 14, 21, 40, 70)))
    day = stay.since + timedelta(days=28)
    while day <= last:
        how = chance.choice((ContactWay.PHONE, ContactWay.PHONE, ContactWay.MESSAGE, ContactWay.SELF))
        at = now - (localdate(now) - day)
        yield Contact(id=keys.at(at), stay=stay, on=day, how=how, by=BUILDER.label, at=at)
        stay.heard_on = stay.silent_since = day
        stay.due_on = day + interval(stay.reason)
        day += timedelta(days=chance.randrange(26, 34))
