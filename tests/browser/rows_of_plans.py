"""The rows of elections and rehearsals that a page of the demo is opened with."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

from linli.core.areas.models import Area
from linli.core.organisation.models import Election
from linli.core.rehearsals.models import Change, Objection, Rehearsal


def rows_of_plans(community: Area) -> dict[str, Callable[[], Model]]:
    """By the beginning of the name of the page."""
    return {
        "organisation:election": lambda: Election.objects.filter(community=community, state="due_180")[0],
        "rehearsals:": lambda: Rehearsal.objects.filter(community=community, state="proposed")[0],
        "rehearsals:change": lambda: Change.objects.filter(rehearsal__community=community)[0],
        "rehearsals:objection": lambda: Objection.objects.filter(rehearsal__community=community)[0],
    }
