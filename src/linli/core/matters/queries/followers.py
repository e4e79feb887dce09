"""Whoever follows a matter: their slip, their story, what they may still say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.base.codes import normalise_code
from linli.base.permissions import Actor
from linli.base.text import masked_name, masked_phone
from linli.core.matters.enums import ENDED, MatterState
from linli.core.matters.models import Follower, Matter
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.deadlines import can_be_reopened
from linli.core.matters.queries.lists import RETENTION, matter_of_code
from linli.core.matters.queries.story import sees_reporter

AGREE, OBJECT, FACT, LEAVE = "agree", "object", "fact", "leave"


@dataclass(frozen=True)
class Held:
    """What a slip opens: a matter, and the follower whose slip it is, if it is not that of the person who asked."""

    matter: Matter
    code: str
    follower: Follower | None = None


def followers() -> QuerySet[Follower]:
    """Followers with what their page needs."""
    return Follower.objects.select_related(
        "merged_from", "matter__community", "matter__category__parent", "matter__grid", "matter__handler"
    )


def held_by(typed: str) -> Held | None:
    """What the code of a slip opens, however it was typed."""
    matter = matter_of_code(typed)
    if matter is not None and matter.merged_into_id is None:
        return Held(matter, matter.code)
    code = normalise_code(typed)
    follower = followers().filter(code=code).first() if code else None
    return Held(follower.matter, follower.code, follower) if follower else None


def is_follower(actor: Actor, follower: Follower) -> bool:
    """Whether the actor is this follower, acts for them, or holds their slip."""
    if isinstance(actor, SlipHolder):
        return actor.follower_id == follower.pk
    myself = getattr(actor, "self_id", None)
    return myself is not None and myself == follower.person_id


def followed_by(person_id: UUID) -> QuerySet[Follower]:
    """What somebody follows, the newest first."""
    return followers().filter(person=person_id, ended_at=None).order_by("-followed_at", "-pk")


def live_followers(matter: Matter) -> QuerySet[Follower]:
    """Who waits for a matter together with the person who asked, the first first."""
    return matter.followers.filter(ended_at=None).order_by("followed_at", "pk")


def slips_together(follower: Follower) -> list[Follower]:
    """The other slips of somebody who follows a matter that became two."""
    others = Q(split_from=follower) | Q(pk=follower.split_from_id) if follower.split_from_id else Q(split_from=follower)
    return list(followers().filter(others, ended_at=None).order_by("pk"))


def follower_counts(matters: Iterable[Matter]) -> dict[UUID, int]:
    """How many follow each of some matters."""
    live = Follower.objects.filter(matter__in=[one.pk for one in matters], ended_at=None)
    return dict(live.order_by().values_list("matter").annotate(count=Count("pk")))


def follower_steps(follower: Follower, now: datetime) -> list[str]:
    """What a follower may do now."""
    matter = follower.matter
    if not follower.is_live:
        return []
    if matter.state in ENDED and (matter.state != MatterState.CLOSED or can_be_reopened(matter, now)):
        return [*([AGREE, OBJECT] if not follower.word else []), LEAVE]
    return [FACT, LEAVE] if matter.is_open else [LEAVE]


@dataclass(frozen=True)
class FollowerView:
    """A follower as the desk may see them."""

    key: UUID
    name: str
    phone: str
    words: str
    said: str
    door: str
    at: datetime
    is_hidden: bool
    can_reveal: bool


def voices_for(actor: Actor, matter: Matter) -> list[FollowerView]:
    """Everybody who waits for a matter, masked; a name that is hidden from the handler stays hidden."""
    knows = sees_reporter(actor, matter, hidden=False)
    knows_hidden = sees_reporter(actor, matter, hidden=True)
    rows = live_followers(matter).select_related("person")
    return [_view(row, knows=knows_hidden if row.hidden_from_handler else knows) for row in rows]


def _view(row: Follower, *, knows: bool) -> FollowerView:
    person = row.person
    name = (person.name if person else row.contact_name or "") if knows else ""
    phone = (row.contact_phone or (person.phone if person else "") or "") if knows else ""
    return FollowerView(
        row.pk, masked_name(name), masked_phone(phone), row.text, str(row.get_word_display()) if row.word else "",
        str(row.get_door_display()), row.followed_at, not knows and not row.is_anonymous, bool(phone),
    )  # fmt: skip


def forgotten_followers(now: datetime) -> QuerySet[Follower]:
    """Whoever followed what ended three years ago and can still be told."""
    ended = Q(matter__state__in=[MatterState.CLOSED, MatterState.REJECTED], matter__state_since__lte=now - RETENTION)
    said = Q(person__isnull=False) | Q(contact_name__isnull=False) | Q(contact_phone__isnull=False)
    return Follower.objects.filter(ended & said).order_by("pk")
