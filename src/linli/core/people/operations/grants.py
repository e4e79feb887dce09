"""Roles that people hold at places: given and ended by the security administrator, never to themselves (X-03)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.messaging.operations import send_message
from linli.base.permissions import Actor, require
from linli.core.areas.models import Area
from linli.core.people.enums import AT_A_BRANCH, AT_A_UNIT, PeoplePermission, Role
from linli.core.people.models import Grant, Invitation, Person
from linli.core.people.queries.actors import administrators, role_table
from linli.core.people.queries.grants import RolePlace
from linli.core.people.wording import in_both


@transaction.atomic
def give_grant(
    *,
    person: Person,
    role: str,
    at: RolePlace,
    actor: Actor,
    now: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    reason: str = "",
) -> Grant:
    """Give somebody a role at a place, from a day, until a day if it is known. They are told."""
    require(actor, PeoplePermission.GRANT_MANAGE, at)
    starts_on = starts_on or localdate(now)
    if role not in role_table():
        raise Refused("no-such-role", _("There is no such role."), field="role")
    if not _is_held_there(role, at):
        says = _("A branch secretary holds the role at a branch, a liaison person at a unit, all others at an area.")
        raise Refused("role-elsewhere", says, field="at")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("ends-before", _("The last day lies before the first one."), field="ends_on")
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # of two presses the second one looks
    _check_person(person, actor)
    _check_not_held(person, role, at, starts_on)
    grant = Grant.objects.create(
        person=person,
        role=role,
        place=at.path,
        community_id=at.community_id,
        starts_on=starts_on,
        ends_on=ends_on,
        given_by=actor.label,
        reason=reason.strip(),
    )
    # A slip that somebody with fewer rights gave before would open this role, too: whoever needs one gets a new one.
    Invitation.objects.filter(person=person, used_at=None, expires_at__gt=now).update(expires_at=now)
    record("people.grant.give", grant, actor=actor, now=now, reason=reason, data=_says(grant))
    told = {"role": in_both(Role(role).label), "from_on": starts_on.isoformat(), "place": names_of(at)}
    send_message(person.pk, "people.grant-given", told, dedupe_key=f"grant-given:{grant.pk}", now=now)
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, reason: str, actor: Actor, now: datetime) -> Grant:
    """End a role from this moment on, and say why."""
    require(actor, PeoplePermission.GRANT_MANAGE, grant)
    _refuse_own(grant.person_id, actor)
    if not reason.strip():
        raise Refused("reason-missing", _("Please say why."), field="reason")
    today = localdate(now)
    open_rows = Grant.objects.filter(pk=grant.pk, ended_at=None).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    last = max(today, grant.starts_on)
    if not open_rows.update(ends_on=last, ended_at=now):
        raise Refused("grant-ended", _("This role has ended already."))
    grant.ends_on, grant.ended_at = last, now
    record("people.grant.end", grant, actor=actor, now=now, reason=reason, data=_says(grant))
    told = {"role": in_both(Role(grant.role).label), "reason": reason.strip()}
    send_message(grant.person_id, "people.grant-ended", told, dedupe_key=f"grant-ended:{grant.pk}", now=now)
    return grant


def _is_held_there(role: str, at: RolePlace) -> bool:
    """Each role has its kind of place; one of a room above says which roles are held there."""
    if isinstance(at, Area):
        return role not in AT_A_BRANCH | AT_A_UNIT
    return role in getattr(at, "ROLES", AT_A_BRANCH)


def _check_person(person: Person, actor: Actor) -> None:
    _refuse_own(person.pk, actor)
    if person.ended_on is not None:
        raise Refused("person-ended", _("This person is no longer in the register."), field="person")


def _check_not_held(person: Person, role: str, at: RolePlace, starts_on: date) -> None:
    """Not the same role twice, and never two of the three administrators, wherever they are held."""
    held = Grant.objects.filter(person=person, ended_at=None).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if held.filter(role=role, place=at.path).exists():
        raise Refused("already-held", _("This person holds the role here already."), field="role")
    others = administrators() - {role}
    if role in administrators() and held.filter(role__in=others).exists():
        raise Refused(
            "administrators-apart",
            _("Nobody may be two of system, security and audit administrator: each watches the others."),
            field="role",
        )


def _refuse_own(person_id: object, actor: Actor) -> None:
    if person_id == actor.person_id:
        raise Refused("own-role", _("Nobody gives or ends their own roles. Another security administrator does."))


def names_of(place: RolePlace) -> dict[str, str]:
    """An area in both languages, for a message; a branch has one name."""
    if not isinstance(place, Area):
        return dict.fromkeys(("zh", "en"), str(place))
    return {"zh": place.name_zh, "en": place.name_en or place.name_zh}


def _says(grant: Grant) -> dict[str, str]:
    return {"person": str(grant.person_id), "role": grant.role, "place": grant.place}
