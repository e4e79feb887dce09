"""Slips from the desk: a code that opens an account for one person, once, for fourteen days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import new_code, normalise_code
from linli.base.errors import Refused
from linli.base.messaging.operations import send_message
from linli.base.permissions import Actor, may, require
from linli.base.secrets import blind_index
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Account, Invitation, Person
from linli.core.people.operations.accounts import open_account, set_password, set_phone
from linli.core.people.queries.actors import grants_to_come, permissions_beyond

GOOD_FOR = timedelta(days=14)


@transaction.atomic
def give_slip(*, person: Person, actor: Actor, now: datetime) -> tuple[Invitation, str]:
    """Make a code that opens an account, or sets a new password for it. It is told once; the database keeps its hash.

    An older slip of the same person stops working. Whoever may not give a role may not reach it by a slip either:
    the account of somebody with more rights than one's own is opened by the security administrator, and by no grant of
    their own.
    """
    _require_slip_right(person, actor, now)
    if person.ended_on is not None:
        raise Refused("person-ended", _("This person is no longer in the register."))
    Invitation.objects.filter(person=person, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = new_code()
    invitation = Invitation.objects.create(
        community_id=person.community_id,
        place=person.place,
        person=person,
        code_hash=hash_of_slip(code),
        expires_at=now + GOOD_FOR,
        made_by=actor.label,
    )
    record("people.invitation.give", invitation, actor=actor, now=now, data={"person": str(person.pk)})
    by = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    told = {"who": by.name if by else "Linli"}
    send_message(person.pk, "people.slip-given", told, dedupe_key=f"slip:{invitation.pk}", now=now)
    return invitation, code


def find_slip(*, code: str, now: datetime) -> Invitation:
    """The invitation that somebody holds in their hand; refused when it was used or has expired."""
    right = normalise_code(code)
    found = Invitation.objects.select_related("person").filter(code_hash=hash_of_slip(right or "-")).first()
    if found is None or found.person.ended_on is not None:
        raise Refused("slip-unknown", _("We don't know this code. Please look at the slip again."), field="code")
    if found.used_at is not None:
        raise Refused("slip-used", _("This slip was used already. The desk gives you a new one."), field="code")
    if found.expires_at <= now:
        raise Refused("slip-expired", _("This slip is no longer good. The desk gives you a new one."), field="code")
    return found


@transaction.atomic
def join_with_slip(
    *, code: str, username: str, password: str | None, phone: str, actor: Actor, now: datetime
) -> Account:
    """Open the account that a slip promises, or give the account that is there a new password. A slip works once."""
    invitation = find_slip(code=code, now=now)
    if not password and not phone:
        raise Refused("no-way-in", _("Please choose a password, or give a phone for codes."), field="password")
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=now).update(used_at=now)
    if not used:
        raise Refused("slip-used", _("This slip was used already. The desk gives you a new one."), field="code")
    account = Account.objects.select_related("person").filter(person=invitation.person).first()
    if account is None:
        account = open_account(
            person=invitation.person, username=username, password=password, phone=phone, actor=actor, now=now
        )
    else:
        if password:
            set_password(account=account, password=password, actor=actor, now=now)
        if phone and phone != account.phone:
            set_phone(account=account, phone=phone, verified=False, actor=actor, now=now)
    record("people.invitation.use", invitation, actor=actor, now=now, data={"person": str(invitation.person_id)})
    return account


def hash_of_slip(code: str) -> str:
    """By what a slip is found that nobody can read in the database."""
    return blind_index(code, "invitation")


def _require_slip_right(person: Person, actor: Actor, now: datetime) -> None:
    grants = list(grants_to_come(localdate(now)).filter(person=person))
    if grants and person.pk != actor.person_id:
        if all(may(actor, PeoplePermission.GRANT_MANAGE, grant) for grant in grants):
            return
        if permissions_beyond(actor, grants):
            raise Refused(
                "forbidden",
                _("This person holds rights that you don't. The security administrator gives them a slip."),
            )
    require(actor, PeoplePermission.INVITE, person)
