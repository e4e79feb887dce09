"""Adding areas and naming them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.names import pinyin_of
from linli.base.permissions import Actor, require
from linli.core.areas.enums import ABOVE_COMMUNITY, DEPTH, AreaKind, AreaPermission
from linli.core.areas.models import Area
from linli.core.areas.operations.outlines import checked_outline

LETTER = {
    AreaKind.GRID: "g",
    AreaKind.COMPOUND: "c",
    AreaKind.BUILDING: "b",
    AreaKind.UNIT: "u",
    AreaKind.HOME: "h",
}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 24
CHANGEABLE = ("name_zh", "name_en", "number", "code", "phone")


@dataclass(frozen=True)
class Top:
    """Above every province: only the program itself has rights there."""

    place: str = "/"


@transaction.atomic
def create_area(
    *,
    parent: Area | None,
    kind: str,
    name_zh: str,
    actor: Actor,
    now: datetime,
    name_en: str = "",
    slug: str = "",
    number: int = 0,
    code: str = "",
    phone: str = "",
    outline: Mapping[str, Any] | None = None,
    starts_on: date | None = None,
) -> Area:
    """Add an area below another one. Its step of the path is made from its number or name, if none is given."""
    require(actor, AreaPermission.MANAGE, parent or Top())
    _check_below(parent, kind)
    slug = slug or free_slug(parent, kind, number, name_zh)
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise Refused("bad-slug", _("The short name has small letters, digits and hyphens only."), field="slug")
    area = Area(
        kind=kind,
        parent=parent,
        slug=slug,
        path=f"{parent.path if parent else '/'}{slug}/",
        name_zh=_named(name_zh),
        name_en=name_en.strip(),
        number=number,
        code=code.strip(),
        phone=phone.strip(),
        outline=checked_outline(outline) if outline else None,
        starts_on=starts_on,
    )
    if kind == AreaKind.COMMUNITY:
        area.community = area
    elif parent is not None and kind not in ABOVE_COMMUNITY:
        area.community_id = parent.community_id
    _insert(area)
    record("areas.area.create", area, actor=actor, now=now, data={"kind": kind, "path": area.path})
    return area


@transaction.atomic
def rename_area(*, area: Area, actor: Actor, now: datetime, **changes: Any) -> Area:
    """Change what an area is called, its number, code or telephone. Its path stays, so nothing else moves."""
    require(actor, AreaPermission.MANAGE, area)
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        message = f"rename_area changes {CHANGEABLE}, not {sorted(unknown)}"
        raise TypeError(message)
    if "name_zh" in changes:
        changes["name_zh"] = _named(changes["name_zh"])
    before = {name: getattr(area, name) for name in changes if getattr(area, name) != changes[name]}
    if not before:
        return area
    for name in before:
        setattr(area, name, changes[name])
    area.save(update_fields=list(before))
    after = {name: changes[name] for name in before}
    record("areas.area.rename", area, actor=actor, now=now, data={"before": before, "after": after})
    return area


def free_slug(parent: Area | None, kind: str, number: int, name: str) -> str:
    """A step of a path that no sibling has: `g07` for grid 7, `b3` for building 3, letters of the name otherwise."""
    letter = LETTER.get(AreaKind(kind), "")
    if number:
        wanted = f"{letter}{number:02d}" if kind == AreaKind.GRID else f"{letter or 'n'}{number}"
    else:
        wanted = re.sub(r"[^a-z0-9]+", "-", pinyin_of(name)).strip("-")[: LONGEST_SLUG - 4] or letter or "area"
    taken = set(Area.objects.filter(parent=parent, slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for nth in range(2, 10_000) if (slug := f"{wanted}-{nth}") not in taken)


def _check_below(parent: Area | None, kind: str) -> None:
    if parent is None:
        return
    if DEPTH[AreaKind(kind)] <= DEPTH[AreaKind(parent.kind)]:
        raise Refused(
            "wrong-level",
            _("%(kind)s does not lie below %(parent)s.") % {"kind": AreaKind(kind).label, "parent": str(parent)},
            field="kind",
        )
    if kind not in ABOVE_COMMUNITY and kind != AreaKind.COMMUNITY and parent.community_id is None:
        raise Refused("no-community", _("This lies in a community: add that first."), field="kind")
    if parent.ends_on is not None:
        raise Refused("area-ended", _("%(parent)s is no longer in force.") % {"parent": str(parent)})


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("name-missing", _("Please give it a name."), field="name_zh")
    return name


def _insert(area: Area) -> None:
    try:
        with transaction.atomic():
            area.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("slug-taken", _("There is already an area with this short name here."), field="slug") from error
