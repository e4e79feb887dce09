"""Saying what kinds of matters there are, who has the power, and by when; each change stands in the audit."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.core.areas.models import Area
from linli.core.matters.enums import ClockKind, ClockUnit, MatterPermission, Power, Urgency
from linli.core.matters.models import Category, ClockRule
from linli.core.matters.queries.categories import Here, shared_table

MOST_BELOW = 99
CODE = re.compile(r"[A-Z]{2}\d{2}")
MOST_WORDS = 2000
LONGEST_DAYS = 60
MOST_REPEATS, LONGEST_REPEAT = 100, 180
OF_THE_COMMUNITY = ("本社区自定的办结时限", "The limit that this community has set")


@dataclass(frozen=True, kw_only=True)
class KindSaid:
    """Everything that can be said of a kind of matter."""

    name_zh: str
    name_en: str
    power: str
    owner_zh: str = ""
    owner_en: str = ""
    urgency: str = Urgency.NORMAL
    limit_days: int = 3
    clause_zh: str = ""
    clause_en: str = ""
    coordinate_zh: str = ""
    coordinate_en: str = ""
    checks_zh: str = ""
    checks_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    call: str = ""
    words: str = ""
    is_shared: bool = False
    repeat_times: int = 5
    repeat_days: int = 30
    position: int = 0


@transaction.atomic
def create_category(
    *, parent: Category, said: KindSaid, actor: Actor, now: datetime, code: str = ""
) -> Category:  # fmt: skip
    """Add a kind of matter below one of the upper ones; its code is the next free one there, unless one is named."""
    require(actor, MatterPermission.CATEGORIES, shared_table())
    if parent.parent_id is not None:
        raise Refused("two-levels", _("There are two levels: please choose one of the upper kinds."), field="parent")
    fields = _checked(said)
    if code and (not CODE.fullmatch(code) or not code.startswith(parent.code)):
        message = _("A code begins with that of the upper kind and ends with two digits: %(like)s01.")
        raise Refused("code-unlike", message % {"like": parent.code}, field="code")
    if code and Category.objects.filter(code=code).exists():
        raise Refused("code-taken", _("Another kind has this code."), field="code")
    category = Category(code=code or _next_code(parent), parent=parent, **fields)
    category.save(force_insert=True)
    record("matters.category.create", category, actor=actor, now=now, data={"code": category.code})
    return category


def _next_code(parent: Category) -> str:
    taken = set(Category.objects.filter(parent=parent).values_list("code", flat=True))
    free = (f"{parent.code}{n:02}" for n in range(1, MOST_BELOW + 1))
    code = next((one for one in free if one not in taken), None)
    if code is None:
        raise Refused("no-code-left", _("This upper kind is full. Please retire some, or use another."), field="parent")
    return code


@transaction.atomic
def change_category(*, category: Category, said: KindSaid, actor: Actor, now: datetime) -> Category:
    """Change what is said of a kind of matter. Promises that were given stay as they were given."""
    require(actor, MatterPermission.CATEGORIES, shared_table())
    fields = _checked(said)
    changes = {name: [getattr(category, name), new] for name, new in fields.items() if getattr(category, name) != new}
    if not changes:
        return category
    for name, (_old, new) in changes.items():
        setattr(category, name, new)
    category.save(update_fields=sorted(changes))
    record("matters.category.change", category, actor=actor, now=now, data={"changes": changes})
    return category


def _checked(said: KindSaid) -> dict[str, Any]:
    """The words without what nobody can see; refused when they don't say what they must."""
    fields = asdict(said)
    for name, value in fields.items():
        if isinstance(value, str) and name not in {"power", "urgency"}:
            needed = _("Please write a name in both languages.") if name in {"name_zh", "name_en"} else ""
            most = getattr(Category._meta.get_field(name), "max_length", None) or MOST_WORDS
            fields[name] = clean_words(value, field=name, needed=needed, most=most)
    if said.power not in Power.values:
        raise Refused("power-needed", _("Please say who has the power to act."), field="power")
    if said.urgency not in Urgency.values:
        raise Refused("urgency-unknown", _("Please choose how urgent it is."), field="urgency")
    if said.urgency == Urgency.EMERGENCY and not fields["call"]:
        message = _("In an emergency people are told to call first. Please write the number.")
        raise Refused("call-needed", message, field="call")
    if not 0 <= said.limit_days <= LONGEST_DAYS or (said.limit_days == 0) != (said.urgency == Urgency.EMERGENCY):
        message = _("Between 1 and %(most)s working days; only an emergency has 0: it is dealt with in hours.")
        raise Refused("limit-out-of-range", message % {"most": LONGEST_DAYS}, field="limit_days")
    if said.repeat_times == 1 or said.repeat_times > MOST_REPEATS or not 1 <= said.repeat_days <= LONGEST_REPEAT:
        message = _("Between 2 and %(most)s people within 1 to %(days)s days; 0 people: never.")
        told = message % {"most": MOST_REPEATS, "days": LONGEST_REPEAT}
        raise Refused("repeat-out-of-range", told, field="repeat_times")
    return fields


@transaction.atomic
def retire_category(*, category: Category, on: date | None, actor: Actor, now: datetime) -> Category:
    """Offer a kind of matter no more from a day on, or again; old matters keep it."""
    require(actor, MatterPermission.CATEGORIES, shared_table())
    if category.parent_id is None:
        raise Refused("two-levels", _("An upper kind stays; please retire those below it."), field="on")
    changes = {"retired_on": [str(category.retired_on or ""), str(on or "")]}
    category.retired_on = on
    category.save(update_fields=["retired_on"])
    record("matters.category.retire", category, actor=actor, now=now, data={"changes": changes})
    return category


@transaction.atomic
def set_limit_here(
    *, category: Category, community: Area, days: int | None, actor: Actor, now: datetime
) -> ClockRule | None:
    """Give a kind of matter another limit in one community; without days the usual one holds again."""
    require(actor, MatterPermission.CATEGORIES, Here(community.path))
    if category.parent_id is None or category.urgency == Urgency.EMERGENCY:
        raise Refused("limit-fixed", _("The time of an emergency is the same everywhere."), field="days")
    if days is not None and not 0 < days <= LONGEST_DAYS:
        message = _("Between 1 and %(most)s working days, please.") % {"most": LONGEST_DAYS}
        raise Refused("limit-out-of-range", message, field="days")
    mine: dict[str, Any] = {"category": category, "community": community, "kind": ClockKind.ENDING, "urgency": ""}
    before = ClockRule.objects.filter(**mine).first()
    changes = {"limit_here": [before.value if before else None, days]}
    data = {"community": community.slug, "changes": changes}
    record("matters.category.limit", category, actor=actor, now=now, data=data)
    if days is None:
        ClockRule.objects.filter(**mine).delete()
        return None
    values: dict[str, Any] = {"value": days, "unit": ClockUnit.WORKING_DAYS}
    values |= dict(zip(("source_zh", "source_en"), OF_THE_COMMUNITY, strict=True))
    return ClockRule.objects.update_or_create(**mine, defaults=values)[0]
