"""Signing in: locks, second factors, sessions that end, and the links of the demo."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from linli.base.audit.models import AuditEntry
from linli.core.people.models import Account, SignInFailure
from linli.core.people.operations.accounts import set_password, set_phone
from linli.core.people.operations.invitations import give_slip
from linli.core.people.web.guards import SEEN
from tests.factories.core import NOON, make_grant, make_person, make_world

GOOD = "Rote Ampel 7"
PHONE = "13912345678"
ROLES = [
    "resident",
    "grid_worker",
    "community_worker",
    "committee_secretary",
    "street_officer",
    "system_admin",
    "security_admin",
    "audit_admin",
]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> SimpleNamespace:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LINLI_HOME = tmp_path
    settings.LINLI_CHANNELS = {"sms": "linli.base.messaging.channels.FakeSms"}
    cache.clear()
    world = make_world()
    for key in ("resident", "grid_worker", "community_worker", "audit_admin"):
        set_password(account=world.people[key].account, password=GOOD, actor=world.actors[key], now=timezone.now())
    return world


def sign_in(client: Client, account: Account, password: str = GOOD, **more: Any) -> Any:
    return client.post("/accounts/login/", {"login": account.username, "password": password, **more})


def sent_code(home: Path) -> str:
    texts = [json.loads(file.read_text())["text"] for file in (home / "outbox-fake" / "sms").glob("*.json")]
    assert len(texts) == 1
    return re.findall(r"\d{6}", texts[0])[0]


def add_totp(account: Account) -> str:
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_resident_signs_in_with_a_password_and_lands_on_the_portal(client: Client, world: SimpleNamespace) -> None:
    response = sign_in(client, world.people["resident"].account)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert AuditEntry.objects.get(action="people.account.sign_in").data["how"] == "password"


def test_five_wrong_passwords_lock_even_the_right_one_out(client: Client, world: SimpleNamespace) -> None:
    account = world.people["resident"].account
    for _attempt in range(5):
        assert sign_in(client, account, "wrong").status_code == 200
    locked = sign_in(client, account)
    assert locked.status_code == 200
    assert [error.code for error in locked.context["form"].errors.as_data()["__all__"]] == ["sign-in-locked"]
    cache.clear()  # the lock stands in the database, whatever process answers
    assert sign_in(Client(), account).status_code == 200
    SignInFailure.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert sign_in(Client(), account).status_code == 302


def test_an_unknown_name_is_answered_like_a_wrong_password(client: Client, world: SimpleNamespace) -> None:
    known = sign_in(client, world.people["resident"].account, "wrong").context["form"].errors.as_text()
    unknown = client.post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    assert unknown.context["form"].errors.as_text() == known


def test_a_code_to_the_phone_signs_in(client: Client, world: SimpleNamespace, tmp_path: Path) -> None:
    account = world.people["resident"].account
    set_phone(account=account, phone=PHONE, verified=True, actor=world.actors["resident"], now=NOON)
    assert client.post("/accounts/login/code/", {"phone": "139 1234 5678"}).status_code == 302
    page = client.get("/accounts/login/code/confirm/").content.decode()
    assert ("139****5678" in page, PHONE in page) == (True, False)
    done = client.post("/accounts/login/code/confirm/", {"code": sent_code(tmp_path)})
    assert (done.status_code, client.get("/accounts/mine/").status_code) == (302, 200)


def test_a_phone_that_nobody_proved_gets_no_code(client: Client, world: SimpleNamespace, tmp_path: Path) -> None:
    account = world.people["resident"].account
    set_phone(account=account, phone=PHONE, verified=False, actor=world.actors["resident"], now=NOON)
    assert client.post("/accounts/login/code/", {"phone": PHONE}).status_code == 302
    assert not (tmp_path / "outbox-fake").exists()


def test_a_session_lies_encrypted_in_the_database(client: Client, world: SimpleNamespace) -> None:
    sign_in(client, world.people["resident"].account)
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        stored = "".join(row[0] for row in cursor.fetchall())
    assert str(world.people["resident"].account.pk) not in Session.objects.get().session_data
    assert stored.count(":") >= 2


def test_nobody_signs_up_by_themselves(client: Client, world: SimpleNamespace) -> None:
    assert client.get("/accounts/signup/").status_code in {302, 404}
    assert Account.objects.count() == len(world.people)


def test_a_slip_opens_an_account_in_two_steps(client: Client, world: SimpleNamespace) -> None:
    person = make_person("赵新", at=world.family.home)
    _invitation, code = give_slip(person=person, actor=world.actors["grid_worker"], now=timezone.now())
    assert client.post("/accounts/join/", {"code": "2222-2222"}).status_code == 200
    assert client.post("/accounts/join/", {"code": code.lower()}).headers["Location"] == "/accounts/join/choose/"
    weak = client.post("/accounts/join/choose/", {"username": "zhaoxin", "password": "short"})
    assert (weak.status_code, Account.objects.filter(person=person).exists()) == (200, False)
    client.post("/accounts/join/choose/", {"username": "zhaoxin", "password": GOOD})
    assert client.get("/accounts/mine/").status_code == 200
    assert Account.objects.get(person=person).check_password(GOOD)


# The second factor


def test_a_role_at_a_grid_needs_no_second_factor(client: Client, world: SimpleNamespace) -> None:
    assert sign_in(client, world.people["grid_worker"].account).headers["Location"] == "/desk/"
    assert client.get("/me/record/").status_code == 200


def test_a_role_above_a_grid_sets_one_up_before_anything_else(client: Client, world: SimpleNamespace) -> None:
    sign_in(client, world.people["community_worker"].account)
    asked = client.get("/desk/rights/")
    assert (asked.status_code, asked.headers["Location"]) == (302, "/accounts/second-factor/?next=%2Fdesk%2Frights%2F")
    assert client.get("/accounts/second-factor/").status_code == 200
    assert client.get("/accounts/mine/").status_code == 302


def test_a_role_over_the_members_of_a_branch_sets_one_up_too(client: Client, world: SimpleNamespace) -> None:
    make_grant(world.people["resident"], "branch_secretary", world.grid)
    sign_in(client, world.people["resident"].account)
    assert client.get("/desk/members/").headers["Location"].startswith("/accounts/second-factor/")


def test_a_program_is_told_instead_of_sent_elsewhere(client: Client, world: SimpleNamespace) -> None:
    sign_in(client, world.people["community_worker"].account)
    answer = client.get("/api/v1/messages")
    assert answer.status_code in {403, 404}
    part = client.get("/desk/rights/", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, "/accounts/second-factor/")


@pytest.mark.django_db(transaction=True)  # allauth tells of a new factor when it is committed
def test_setting_it_up_opens_the_desk_and_next_time_it_is_asked(client: Client, world: SimpleNamespace) -> None:
    account = world.people["community_worker"].account
    sign_in(client, account)
    client.post("/accounts/reauthenticate/", {"password": GOOD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)}).status_code == 302
    assert client.get("/desk/rights/").status_code == 200
    assert secret not in json.dumps(Authenticator.objects.get(type="totp").data)

    again = Client()
    assert sign_in(again, account).headers["Location"] == "/accounts/2fa/authenticate/"
    assert again.get("/desk/rights/").status_code == 302


def test_the_right_code_opens_and_a_wrong_one_does_not(client: Client, world: SimpleNamespace) -> None:
    account = world.people["community_worker"].account
    secret = add_totp(account)
    sign_in(client, account)
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/desk/rights/").headers["Location"].startswith("/accounts/login/")
    client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
    assert client.get("/desk/rights/").status_code == 200


def test_a_role_that_is_given_meanwhile_asks_at_the_next_press(client: Client, world: SimpleNamespace) -> None:
    sign_in(client, world.people["resident"].account)
    assert client.get("/me/record/").status_code == 200
    make_grant(world.people["resident"], "community_worker", world.community)
    assert client.get("/me/record/").headers["Location"].startswith("/accounts/second-factor/")


# Sessions


def left_alone(client: Client, seconds: int) -> None:
    session = client.session
    session[SEEN] = int(timezone.now().timestamp()) - seconds
    session.save()


def test_whoever_works_here_is_signed_out_after_half_an_hour(client: Client, world: SimpleNamespace) -> None:
    sign_in(client, world.people["grid_worker"].account)
    left_alone(client, 29 * 60)
    assert client.get("/me/record/").status_code == 200
    left_alone(client, 31 * 60)
    assert client.get("/me/record/").headers["Location"] == "/accounts/login/?next=%2Fme%2Frecord%2F"


def test_a_resident_stays_signed_in_for_days(client: Client, world: SimpleNamespace) -> None:
    sign_in(client, world.people["resident"].account)
    left_alone(client, 5 * 24 * 3600)
    assert client.get("/me/record/").status_code == 200


def test_an_administrator_changes_an_old_password(client: Client, world: SimpleNamespace) -> None:
    account = world.people["audit_admin"].account
    secret = add_totp(account)
    Account.objects.filter(pk=account.pk).update(password_set_at=timezone.now() - timedelta(days=91))
    sign_in(client, account)
    client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
    assert client.get("/desk/audit/").headers["Location"].startswith("/accounts/password/change/")


# The demo


@pytest.mark.parametrize("path", ["/demo/", "/demo/sms/", *(f"/demo/as/{role}/" for role in ROLES)])
def test_there_is_no_demo_without_its_switch(client: Client, world: SimpleNamespace, settings: Any, path: str) -> None:
    settings.LINLI_DEMO = False
    assert client.get(path).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_a_person_to_look_around_as(
    client: Client, world: SimpleNamespace, settings: Any, role: str
) -> None:
    settings.LINLI_DEMO = True
    home = "/" if role == "resident" else "/desk/"
    assert client.get(f"/demo/as/{role}/").headers["Location"] == home
    assert client.get("/me/record/").status_code == 200
    settings.LINLI_DEMO = False
    left = client.get("/me/record/")
    assert left.status_code == (200 if role in {"resident", "grid_worker"} else 302)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:evil.example", "\\\\evil.example"],
)
def test_redirects_stay_at_home(client: Client, world: SimpleNamespace, settings: Any, target: str) -> None:
    settings.LINLI_DEMO = True
    assert client.get("/demo/as/resident/", {"next": target}).headers["Location"] == "/"
    assert client.get("/demo/as/resident/", {"next": "/me/record/"}).headers["Location"] == "/me/record/"
    fresh = Client()
    account = world.people["resident"].account
    assert sign_in(fresh, account, next=target).headers["Location"] == "/"


def test_a_phone_from_a_slip_is_proved_before_it_opens_anything(
    client: Client, world: SimpleNamespace, tmp_path: Path
) -> None:
    person = make_person("赵新", at=world.family.home)
    _invitation, code = give_slip(person=person, actor=world.actors["grid_worker"], now=timezone.now())
    client.post("/accounts/join/", {"code": code})
    joined = client.post("/accounts/join/choose/", {"username": "zhaoxin", "phone": PHONE, "password": GOOD})
    assert joined.headers["Location"] == "/accounts/phone/change/"
    assert sign_in(Client(), Account.objects.get(person=person)).headers["Location"] == "/"
    client.post("/accounts/phone/change/", {"action": "verify"})
    client.post("/accounts/phone/verify/", {"code": sent_code(tmp_path)})
    assert Account.objects.get(person=person).phone_verified_at is not None


def test_a_slip_does_not_get_around_a_second_factor(client: Client, world: SimpleNamespace) -> None:
    account = world.people["resident"].account
    add_totp(account)
    _invitation, code = give_slip(person=account.person, actor=world.actors["grid_worker"], now=timezone.now())
    client.post("/accounts/join/", {"code": code})
    joined = client.post("/accounts/join/choose/", {"password": "Blaue Ampel 8"})
    assert joined.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/me/record/").status_code == 302


def test_an_administrator_has_one_session_at_a_time(world: SimpleNamespace) -> None:
    account = world.people["audit_admin"].account
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, account)
        assert client.get("/accounts/second-factor/").status_code == 200
    assert first.get("/accounts/second-factor/").headers["Location"].startswith("/accounts/login/")
    assert second.get("/accounts/second-factor/").status_code == 200


def test_codes_of_slips_are_not_tried_out(client: Client, world: SimpleNamespace) -> None:
    tries = [client.post("/accounts/join/", {"code": "2222-2222"}).status_code for _number in range(21)]
    assert (tries[:20], tries[20]) == ([200] * 20, 429)
