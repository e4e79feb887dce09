"""Building the demo: the same community for the same seed and day, in well under a minute."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.models import AuditEntry, Seal
from linli.base.audit.operations import seal_entries
from linli.base.calendars.arithmetic import BEIJING
from linli.base.calendars.queries import work_calendar
from linli.base.errors import Refused
from linli.base.search.operations import index_missing
from linli.core.areas.models import Area
from linli.core.matters.models import Category, Matter
from linli.core.people.models import Household, Person
from linli.portal.demo.admission import begin_admissions
from linli.portal.demo.again import write_recurrences
from linli.portal.demo.agreements import write_agreements
from linli.portal.demo.areas import Tree, plant_areas
from linli.portal.demo.commons import Commons
from linli.portal.demo.dues import collect_a_year
from linli.portal.demo.endings import write_endings
from linli.portal.demo.extras import add_extras, pair_twins
from linli.portal.demo.hotline import add_tickets
from linli.portal.demo.keys import Keys
from linli.portal.demo.leaving import write_leaving
from linli.portal.demo.members import enrol_members
from linli.portal.demo.mobile import add_mobile
from linli.portal.demo.openness import open_months
from linli.portal.demo.organisations import found_organisations
from linli.portal.demo.pen import Pen
from linli.portal.demo.people import Population, settle_people
from linli.portal.demo.points import press_the_map
from linli.portal.demo.rehearsals import vote_and_draw
from linli.portal.demo.roster import Town
from linli.portal.demo.service import add_service
from linli.portal.demo.staff import Staff, cast_people, hire_staff, write_proxy
from linli.portal.demo.voices import write_voices
from linli.portal.demo.whistles import add_whistles
from linli.portal.demo.year import COUNT, Year

RESIDENTS, HOUSEHOLDS = 20_420, 8_904
NEIGHBOURS, NEIGHBOUR_HOUSEHOLDS = 180, 80
BEGUN_BEFORE = timedelta(days=400)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How large the demo is; tests build a small one."""

    residents: int = RESIDENTS
    households: int = HOUSEHOLDS
    matters: int = COUNT


FULL = Size()


def build_demo(*, seed: int, now: datetime, say: Say, size: Size = FULL) -> None:
    """Build the demo community in an empty installation; refused where somebody is registered already."""
    if not nobody_is_there():
        raise Refused("not-empty", _("There are people in this installation already: the demo needs an empty one."))
    _forget_old_witness()
    chance = random.Random(seed)  # noqa: S311 -- invented people, nothing secret
    keys = Keys(chance)
    begun = datetime.combine((now - BEGUN_BEFORE).astimezone(BEIJING).date(), time(9), tzinfo=BEIJING)
    today = now.astimezone(BEIJING).date()
    with transaction.atomic():
        tree = plant_areas(now=begun, since=begun.date())
        town = Town(chance, today)
        homes = list(town.homes(size.residents, size.households))
        cast = cast_people(homes, chance)
        more: dict[str, Any] = {"chance": chance, "keys": keys, "now": begun, "today": today}
        pair_twins(homes, cast.values(), chance)
        population = settle_people(tree.community, homes, **more)
        beside = list(town.homes(NEIGHBOURS, NEIGHBOUR_HOUSEHOLDS, grids=2))
        neighbours = settle_people(tree.neighbour, beside, **more)
        staff = hire_staff(tree, population, neighbours, cast, chance=chance, keys=keys, now=begun, since=begun.date())
        found_organisations(tree, Person.objects.get(pk=staff.desk[0].person.id), seed=seed, now=begun)
        enrol_members(tree, population, staff, seed=seed, now=begun)
        collect_a_year(tree.community, seed=seed, now=now)
        begin_admissions(tree.community, seed=seed, now=now)
        say(_people_told(tree.community))
        pen = Pen(chance, keys, work_calendar(), now)
        add_service(community=tree.community, seed=seed, now=now)
        add_mobile(community=tree.community, seed=seed, now=now)
        categories = {category.code: category for category in Category.objects.all()}
        Year(pen, tree, population, staff, categories, chance).write(size.matters)
        write_endings(tree.community, staff, pen.entries, chance=chance, keys=keys, now=now)
        _write_together(tree, population, staff, keys, seed=seed, now=now)
        write_proxy(staff, now - timedelta(days=20))
        add_extras(tree, staff, neighbours, homes, chance=chance, now=now)
        _write_turns(tree, staff, now=now)
        press_the_map(tree.community, chance)
        index_missing()
        _write_offices(tree, chance, keys, now=now)
        say(f"{Matter.objects.count()} matters with {len(pen.entries)} steps and {len(pen.messages)} messages")
    _seal(begun, now)
    say(f"{AuditEntry.objects.count()} rows of the audit under {Seal.objects.count()} seals")


def _write_turns(tree: Tree, staff: Staff, *, now: datetime) -> None:
    """What is told by many, what comes again, and what goes to other hands."""
    write_voices(tree.community, staff, now=now)
    write_recurrences(tree.community, staff, now=now)
    write_leaving(tree.community, staff, now=now)


def _write_offices(tree: Tree, chance: random.Random, keys: Keys, *, now: datetime) -> None:
    """What everybody may see, whistles, elections and the hotline."""
    open_months(tree.community, now=now)
    add_whistles(community=tree.community, street=tree.street, now=now)
    vote_and_draw(tree.community, now=now)
    add_tickets(community=tree.community, chance=chance, keys=keys, now=now)


def _write_together(tree: Tree, people: Population, staff: Staff, keys: Keys, *, seed: int, now: datetime) -> None:
    """What neighbours want and give, and what units and the community promise each other."""
    Commons(tree, people, staff, chance=random.Random(seed + 1), keys=keys, now=now).write()  # noqa: S311 -- invented
    write_agreements(tree.community, staff, seed=seed, now=now)


def nobody_is_there() -> bool:
    """Whether an installation is still empty."""
    return not (Area.objects.exists() or Person.objects.exists())


def _people_told(community: Area) -> str:
    people, homes = Person.objects.filter(community=community), Household.objects.filter(community=community)
    return f"{people.count()} people in {homes.count()} households"


def _forget_old_witness() -> None:
    """A demo that is built again begins a new audit: the note of the old one's seals would call it cut off."""
    if not Seal.objects.exists():
        shutil.rmtree(settings.LINLI_HOME / "audit", ignore_errors=True)


def _seal(begun: datetime, now: datetime) -> None:
    """Seal the audit week by week, as the worker would have done."""
    moment = begun
    while moment < now:
        moment = min(moment + timedelta(days=30), now)
        while seal_entries(now=moment):
            pass


def noon_of(day: date) -> datetime:
    """The moment at which a demo for another day stands."""
    return datetime.combine(day, time(11, 30), tzinfo=BEIJING)
