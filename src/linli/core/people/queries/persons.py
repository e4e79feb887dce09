"""What a person's page shows, and how a name is shown to whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, Func, IntegerField, OuterRef, QuerySet, Subquery

from linli.base.audit.models import AuditEntry
from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor, may
from linli.base.text import masked_name
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.people.enums import PairState, PeoplePermission
from linli.core.people.models import (
    CareNeed,
    Consent,
    DuplicatePair,
    Grant,
    Person,
    PersonMerge,
    Residence,
)
from linli.core.people.queries.actors import live_grants

GROWN_UP = 18
HOME_LINE = "home__parent__parent__parent__parent"  # stair, building, compound, grid
AGE_GROUPS: dict[str, tuple[int, int | None]] = {
    "0-13": (0, 13),
    "14-17": (14, 17),
    "18-59": (18, 59),
    "60-79": (60, 79),
    "80-": (80, None),
}


def people_for(actor: Actor) -> ScopedQuerySet[Person]:
    """Everybody in the register at the actor's places."""
    return Person.objects.visible_to(actor, PeoplePermission.VIEW).filter(ended_on=None)


def shown_name(person: Person, actor: Actor, today: date) -> str:
    """The name; of a child under 14 only the surname, unless the actor looks after such children."""
    if person.is_child_on(today) and not may(actor, PeoplePermission.CARE_VIEW, person):
        return masked_name(person.name)
    return person.name


def aged(people: QuerySet[Person], group: str, today: date) -> QuerySet[Person]:
    """The people of an age group on a day."""
    youngest, oldest = AGE_GROUPS[group]
    born = people.filter(birth_on__lte=years_before(today, youngest))
    return born if oldest is None else born.filter(birth_on__gt=years_before(today, oldest + 1))


def years_before(day: date, years: int) -> date:
    """The same day years ago; 28 February where there was no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def in_care(people: ScopedQuerySet[Person], category: str, today: date) -> ScopedQuerySet[Person]:
    """The people who need a kind of care on a day."""
    live = CareNeed.objects.filter(category=category, starts_on__lte=today, ends_on__gte=today)
    return people.filter(pk__in=live.values("person"))


def household_rows(person: Person) -> list[Residence]:
    """Everybody's rows in the households where somebody lives or has lived, theirs among them; with one query."""
    mine = Residence.objects.filter(person=person).values("household")
    found = Residence.objects.filter(household__in=mine).select_related("person", f"household__{HOME_LINE}")
    outlines = [f"household__{'__'.join(['home', *['parent'] * steps])}__outline" for steps in range(5)]
    return list(found.defer(*outlines).order_by("position", "pk"))


def care_of(person: Person, today: date) -> QuerySet[CareNeed]:
    """Why somebody needs care today."""
    return CareNeed.objects.filter(person=person, starts_on__lte=today, ends_on__gte=today).order_by("ends_on", "pk")


def care_at(actor: Actor, today: date) -> QuerySet[CareNeed]:
    """The care that is needed today at the actor's places, with the people."""
    mine = CareNeed.objects.visible_to(actor, PeoplePermission.CARE_VIEW)
    return mine.filter(starts_on__lte=today, ends_on__gte=today, person__ended_on=None).select_related("person")


def care_ending(needs: QuerySet[CareNeed], today: date, days: int = 30) -> QuerySet[CareNeed]:
    """The care that ends within some days: somebody should look whether it is still needed."""
    return needs.filter(ends_on__lte=today + timedelta(days=days))


def consents_of(person: Person) -> QuerySet[Consent]:
    """What somebody agreed to, the newest first."""
    return Consent.objects.filter(person=person).order_by("-given_at", "-pk")


def guardians_among(members: Iterable[Residence], today: date) -> list[Person]:
    """The grown-ups of a child's household, the eldest first."""
    grown = [row.person for row in members if (row.person.age_on(today) or 0) >= GROWN_UP]
    return sorted(grown, key=lambda person: (person.birth_on or today, person.pk))


def workers_at(places: Iterable[str], today: date) -> QuerySet[Grant]:
    """Who holds a role at exactly these places today, the leader of a grid first."""
    held = live_grants(today).filter(place__in=list(places), person__ended_on=None)
    return held.select_related("person").order_by("place", "role", "starts_on", "pk")


def people_below(place: str) -> int:
    """How many people live below a place: a range of the index, never the whole table."""
    return Person.objects.filter(place__under=place, ended_on=None).count()


def homes_and_people_below(area: Area) -> tuple[int, int]:
    """Both numbers of a grid's page, with one query: two ranges of two indexes."""
    homes = Area.objects.filter(path__under=area.path, kind=AreaKind.HOME, ends_on=None)
    people = Person.objects.filter(place__under=area.path, ended_on=None)
    counted = [
        Subquery(rows.order_by().values(n=Func("pk", function="COUNT", output_field=IntegerField())))
        for rows in (homes, people)
    ]
    found: tuple[int, int] = Area.objects.filter(pk=area.pk).values_list(*counted).get()
    return found


def pairs_for(actor: Actor) -> QuerySet[DuplicatePair]:
    """Pairs of rows that may be one person and that nobody has settled yet, the newest first."""
    mine = DuplicatePair.objects.visible_to(actor, PeoplePermission.MERGE).filter(state=PairState.SUGGESTED)
    both = mine.filter(first__ended_on=None, second__ended_on=None)
    return both.select_related("first", "second").order_by("-pk")


def merges_for(actor: Actor) -> QuerySet[PersonMerge]:
    """Merges at the actor's places, the newest first."""
    mine = PersonMerge.objects.visible_to(actor, PeoplePermission.MERGE)
    return mine.select_related("kept", "gone").order_by("-merged_at", "-pk")


def with_merged(people: QuerySet[Person]) -> QuerySet[Person]:
    """People who know whether another row was merged into theirs: their story then asks for its key, else not."""
    return people.annotate(has_merged=Exists(Person.objects.filter(merged_into=OuterRef("pk"))))


def keys_of(person: Person) -> list[UUID]:
    """The person's own key and those of the rows that were merged into theirs: the audit knows them by any."""
    if not getattr(person, "has_merged", True):
        return [person.pk]
    merged = Person.objects.filter(merged_into=person).values_list("pk", flat=True)
    return [person.pk, *merged]


def story_of(person: Person, limit: int = 30) -> QuerySet[AuditEntry]:
    """What was done to somebody's record, the newest first."""
    keys = [str(key) for key in keys_of(person)]
    return AuditEntry.objects.filter(subject_type="people.person", subject_id__in=keys).order_by("-at", "-pk")[:limit]
