"""The year's problems above the register of projects (G8). Higher rooms that know problems tell them here.

@problems_of_year
def recurring(actor, year): return [Problem("Heating not warm", 31, "/desk/matters/?…")]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from linli.base.permissions import Actor
from linli.core.partnership.enums import DONE, PartnershipPermission
from linli.core.partnership.models import Need, Project


@dataclass(frozen=True)
class Problem:
    """A problem that came again and again in a year, and where its cases stand."""

    name: str
    times: int
    url: str


Source = Callable[[Actor, int], list[Problem]]
_sources: dict[str, Source] = {}


def problems_of_year(source: Source) -> Source:
    """Let a room tell the problems of a year as far as the actor may see them."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = source
    return source


def year_above(actor: Actor, year: int) -> dict[str, Any]:
    """What stands above the projects of a year: the recurring problems, and three numbers that open their lists."""
    problems = [problem for source in _sources.values() for problem in source(actor, year)]
    needs = Need.objects.visible_to(actor, PartnershipPermission.VIEW).filter(written_at__year=year)
    projects = Project.objects.visible_to(actor, PartnershipPermission.VIEW).filter(made_at__year=year)
    during = f"_from={year}-01-01&{{0}}_to={year}-12-31"
    return {
        "year": year,
        "problems": [(one.name, one.times, one.url) for one in problems],
        "wishes": needs.count(),
        "wishes_url": f"{reverse('partnership:desk-needs')}?written{during.format('written')}",
        "projects": projects.count(),
        "projects_url": f"{reverse('partnership:desk-projects')}?made{during.format('made')}",
        "results": projects.filter(state__in=sorted(DONE)).count(),
        "results_url": f"{reverse('partnership:register')}?year={year}&done=1",
    }
