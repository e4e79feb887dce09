"""The rows of the demo that the pages of agreements and units need, and those of them that are no pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate

from linli.core.areas.models import Area
from linli.core.partnership.models import Agreement, Need, Project, Promise, Resource, Review
from linli.core.partnership.queries.agreements import partners_for
from linli.core.people.models import Person
from linli.core.people.queries.actors import PersonActor

VISITOR, RESIDENT, DESK, LIAISON = "", "resident", "community_worker", "unit_liaison"
READERS_OF_COMMONS = {
    "partnership:": VISITOR,
    "partnership:desk": DESK,
    "partnership:register": DESK,
    "partnership:mine": RESIDENT,
    "partnership:project": RESIDENT,
    "partnership:wish-press": RESIDENT,
    "partnership:unit": LIAISON,
}
STEPS_OF_COMMONS = {
    "partnership:desk-need-step": "publish",
    "partnership:desk-project-step": "finish",
    "partnership:desk-resource-step": "publish",
}
NO_PAGES_OF_UNITS = {
    "partnership:project-photo": "a file",
    "partnership:desk-agreement-pdf": "a file",
    "partnership:desk-agreement-docx": "a file",
    "partnership:desk-agreement-photo": "a file",
    "partnership:unit-agreement-pdf": "a file",
    "partnership:unit-agreement-docx": "a file",
    "partnership:unit-agreement-photo": "a file",
    "partnership:units": "leads on to the one unit",
    "partnership:unit-propose": "comes with two lines that fit: tests/core/partnership/test_units.py",
}
STEPS_OF_UNITS = {
    "partnership:desk-agreement-step": "add",
    "partnership:desk-agreement-promise-step": "tell",
    "partnership:unit-agreement-step": "add",
    "partnership:unit-agreement-promise-step": "tell",
    "partnership:unit-project-step": "finish",
}
BEGINNINGS = ("partnership:unit", "partnership:desk-agreement")


def value_of_unit(name: str, argument: str, liaison: Person) -> Any:
    """An argument of a page of an agreement or a unit."""
    mine = partners_for(PersonActor(liaison, localdate()))
    agreement = Agreement.objects.filter(partner__in=mine, state="in_force").select_related("partner")[0]
    if argument == "step":
        return STEPS_OF_UNITS[name]
    if argument == "what":
        return "need"
    if name.startswith("partnership:unit-project"):
        project = Project.objects.filter(partner__in=mine, state="running")[0]
        return project.code if argument == "code" else project.milestones.all()[0].pk
    if argument == "code":
        return agreement.code
    if name.endswith("-promise-step"):
        return Promise.objects.filter(agreement=agreement, state="open", drop_side="")[0].pk
    if name.endswith("-agreement-review"):
        return Review.objects.filter(agreement=agreement)[0].pk
    return agreement.partner_id


def rows_of_commons(community: Area) -> dict[str, Callable[[], Model]]:
    """The rows of the three lists."""
    return {
        "partnership:": lambda: Need.objects.filter(community=community, state="open")[0],
        "partnership:desk-need-step": lambda: Need.objects.filter(community=community, state="received")[0],
        "partnership:gift": lambda: Resource.objects.filter(community=community, state="open")[0],
        "partnership:desk-resource": lambda: Resource.objects.filter(community=community, state="open")[0],
        "partnership:desk-resource-step": lambda: Resource.objects.filter(state="received")[0],
        "partnership:project": lambda: Project.objects.filter(community=community, state="finished")[0],
        "partnership:desk-project": lambda: Project.objects.filter(community=community, state="running")[0],
        "partnership:desk-project-judge": lambda: Project.objects.filter(state="finished")[0],
    }  # fmt: skip
