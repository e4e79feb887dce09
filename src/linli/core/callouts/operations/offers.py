"""Somebody offers to help, changes it, or takes it back; online, or at the desk for whoever calls or comes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.hours import EVERY_HOUR
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.core.areas.queries.tree import grid_of
from linli.core.callouts.enums import CalloutPermission, Reach, Skill
from linli.core.callouts.models import Offer, OfferedSkill
from linli.core.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Help:
    """What somebody offers of themselves."""

    skills: Sequence[str]
    hours: int
    reach: str = Reach.GRID
    only_emergencies: bool = False
    rests_until: date | None = None
    note: str = ""


@transaction.atomic
def save_offer(*, person: Person, offered: Help, actor: Actor, now: datetime) -> Offer:
    """Keep what somebody offers; a second time changes it. The audit knows that it was kept, not what it says."""
    if not offered.skills or not set(offered.skills) <= set(Skill.values):
        raise Refused("skill-needed", _("Please choose at least one thing that you can do."), field="skills")
    if not 0 < offered.hours <= EVERY_HOUR:
        raise Refused("hours-needed", _("Please choose at least one part of the week."), field="hours")
    if person.community is None or person.ended_on is not None:
        raise Refused("not-a-neighbour", _("Only neighbours of this community offer help here."))
    grid = grid_of(person.place)
    values = {
        "community": person.community,
        "place": grid.path if grid else person.community.path,
        "grid": grid,
        "hours": offered.hours,
        "reach": offered.reach,
        "only_emergencies": offered.only_emergencies,
        "rests_until": offered.rests_until,
        "note": clean_words(offered.note, field="note", most=200),
        "changed_at": now,
    }
    _mine_or_desk(person, actor)
    offer, _made = Offer.objects.update_or_create(person=person, defaults=values)
    OfferedSkill.objects.filter(offer=offer).exclude(skill__in=offered.skills).delete()
    rows = [OfferedSkill(offer=offer, skill=skill) for skill in dict.fromkeys(offered.skills)]
    OfferedSkill.objects.bulk_create(rows, ignore_conflicts=True)
    record("callouts.offer.save", offer, actor=actor, now=now)
    return offer


@transaction.atomic
def delete_offer(*, offer: Offer, actor: Actor, now: datetime) -> None:
    """Somebody does not want to be asked any more; nothing remains of their offer."""
    _mine_or_desk(offer.person, actor)
    record("callouts.offer.delete", offer, actor=actor, now=now)
    offer.delete()


def _mine_or_desk(person: Person, actor: Actor) -> None:
    if getattr(actor, "self_id", None) != person.pk:
        require(actor, CalloutPermission.HELPERS, person)
