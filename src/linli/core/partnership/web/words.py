"""How pages show needs, resources and projects: tones, badges, where and when."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.base.hours import hours_words
from linli.base.web.templatetags.linli import state_badge
from linli.core.partnership.enums import ListState, ProjectState, ResultTag
from linli.core.partnership.models import Need, Project, Resource
from linli.core.partnership.models.lists import Listed

L, S = ListState, ProjectState
TONES: dict[str, str] = {
    L.RECEIVED: "info", L.OPEN: "wait", L.MATCHED: "info", L.FULFILLED: "ok", L.WITHDRAWN: "off",
    S.PROPOSED: "info", S.BOTH_ACCEPTED: "info", S.RUNNING: "wait", S.FINISHED: "ok", S.RATED: "ok",
    S.PUBLISHED: "ok",
}  # fmt: skip
ICONS = {
    "facility": "tools", "room": "building", "learning": "school", "activity": "users-group", "help": "heart-handshake",
    "thing": "gift", "other": "star", "skill": "tools", "time": "clock", "money": "shopping-bag",
}  # fmt: skip


def state_of(thing: Listed | Project) -> SafeString:
    """The state as a badge: shape, word and colour."""
    return state_badge(TONES[thing.state], thing.get_state_display())


def spot_of(thing: Listed) -> str:
    """Where, as fine as is public."""
    if thing.spot_id and thing.spot_id != thing.grid_id:
        return f"{thing.grid} · {thing.spot}"
    return str(thing.grid) if thing.grid else _("The whole neighbourhood")


def facts_of(thing: Need | Resource) -> list[str]:
    """The small facts of a card: for how many, when, until when."""
    found = [hours_words(thing.hours)] if thing.hours else []
    if isinstance(thing, Need):
        if thing.partner:
            found.insert(0, thing.partner.body.name)
        if thing.people:
            found.append(ngettext("for %(n)s person", "for %(n)s people", thing.people) % {"n": thing.people})
        if thing.wanted_on:
            found.append(_("by %(day)s") % {"day": date_format(thing.wanted_on)})
        return found
    if thing.capacity:
        found.append(_("up to %(n)s") % {"n": thing.capacity})
    if thing.where:
        found.append(thing.where)
    if thing.until_on:
        found.append(_("until %(day)s") % {"day": date_format(thing.until_on)})
    return found


def wanted_by(need: Need) -> str:
    """The count, in words: never a place in a row."""
    words = ngettext("%(n)s neighbour wants it", "%(n)s neighbours want it", need.supporters)
    return words % {"n": need.supporters} if need.supporters else ""


def tags_of(project: Project) -> list[str]:
    """What a result is good for."""
    return [str(ResultTag(tag).label) for tag in ResultTag.values if getattr(project, f"is_{tag}")]


def card_of(thing: Any) -> dict[str, Any]:
    """A card of a public list."""
    return {"thing": thing, "icon": ICONS[thing.kind], "where": spot_of(thing), "facts": facts_of(thing),
            "state": state_of(thing)}  # fmt: skip
