"""The door of a slip: its code opens one matter; how many new ones may come from one address."""

from __future__ import annotations

from django.http import Http404

from linli.core.matters.models import Matter
from linli.core.matters.queries.followers import Held, held_by
from linli.core.matters.queries.lists import matter_of_code

NEW_MATTERS = 30  # in an hour, from one address: a whole stairwell may share one


def held_or_404(code: str) -> Matter:
    """The matter of a slip that the first who asked holds."""
    matter = matter_of_code(code)
    if matter is None:
        raise Http404
    return matter


def any_held_or_404(code: str) -> Held:
    """What a slip opens, whether of the first who asked or of somebody who follows."""
    held = held_by(code)
    if held is None:
        raise Http404
    return held
