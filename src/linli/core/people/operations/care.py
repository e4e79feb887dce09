"""Noting that somebody needs care: for a purpose, on a basis, until a day. Nothing is kept for ever (X-01)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, require
from linli.core.people.enums import Basis, CareCategory, Door, PeoplePermission
from linli.core.people.events import CareNoted
from linli.core.people.models import CareNeed, Consent, Person
from linli.core.people.operations.following import community_of

AT_MOST = timedelta(days=366)
CONSENTS = frozenset({Basis.CONSENT, Basis.GUARDIAN_CONSENT})


@transaction.atomic
def note_care(
    *,
    person: Person,
    category: str,
    purpose: str,
    basis: str,
    ends_on: date,
    actor: Actor,
    now: datetime,
    note: str = "",
    door: str = Door.VISIT,
) -> CareNeed:
    """Note why somebody needs care. With consent as its basis, the sentence they agreed to is kept as well."""
    require(actor, PeoplePermission.CARE_EDIT, person)
    today = localdate(now)
    _check(person, purpose, basis, today)
    _check_end(ends_on, today)
    live = CareNeed.objects.filter(person=person, category=category, ends_on__gte=today)
    if live.exists():
        raise Refused("already-noted", _("This is noted already. Renew it instead."), field="category")
    need = CareNeed(
        community_id=community_of(person),
        place=person.place,
        person=person,
        category=category,
        purpose=purpose.strip(),
        basis=basis,
        starts_on=today,
        ends_on=ends_on,
        note=note.strip(),
    )
    _insert(need)
    if basis in CONSENTS:
        _keep_consent(need, door, actor, now)
    record("people.care.note", need, actor=actor, now=now, data={"category": category, "basis": basis})
    publish(CareNoted(at=now, need_id=need.pk, person_id=person.pk))
    return need


@transaction.atomic
def renew_care(*, need: CareNeed, ends_on: date, actor: Actor, now: datetime) -> CareNeed:
    """Somebody has looked, and the care is still needed, until a later day. It never renews itself."""
    require(actor, PeoplePermission.CARE_EDIT, need)
    today = localdate(now)
    _check_end(ends_on, today)
    before = need.ends_on
    if ends_on <= before:
        raise Refused("not-later", _("Please choose a later day than the present one."), field="ends_on")
    rows = CareNeed.objects.filter(pk=need.pk, ends_on=before, ends_on__gte=today, person__ended_on=None)
    if not rows.update(ends_on=ends_on):
        raise Refused("care-ended", _("This has ended, or someone else has just changed it. Please look again."))
    need.ends_on = ends_on
    data = {"from": before.isoformat(), "to": ends_on.isoformat()}
    record("people.care.renew", need, actor=actor, now=now, data=data)
    return need


@transaction.atomic
def end_care(*, need: CareNeed, actor: Actor, now: datetime, reason: str = "") -> CareNeed:
    """The care is no longer needed, or no longer wanted: today is its last day."""
    require(actor, PeoplePermission.CARE_EDIT, need)
    today = localdate(now)
    if not CareNeed.objects.filter(pk=need.pk, ends_on__gt=today).update(ends_on=today):
        raise Refused("care-ended", _("This has ended, or someone else has just changed it. Please look again."))
    need.ends_on = today
    record("people.care.end", need, actor=actor, now=now, reason=reason)
    return need


def _check(person: Person, purpose: str, basis: str, today: date) -> None:
    if person.ended_on:
        raise Refused("person-ended", _("This person is no longer in the register."))
    if not purpose.strip():
        raise Refused("purpose-missing", _("Please say what for."), field="purpose")
    if person.is_child_on(today) and basis == Basis.CONSENT:
        says = _("A child under 14 can't agree alone: ask a guardian.")
        raise Refused("guardian-must-agree", says, field="basis")


def _check_end(ends_on: date, today: date) -> None:
    if ends_on <= today:
        raise Refused("ends-before", _("The last day lies ahead of us."), field="ends_on")
    if ends_on - today > AT_MOST:
        raise Refused("too-long", _("One year at most; it can be renewed then."), field="ends_on")


def _insert(need: CareNeed) -> None:
    try:
        with transaction.atomic():
            need.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("already-noted", _("This is noted already. Renew it instead."), field="category") from error


def _keep_consent(need: CareNeed, door: str, actor: Actor, now: datetime) -> None:
    Consent.objects.create(
        community_id=need.community_id,
        place=need.place,
        person=need.person,
        purpose=f"care:{need.category}",
        text=f"{CareCategory(need.category).label}: {need.purpose}",
        door=door,
        taken_by=actor.label,
        given_at=now,
    )
