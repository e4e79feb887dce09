"""The register of departments, kept by the street."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.core.areas.models import Area
from linli.core.people.models import Person
from linli.core.people.queries.actors import holders_of
from linli.core.whistles.enums import TO_ANSWER, WhistlePermission
from linli.core.whistles.models import Call, Department


@dataclass(frozen=True, kw_only=True)
class DepartmentWords:
    """How a department is called, what it is there for, and how it is reached."""

    name_zh: str
    name_en: str = ""
    duty_zh: str = ""
    duty_en: str = ""
    phone: str = ""
    officer: Person | None = None


@transaction.atomic
def add_department(*, at: Area, words: DepartmentWords, actor: Actor, now: datetime) -> Department:
    """Write a department into the register of a street or of what lies above it."""
    department = Department(place=at.path)
    require(actor, WhistlePermission.MANAGE, department)
    _fill(department, words, now)
    if Department.objects.filter(place=at.path, name_zh=department.name_zh, ends_on=None).exists():
        raise Refused("department-known", _("A department of this name stands here already."), field="name_zh")
    department.save(force_insert=True)
    record("whistles.department.add", department, actor=actor, now=now)
    return department


@transaction.atomic
def correct_department(*, department: Department, words: DepartmentWords, actor: Actor, now: datetime) -> Department:
    """Another name, telephone or officer; earlier calls stay with it."""
    require(actor, WhistlePermission.MANAGE, department)
    _fill(department, words, now)
    same = Department.objects.filter(place=department.place, name_zh=department.name_zh, ends_on=None)
    if same.exclude(pk=department.pk).exists():
        raise Refused("department-known", _("A department of this name stands here already."), field="name_zh")
    department.save()
    record("whistles.department.correct", department, actor=actor, now=now)
    return department


@transaction.atomic
def end_department(*, department: Department, actor: Actor, now: datetime) -> Department:
    """It exists no more, and is not called any more. What it answered stays."""
    require(actor, WhistlePermission.MANAGE, department)
    if Call.objects.filter(department=department, state__in=sorted(TO_ANSWER)).exists():
        raise Refused("calls-open", _("This department still has to answer a whistle."))
    department.ends_on = localdate(now)
    department.save(update_fields=["ends_on"])
    record("whistles.department.end", department, actor=actor, now=now)
    return department


def officers_at(place: str, today: date) -> list[Person]:
    """Whom a department at a place can name as its officer."""
    return list(holders_of(WhistlePermission.ANSWER, place, today))


def _fill(department: Department, words: DepartmentWords, now: datetime) -> None:
    needed = _("Please write the name of the department.")
    department.name_zh = clean_words(words.name_zh, field="name_zh", needed=needed, most=60)
    department.name_en = clean_words(words.name_en, field="name_en", most=100)
    department.duty_zh = clean_words(words.duty_zh, field="duty_zh", most=120)
    department.duty_en = clean_words(words.duty_en, field="duty_en", most=200)
    department.phone = clean_words(words.phone, field="phone", most=40)
    if words.officer and words.officer not in officers_at(department.place, localdate(now)):
        message = _("This person does not hold the role of an officer of a department there.")
        raise Refused("officer-without-role", message, field="officer")
    department.officer = words.officer
