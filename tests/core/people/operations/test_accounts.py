"""Accounts: slips work once, passwords keep the rules, five wrong ones lock."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.permissions import Visitor
from linli.core.people.models import Account, Invitation, PasswordRecord, SignInFailure
from linli.core.people.operations.accounts import (
    forget_what_is_over,
    note_failed_sign_in,
    refuse_when_locked,
    set_password,
    set_phone,
)
from linli.core.people.operations.grants import give_grant
from linli.core.people.operations.invitations import find_slip, give_slip, join_with_slip
from tests.factories.core import NOON, TODAY, make_account, make_person, make_world

GOOD = "Rote Ampel 7"


@pytest.fixture
def world(db: None, settings: object) -> SimpleNamespace:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    return make_world()


def code_of(call: object, **values: object) -> str:
    with pytest.raises(Refused) as caught:
        call(**values)  # type: ignore[operator]
    return caught.value.code


def test_a_slip_opens_an_account_once(world: SimpleNamespace) -> None:
    person = make_person("赵新", at=world.family.home)
    invitation, code = give_slip(person=person, actor=world.actors["grid_worker"], now=NOON)
    assert code.replace("-", "") not in str(Invitation.objects.filter(pk=invitation.pk).values().get())
    values = {"username": "zhaoxin", "password": GOOD, "phone": "13912345678", "actor": Visitor(), "now": NOON}
    account = join_with_slip(code=code.lower(), **values)  # type: ignore[arg-type]
    assert (account.person, account.check_password(GOOD), account.phone_verified_at) == (person, True, None)
    assert code_of(join_with_slip, code=code, **values) == "slip-used"


def test_a_slip_is_good_for_fourteen_days_and_a_newer_one_replaces_it(world: SimpleNamespace) -> None:
    person = make_person("赵新", at=world.family.home)
    _first, old = give_slip(person=person, actor=world.actors["grid_worker"], now=NOON)
    _second, new = give_slip(person=person, actor=world.actors["grid_worker"], now=NOON + timedelta(minutes=1))
    later = NOON + timedelta(minutes=2)
    assert code_of(find_slip, code=old, now=later) == "slip-expired"
    assert find_slip(code=new, now=NOON + timedelta(days=14)).person == person
    assert code_of(find_slip, code=new, now=NOON + timedelta(days=14, minutes=1)) == "slip-expired"
    assert code_of(find_slip, code="nonsense", now=NOON) == "slip-unknown"


def test_a_second_slip_sets_a_new_password_for_the_same_account(world: SimpleNamespace) -> None:
    account = world.people["resident"].account
    _invitation, code = give_slip(person=account.person, actor=world.actors["grid_worker"], now=NOON)
    join_with_slip(code=code, username="", password=GOOD, phone="", actor=Visitor(), now=NOON)
    assert Account.objects.get(person=account.person).check_password(GOOD)


@pytest.mark.parametrize(
    "by", ["neighbour", "stranger", "street_officer", "system_admin", "security_admin", "resident"]
)
def test_slips_are_given_only_by_whoever_may_invite_there(world: SimpleNamespace, by: str) -> None:
    person = make_person("赵新", at=world.family.home)
    assert code_of(give_slip, person=person, actor=world.actors[by], now=NOON) == "forbidden"


def test_nobody_climbs_by_a_slip(world: SimpleNamespace) -> None:
    secretary = world.people["committee_secretary"]
    for by in ("community_worker", "grid_worker", "system_admin"):
        assert code_of(give_slip, person=secretary, actor=world.actors[by], now=NOON) == "forbidden"
    assert give_slip(person=secretary, actor=world.actors["security_admin"], now=NOON)
    assert give_slip(person=world.people["grid_worker"], actor=world.actors["community_worker"], now=NOON)


def test_a_slip_given_before_opens_no_role_that_comes_later(world: SimpleNamespace) -> None:
    resident, admin = world.people["resident"], world.actors["security_admin"]
    _invitation, code = give_slip(person=resident, actor=world.actors["grid_worker"], now=NOON)
    begins = {"starts_on": TODAY + timedelta(days=3)}
    give_grant(person=resident, role="committee_secretary", at=world.community, actor=admin, now=NOON, **begins)
    assert code_of(find_slip, code=code, now=NOON) == "slip-expired"
    assert code_of(give_slip, person=resident, actor=world.actors["grid_worker"], now=NOON) == "forbidden"


@pytest.mark.parametrize("password", ["short1A!", "alllowercase", "lower and space"])
def test_a_weak_password_is_refused(world: SimpleNamespace, password: str) -> None:
    account = world.people["resident"].account
    values = {"account": account, "actor": world.actors["resident"], "now": NOON}
    assert code_of(set_password, password=password, **values) == "password-weak"


def test_the_last_five_passwords_are_not_taken_again(world: SimpleNamespace) -> None:
    account = world.people["resident"].account
    for number in range(6):
        moment = NOON + timedelta(minutes=number)
        set_password(account=account, password=f"{GOOD}{number}", actor=world.actors["resident"], now=moment)
    values = {"account": account, "actor": world.actors["resident"], "now": NOON + timedelta(hours=1)}
    for number in range(1, 6):
        assert code_of(set_password, password=f"{GOOD}{number}", **values) == "password-weak"
    assert PasswordRecord.objects.filter(account=account).count() == 5
    set_password(password=f"{GOOD}0", **values)


def test_a_phone_belongs_to_one_account_and_lies_encrypted(world: SimpleNamespace) -> None:
    first, second = world.people["resident"].account, make_account(make_person("赵新", at=world.grid))
    set_phone(account=first, phone="13912345678", verified=True, actor=world.actors["resident"], now=NOON)
    values = {"account": second, "phone": "13912345678", "verified": True, "actor": Visitor(), "now": NOON}
    assert code_of(set_phone, **values) == "phone-taken"


def test_five_wrong_passwords_lock_for_half_an_hour_and_no_longer(world: SimpleNamespace) -> None:
    name = world.people["resident"].account.username
    for minute in range(5):
        refuse_when_locked(login=name, now=NOON + timedelta(minutes=minute))
        note_failed_sign_in(login=name.upper(), actor=Visitor(), now=NOON + timedelta(minutes=minute))
    fifth = NOON + timedelta(minutes=4)
    assert code_of(refuse_when_locked, login=name, now=fifth + timedelta(minutes=29)) == "sign-in-locked"
    refuse_when_locked(login=name, now=fifth + timedelta(minutes=30))
    assert AuditEntry.objects.filter(action="people.account.lock").count() == 1


def test_wrong_passwords_far_apart_lock_nothing(world: SimpleNamespace) -> None:
    for number in range(8):
        note_failed_sign_in(login="nobody", actor=Visitor(), now=NOON + number * timedelta(minutes=16))
    refuse_when_locked(login="nobody", now=NOON + timedelta(minutes=16 * 7))


def test_what_is_over_is_forgotten_and_the_rest_is_kept(world: SimpleNamespace) -> None:
    person = make_person("赵新", at=world.family.home)
    give_slip(person=person, actor=world.actors["grid_worker"], now=NOON - timedelta(days=45))
    give_slip(person=person, actor=world.actors["grid_worker"], now=NOON)
    note_failed_sign_in(login="old", actor=Visitor(), now=NOON - timedelta(days=2))
    note_failed_sign_in(login="new", actor=Visitor(), now=NOON)
    forget_what_is_over(now=NOON)
    assert (Invitation.objects.count(), SignInFailure.objects.count()) == (1, 1)
