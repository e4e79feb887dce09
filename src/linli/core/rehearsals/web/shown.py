"""A plan as its page shows it: changes in words, today and then as two trees, who would move."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.core.areas.web.panels import move_counts
from linli.core.organisation.queries.findings import walk
from linli.core.organisation.queries.orgs import Node
from linli.core.rehearsals.enums import DONE, ChangeKind
from linli.core.rehearsals.models import Change, Rehearsal
from linli.core.rehearsals.queries.copying import MemberMoving, Rehearsed, rehearse, target_of
from linli.core.rehearsals.queries.findings import compared, grid_counts


def shown(rehearsal: Rehearsal, today: date) -> dict[str, Any]:
    """All that the page of a plan shows of it. One that is in force shows its changes only: today is then."""
    seen = rehearse(rehearsal, today)
    changes = [{"change": change, "words": words_of(seen, change)} for change in seen.after.changes]
    if rehearsal.state in DONE:
        return {"changes": changes, "is_done": True, "n_moved": sum(one["do"] == "member" for one in rehearsal.deeds)}
    moving = seen.moving
    areas = [change.area.path for change in seen.after.changes if change.area]
    return {
        "changes": changes,
        "rows": _rows(seen),
        "moving": [
            {"member": one.member, "before": before, "after": after}
            for one in moving
            for before, after in [_from_to(seen, one)]
        ],
        "ways": _ways(seen),
        "posts": seen.posts,
        "grids": grid_counts(seen.after.changes),
        "counts": [(count.label, count.count(areas)) for count in move_counts.values()] if areas else [],
        "compared": compared(seen, today),
    }


def _called(seen: Rehearsed, key: str | None) -> str:
    spot = seen.after.spots.get(key or "") or seen.before.spots.get(key or "")
    return spot.org.name if spot else ""


def _from_to(seen: Rehearsed, one: MemberMoving) -> tuple[str, str]:
    """From where to where; who goes along with the group changes the branch alone."""
    if one.before.key == one.after.key:
        return _called(seen, one.before.branch), _called(seen, one.after.branch)
    return _called(seen, one.before.key), _called(seen, one.after.key)


def _rows(seen: Rehearsed) -> list[dict[str, Any]]:
    """Both trees in one table: each organisation with its members today and then."""
    today = {node.org.key: node for node in walk(seen.before.nodes(seen.members))}  # type: ignore[attr-defined]
    then = {node.org.key: node for node in walk(seen.after.nodes(seen.members))}  # type: ignore[attr-defined]
    rows = [_row(seen, key, today.get(key), node) for key, node in then.items()]
    gone = [_row(seen, key, node, None) for key, node in today.items() if key not in then]
    return rows + gone


def _row(seen: Rehearsed, key: str, now: Node | None, then: Node | None) -> dict[str, Any]:
    spot = seen.after.spots[key]
    above, before = seen.after.parent_of(spot), seen.before.spots.get(key)
    said: str | Promise = ""
    if spot.into:
        said = _("goes into %(name)s") % {"name": _called(seen, spot.into)}
    elif spot.change:
        said = _("new")
    elif before and before.parent in seen.before.spots and before.parent != (above.key if above else None):
        said = _("from %(name)s") % {"name": _called(seen, before.parent)}
    elif before and before.org.name != spot.org.name:
        said = _("until now %(name)s") % {"name": before.org.name}
    counts = (now.count.members if now and now.count else None, then.count.members if then and then.count else None)
    return {
        "name": spot.org.name, "kind": spot.org.get_kind_display(), "is_group": spot.is_group, "said": said,
        "today": counts[0], "then": counts[1], "changes": counts[0] != counts[1] or bool(said),
    }  # fmt: skip


def _ways(seen: Rehearsed) -> list[tuple[str, str, int]]:
    """How many members go from where to where: for whoever may not see names."""
    counted = Counter(_from_to(seen, one) for one in seen.moving)
    return [(before, after, n) for (before, after), n in counted.items()]


def words_of(seen: Rehearsed, change: Change) -> str:
    """A change in one sentence."""
    to = _called(seen, target_of(change))
    name = change.org.name if change.org else change.name
    if change.kind == ChangeKind.SET_UP:
        return _("New below %(to)s: %(name)s") % {"to": to, "name": change.name}
    if change.kind == ChangeKind.RENAME:
        return _("%(name)s is called %(new)s") % {"name": name, "new": change.name}
    if change.kind == ChangeKind.MOVE:
        return _("%(name)s goes to %(to)s") % {"name": name, "to": to}
    if change.kind == ChangeKind.MERGE:
        return _("%(name)s ends, and goes into %(to)s") % {"name": name, "to": to}
    if change.kind == ChangeKind.MEMBER:
        return _("One member goes to %(to)s") % {"to": to}
    return _("%(building)s goes to %(grid)s") % {"building": change.area, "grid": change.to_grid}
