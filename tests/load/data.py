"""What is measured on: the demo community, with as many matters and neighbours as asked."""

from __future__ import annotations

from copy import copy
from datetime import timedelta

from django.utils.timezone import now

from linli.base.codes import new_code
from linli.base.ids import uuid7
from linli.base.search.operations import index_missing
from linli.core.areas.models import Area
from linli.core.matters.models import Matter
from linli.core.people.models import Person

BATCH = 5_000


def fill_matters(wanted: int) -> None:
    """Copy the demo's matters, with codes of their own and older dates over ten years, until there are `wanted`."""
    patterns = list(Matter.objects.order_by("pk")[:2_000])
    missing = wanted - Matter.objects.count()
    taken = set(Matter.objects.values_list("code", flat=True))
    moment = now()
    while missing > 0:
        batch = [copy(patterns[number % len(patterns)]) for number in range(min(BATCH, missing))]
        for number, matter in enumerate(batch):
            while (code := new_code()) in taken:
                pass
            taken.add(code)
            matter.pk, matter.code = uuid7(), code
            matter.reported_at = moment - timedelta(minutes=100 * ((missing - number) % 50_000))
        Matter.objects.bulk_create(batch, batch_size=BATCH)
        missing -= len(batch)
    index_missing()


def fill_people(times: int) -> None:
    """Copy the community with its people until there are `times` as many of both."""
    community = Area.objects.get(kind="community", slug="zhaolin")
    for number in range(2, times + 1):
        parent = community.parent
        assert parent is not None
        other = Area(kind="community", slug=f"bench{number}", name_zh=f"第{number}社区", parent=parent)
        other.path, other.community = f"{parent.path}{other.slug}/", other
        other.save()
        batch = []
        for person in Person.objects.filter(community=community).iterator(BATCH):
            person.pk, person.community = uuid7(), other
            person.place = other.path + person.place.removeprefix(community.path)
            batch.append(person)
        Person.objects.bulk_create(batch, batch_size=BATCH)
