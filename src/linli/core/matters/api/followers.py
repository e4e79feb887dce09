"""The slip of somebody who follows, for programs: the same answer and the same steps as its page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import Actor
from linli.core.matters.enums import FollowerWord
from linli.core.matters.models import Follower
from linli.core.matters.operations.following import add_follower_fact, judge_as_follower
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.followers import AGREE, FACT, OBJECT, Held, follower_steps, held_by
from linli.core.matters.queries.story import story_for_follower, title_for

NAMES = {AGREE: "confirm", OBJECT: "reopen", FACT: "fact"}
GOOD_ENOUGH = 3  # from this rating on it is solved for them


def held_or_404(code: str) -> Held:
    """What the code of a slip opens, that of a merged matter or of a follower as well."""
    held = held_by(code)
    if held is None:
        raise Http404
    return held


def follower_status(follower: Follower, now: datetime) -> dict[str, Any]:
    """How far it is for somebody who follows; what the first who asked said and judged is not theirs."""
    matter = follower.matter
    names = "state handed_on_to basis due_at"
    return {
        "code": follower.code,
        "title": title_for(SlipHolder(matter.pk), matter),
        **{name: getattr(matter, name) for name in names.split()},
        "reported_at": follower.followed_at,
        "rating": None,
        "category": matter.category.code if matter.category else None,
        "ending": matter.ending or None,
        "moves": [NAMES[step] for step in follower_steps(follower, now) if step in NAMES],
        "story": story_for_follower(follower, with_slip=True),
    }


def say_as_follower(
    follower: Follower, name: str, *, bearer: Actor, now: datetime, text: str = "", rating: int | None = None
) -> dict[str, Any]:
    """One step of somebody who follows, with their slip alone."""
    actor = SlipHolder(follower.matter_id, bearer_id=bearer.person_id, follower_id=follower.pk)
    given: dict[str, Any] = {"follower": follower, "text": text, "actor": actor, "now": now}
    if name == NAMES[FACT]:
        add_follower_fact(**given)
    elif name == NAMES[OBJECT] or (name == NAMES[AGREE] and rating is not None and rating < GOOD_ENOUGH):
        judge_as_follower(word=FollowerWord.NOT_SOLVED, **given)
    elif name == NAMES[AGREE]:
        judge_as_follower(word=FollowerWord.SOLVED, **given)
    else:
        raise Refused("wrong-state", _("We asked nothing. Please add what is new instead."))
    return follower_status(follower, now)
