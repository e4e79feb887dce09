"""Who opens the pages of `every_page.py`: people of the demo, some of them in the middle of something."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils.timezone import localdate

from linli.core.matters.models import Matter
from linli.core.membership.models import InServiceMember
from linli.core.people.models import Account, Person
from linli.core.people.queries.demo import demo_person
from linli.core.people.web.demo import BACKEND
from linli.core.people.web.guards import DEMO

VISITOR, RESIDENT, DESK, SECRETARY = "", "resident", "community_worker", "committee_secretary"
IN_SERVICE = "in_service"  # no role: somebody who reported in from a unit, with an account
LEADER, OFFICER = "street_leader", "department_officer"
BRANCH = "branch_secretary"  # who is a member, too
SYSTEM, SECURITY, AUDIT = "system_admin", "security_admin", "audit_admin"
IN_DANGER = f"{RESIDENT} in danger"  # whose words speak of it
LIKE_OTHERS = f"{RESIDENT} like others"  # who says what a neighbour has told already
WITH_KEYS = f"{AUDIT} with keys"  # who has a second factor, and codes for the day without it


def client_of(reader: str, language: str = "zh-hans") -> Client:
    """A browser without a screen, signed in as the demo signs in."""
    client = Client(headers={"accept-language": language})
    if not reader:
        return client
    account = person_of(reader).account
    client.force_login(account, backend=BACKEND)
    session = client.session
    session[DEMO] = True
    session["matters-draft"] = _draft_of(reader)
    if reader == WITH_KEYS:
        _give_keys(account)
    session.save()
    return client


def person_of(reader: str) -> Person:
    """The person of the demo behind a reader; what they are in the middle of follows their role."""
    if reader == IN_SERVICE:
        reports = InServiceMember.objects.filter(person__account__isnull=False, state="active").order_by("pk")
        return reports.select_related("person__account")[0].person
    found = demo_person(reader.split()[0], localdate())
    assert found is not None, reader
    return found


def _draft_of(reader: str) -> dict[str, Any]:
    """What somebody has begun to say."""
    draft = {"text": "楼道灯坏了两天", "community": "zhaolin", "category": "", "where": "other"}
    if reader == IN_DANGER:
        return {**draft, "text": "楼道里冒烟了", "category": "EM01"}
    if reader == LIKE_OTHERS:
        told = Matter.objects.filter(state="handling", grid__isnull=False, category__is_shared=True)
        same = (
            told.exclude(reporter=person_of(RESIDENT))
            .exclude(category__urgency="emergency")
            .select_related("category")
            .order_by("-reported_at")[0]
        )
        place = {"grid": str(same.grid_id), "address": same.address}
        return {**draft, **place, "text": same.text, "category": same.category.code if same.category else ""}
    return draft


def _give_keys(account: Account) -> None:
    if not Authenticator.objects.filter(user=account).exists():
        TOTP.activate(account, generate_totp_secret())
        RecoveryCodes.activate(account)
