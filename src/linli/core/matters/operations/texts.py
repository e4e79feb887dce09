"""Writing what the desk keeps ready: texts of endings, checklists, macros. What is no longer wanted ends on a day."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.core.areas.models import Area
from linli.core.matters.enums import EndingKind, HandTo, MacroStep, MatterPermission
from linli.core.matters.models import MUST, Category, Checklist, EndingText, Macro, ReadyModel
from linli.core.matters.queries.texts import SLOT, SLOTS

DATA = Path(__file__).resolve().parent.parent / "data"
MOST_LINES, MOST_STEPS, LONGEST_WAIT = 20, 6, 60
NEEDS_TEXT = frozenset({MacroStep.ASK, MacroStep.TELL, MacroStep.NOTE, MacroStep.TASK, MacroStep.WAIT})
R = TypeVar("R", bound=ReadyModel)


@dataclass(frozen=True, kw_only=True)
class EndingWords:
    """What a ready text says."""

    ending: str
    category: Category | None
    name_zh: str
    text_zh: str
    name_en: str = ""
    text_en: str = ""
    basis_zh: str = ""
    basis_en: str = ""


def _keep(row: R, community: Area, *, action: str, actor: Actor, now: datetime) -> R:
    """Save one ready thing of a community, with who wrote it."""
    row.community, row.place, row.changed_at, row.changed_by = community, community.path, now, actor.label
    require(actor, MatterPermission.TEXTS, row)
    row.save()
    record(action, row, actor=actor, now=now)
    return row


@transaction.atomic
def write_ending_text(
    *, words: EndingWords, community: Area, actor: Actor, now: datetime, row: EndingText | None = None
) -> EndingText:
    """Write a ready text for an ending, or change one; matters that ended with it keep their words."""
    if words.ending not in EndingKind.values:
        raise Refused("ending-needed", _("Please choose how it ended."), field="ending")
    row = row or EndingText()
    row.ending, row.category = words.ending, words.category
    row.name_zh = clean_words(words.name_zh, field="name_zh", needed=_("Please give it a short name."), most=40)
    row.name_en = clean_words(words.name_en, field="name_en", most=60)
    row.text_zh = _slotted(words.text_zh, "text_zh", needed=_("Please write the text."))
    row.text_en = _slotted(words.text_en, "text_en")
    row.basis_zh = row.basis_en = ""
    if words.ending == EndingKind.NOT_POSSIBLE:
        row.basis_zh = _slotted(words.basis_zh, "basis_zh", most=400)
        row.basis_en = _slotted(words.basis_en, "basis_en", most=400)
    return _keep(row, community, action="matters.endingtext.write", actor=actor, now=now)


def _slotted(text: str, field: str, *, needed: str = "", most: int = 2000) -> str:
    """A text with placeholders that exist."""
    text = clean_words(text, field=field, needed=needed, most=most)
    wrong = [name for name in SLOT.findall(text) if name not in SLOTS]
    if wrong:
        known = " ".join(f"{{{name}}}" for name in SLOTS)
        message = _("There is no placeholder {%(name)s}. You can use: %(known)s") % {"name": wrong[0], "known": known}
        raise Refused("placeholder-unknown", message, field=field)
    return text


@transaction.atomic
def write_checklist(
    *, category: Category, lines_zh: str, community: Area, actor: Actor, now: datetime, lines_en: str = "",
    row: Checklist | None = None,
) -> Checklist:  # fmt: skip
    """Write what has to be looked at for a kind of matter; matters that were accepted already keep their list."""
    others = Checklist.objects.filter(community=community, category=category, ended_at=None)
    others = others.exclude(pk=row.pk) if row else others
    if others.exists():
        message = _("There is a checklist for this kind already: please change that one.")
        raise Refused("checklist-exists", message, field="category")
    zh, en = _lines(lines_zh, "lines_zh"), _lines(lines_en, "lines_en")
    if not zh:
        raise Refused("words-needed", _("Please write at least one line."), field="lines_zh")
    if en and len(en) != len(zh):
        message = _("%(zh)s lines in Chinese and %(en)s in English: please write them in the same order.")
        raise Refused("lines-differ", message % {"zh": len(zh), "en": len(en)}, field="lines_en")
    row = row or Checklist()
    row.category, row.lines_zh, row.lines_en = category, "\n".join(zh), "\n".join(en)
    return _keep(row, community, action="matters.checklist.write", actor=actor, now=now)


def _lines(text: str, field: str) -> list[str]:
    lines = [
        line.strip().replace("！", MUST) if line.strip()[:1] == "！" else line.strip() for line in text.splitlines()
    ]
    lines = [clean_words(line, field=field, most=120) for line in lines if line.strip(MUST + " ")]
    if len(lines) > MOST_LINES:
        message = _("At most %(most)s lines, please: a longer list is not read.") % {"most": MOST_LINES}
        raise Refused("too-many-lines", message, field=field)
    return lines


@transaction.atomic
def write_macro(
    *, name_zh: str, steps: list[dict[str, Any]], community: Area, actor: Actor, now: datetime,
    name_en: str = "", category: Category | None = None, row: Macro | None = None,
) -> Macro:  # fmt: skip
    """Write a macro: up to six steps that one press does, each with the rights of whoever presses."""
    row = row or Macro()
    row.name_zh = clean_words(name_zh, field="name_zh", needed=_("Please give it a short name."), most=40)
    row.name_en, row.category = clean_words(name_en, field="name_en", most=60), category
    if not 0 < len(steps) <= MOST_STEPS:
        message = _("One to %(most)s steps, please.") % {"most": MOST_STEPS}
        raise Refused("steps-needed", message, field="name_zh")
    row.steps = [_checked(step) for step in steps]
    return _keep(row, community, action="matters.macro.write", actor=actor, now=now)


def _checked(step: Mapping[str, Any]) -> dict[str, Any]:
    """One step of a macro with all that it needs, and nothing else."""
    do = step.get("do", "")
    if do not in MacroStep.values:
        raise Refused("step-unknown", _("Please choose what the step does."))
    kept: dict[str, Any] = {"do": do}
    if do in NEEDS_TEXT:
        needed = _("The step “%(step)s” needs its words.") % {"step": MacroStep(do).label}
        kept["text"] = clean_words(str(step.get("text") or ""), needed=needed, most=120 if do == "task" else 1000)
    if do == MacroStep.WAIT:
        kept["days"] = int(step.get("days") or 0)
        if not 0 < kept["days"] <= LONGEST_WAIT:
            message = _("Please say how many days it waits: 1 to %(most)s.") % {"most": LONGEST_WAIT}
            raise Refused("days-needed", message)
    if do == MacroStep.TASK:
        kept["needed"] = bool(step.get("needed"))
    if do == MacroStep.DISPATCH:
        kept["to"] = step.get("to") if step.get("to") in HandTo.values else HandTo.GRID.value
        kept["owner"] = clean_words(str(step.get("text") or step.get("owner") or ""), most=80)
    return kept


@transaction.atomic
def end_ready(*, row: ReadyModel, actor: Actor, now: datetime) -> ReadyModel:
    """It is not offered any more. What was written with it stays."""
    require(actor, MatterPermission.TEXTS, row)
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        record(f"{row._meta.label_lower}.end", row, actor=actor, now=now)
    return row


@transaction.atomic
def bring_usual(*, community: Area, actor: Actor, now: datetime) -> int:
    """Give a community the usual texts, checklists and macros to begin with; what it has already is left alone."""
    kinds = {category.code: category for category in Category.objects.all()}
    more: dict[str, Any] = {"community": community, "actor": actor, "now": now}
    made = 0
    held = set(EndingText.objects.filter(community=community).values_list("name_zh", flat=True))
    for said in _table("ending_texts.csv"):
        if said["name_zh"] not in held:
            write_ending_text(words=_words(said, kinds), **more)
            made += 1
    listed = set(Checklist.objects.filter(community=community).values_list("category__code", flat=True))
    for said in _table("checklists.csv"):
        if said["category"] not in listed:
            zh, en = (said[name].replace(" / ", "\n") for name in ("lines_zh", "lines_en"))
            write_checklist(category=kinds[said["category"]], lines_zh=zh, lines_en=en, **more)
            made += 1
    named = set(Macro.objects.filter(community=community).values_list("name_zh", flat=True))
    for each in json.loads((DATA / "macros.json").read_text(encoding="utf-8")):
        if each["name_zh"] not in named:
            write_macro(**{**each, "category": kinds.get(each["category"])}, **more)
            made += 1
    return made


def _words(said: dict[str, str], kinds: dict[str, Category]) -> EndingWords:
    """One line of the table of usual texts."""
    words: dict[str, Any] = {**said, "category": kinds.get(said["category"])}
    return EndingWords(**words)


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
