"""Accounts: opened with a slip from the desk, kept safe by rules that nobody has to remember."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor
from linli.base.secrets import blind_index
from linli.core.people.models import Account, Invitation, PasswordRecord, Person, SignInFailure
from linli.core.people.passwords import REMEMBERED
from linli.core.people.queries.keys import hash_of_phone

WRONG_AT_MOST = 5
WITHIN = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=30)
FORGOTTEN_AFTER = timedelta(days=1)
SLIPS_KEPT = timedelta(days=30)


@transaction.atomic
def open_account(
    *, person: Person, username: str, actor: Actor, now: datetime, password: str | None = None, phone: str = ""
) -> Account:
    """Give a person something to sign in with. One person has one account; names differ in more than case."""
    username = username.strip()
    if Account.objects.filter(username__iexact=username).exists():
        raise Refused("username-taken", _("This name is taken. Please choose another one."), field="username")
    if Account.objects.filter(person=person).exists():
        raise Refused("account-exists", _("This person already has an account."))
    account = Account(person=person, username=username, created_at=now)
    account.set_password(None)
    account.save(force_insert=True)
    record("people.account.open", account, actor=actor, now=now, data=_about(person))
    if password:
        set_password(account=account, password=password, actor=actor, now=now)
    if phone:
        set_phone(account=account, phone=phone, verified=False, actor=actor, now=now)
    return account


@transaction.atomic
def set_password(*, account: Account, password: str, actor: Actor, now: datetime) -> Account:
    """Take a new password that keeps the rules, and remember its hash among the last five."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused("password-weak", " ".join(error.messages), field="password") from error
    account.set_password(password)
    account.password_set_at = now
    account.save(update_fields=["password", "password_set_at"])
    PasswordRecord.objects.create(account=account, password=account.password, at=now)
    kept = account.password_records.order_by("-at", "-pk").values("pk")[:REMEMBERED]
    account.password_records.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    record("people.account.set_password", account, actor=actor, now=now, data=_about(account.person))
    return account


@transaction.atomic
def set_phone(*, account: Account, phone: str, verified: bool, actor: Actor, now: datetime) -> Account:
    """Note to which phone codes are sent. `verified` says that a code sent there came back."""
    taken = Account.objects.filter(phone_hash=hash_of_phone(phone)).exclude(pk=account.pk) if phone else None
    if taken is not None and taken.exists():
        raise Refused("phone-taken", _("Another account uses this phone already."), field="phone")
    account.phone, account.phone_hash = phone, hash_of_phone(phone)
    account.phone_verified_at = now if verified and phone else None
    account.save(update_fields=["phone", "phone_hash", "phone_verified_at"])
    record("people.account.set_phone", account, actor=actor, now=now, data=_about(account.person, verified=verified))
    return account


@transaction.atomic
def note_sign_in(*, account: Account, how: str, actor: Actor, now: datetime) -> None:
    """Write down that somebody signed in, and how; wrong passwords of before are forgotten."""
    record("people.account.sign_in", account, actor=actor, now=now, data=_about(account.person, how=how))
    SignInFailure.objects.filter(key=_key(account.username)).delete()


def refuse_when_locked(*, login: str, now: datetime) -> None:
    """Refuse to look at a password while the name is locked, whether or not there is such an account."""
    if SignInFailure.objects.filter(key=_key(login), locked_until__gt=now).exists():
        raise Refused(
            "sign-in-locked",
            _("Too many wrong passwords. For your safety this account is locked for 30 minutes; ask at the desk if it "
              "can't wait."),
        )  # fmt: skip


@transaction.atomic
def note_failed_sign_in(*, login: str, actor: Actor, now: datetime) -> SignInFailure:
    """Count a wrong password; the fifth within a quarter of an hour locks the name for half an hour."""
    SignInFailure.objects.bulk_create([SignInFailure(key=_key(login), first_at=now)], ignore_conflicts=True)
    failure = SignInFailure.objects.select_for_update().get(key=_key(login))
    if now - failure.first_at > WITHIN:
        failure.count, failure.first_at, failure.locked_until = 0, now, None
    failure.count += 1
    if failure.count >= WRONG_AT_MOST:
        failure.locked_until = now + LOCKED_FOR
        failure.count, failure.first_at = 0, now
        account = Account.objects.filter(username__iexact=login).select_related("person").first()
        subject = account or failure
        record("people.account.lock", subject, actor=actor, now=now, data=_about(account.person) if account else {})
    failure.save()
    return failure


def forget_what_is_over(*, now: datetime) -> None:
    """Drop sessions that have ended, wrong passwords of more than a day ago, and slips that expired a month ago."""
    Session.objects.filter(expire_date__lt=now).delete()
    SignInFailure.objects.filter(first_at__lt=now - FORGOTTEN_AFTER).delete()
    Invitation.objects.filter(expires_at__lt=now - SLIPS_KEPT).delete()


def _key(login: str) -> str:
    return blind_index(login.strip().lower(), "sign-in")


def _about(person: Person, **more: object) -> dict[str, object]:
    """Whose account it is, so that the person finds it in their own record."""
    return {"person": str(person.pk), **more}
