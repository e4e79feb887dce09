"""What people may ask about their own record, and the answer by a day (X-02; PIPL art. 44 to 47)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.operations import record
from linli.base.calendars.queries import add_working_days
from linli.base.errors import Refused
from linli.base.messaging.operations import send_message
from linli.base.permissions import Actor, may, require
from linli.base.workflow import Move, step
from linli.core.people.enums import Door, PeoplePermission, RightsKind, RightsState
from linli.core.people.models import Consent, Person, RightsRequest
from linli.core.people.operations.erasure import erase_person
from linli.core.people.operations.following import community_of
from linli.core.people.operations.proxies import PURPOSE, end_proxy
from linli.core.people.wording import in_both

WORKING_DAYS = 15
RECEIVED = frozenset({RightsState.RECEIVED})
GRANT = Move("grant", RECEIVED, RightsState.GRANTED, PeoplePermission.RIGHTS, gettext_lazy("Do as asked"))
PARTLY = Move("partly", RECEIVED, RightsState.PARTLY, PeoplePermission.RIGHTS, gettext_lazy("Do a part of it"))
DECLINE = Move("decline", RECEIVED, RightsState.DECLINED, PeoplePermission.RIGHTS, gettext_lazy("It can't be done"))
WITHDRAW = Move("withdraw", RECEIVED, RightsState.WITHDRAWN, PeoplePermission.RIGHTS, gettext_lazy("Take it back"))
ANSWERS = {move.name: move for move in (GRANT, PARTLY, DECLINE)}


@transaction.atomic
def ask_right(*, person: Person, kind: str, text: str, door: str, actor: Actor, now: datetime) -> RightsRequest:
    """Ask to correct, erase, stop using or copy one's own record. The desk answers within fifteen working days."""
    _require_asker(person, kind, door, actor, now)
    if not text.strip():
        raise Refused("text-missing", _("Please say what you ask for, in your own words."), field="text")
    if kind not in RightsKind.values:
        raise Refused("no-such-kind", _("Please choose what you ask for."), field="kind")
    if RightsRequest.objects.filter(person=person, kind=kind, state=RightsState.RECEIVED).exists():
        raise Refused("already-asked", _("You have asked this already; the answer is on its way."), field="kind")
    request = RightsRequest.objects.create(
        community_id=community_of(person),
        place=person.place,
        person=person,
        kind=kind,
        text=text.strip(),
        door=door,
        state_since=now,
        received_at=now,
        due_at=add_working_days(now, WORKING_DAYS),
    )
    record("people.rights.ask", request, actor=actor, now=now, data=_says(request))
    told = {"due_on": localdate(request.due_at).isoformat()}
    send_message(person.pk, "people.rights-received", told, dedupe_key=f"rights:{request.pk}", now=now)
    return request


@transaction.atomic
def answer_right(*, request: RightsRequest, answer: str, words: str, actor: Actor, now: datetime) -> RightsRequest:
    """Do as asked, do a part, or say that it can't be done; each with words. Granting an erasure really erases.

    The message leaves before the erasure, which takes the messages along: the desk tells an erased person by its door.
    """
    require(actor, PeoplePermission.RIGHTS, request)
    if request.person_id == actor.person_id:
        raise Refused("own-request", _("Somebody else answers your own request."))
    if not words.strip():
        raise Refused("words-missing", _("Please write the answer in words that they understand."), field="words")
    move = ANSWERS[answer]
    step(request, move, actor=actor, now=now, answer=words.strip())
    told = {"state": in_both(RightsState(move.target).label), "answer": words.strip()}
    send_message(request.person_id, "people.rights-answered", told, dedupe_key=f"answered:{request.pk}", now=now)
    if move is GRANT and request.kind == RightsKind.ERASE:
        erase_person(person=request.person, actor=actor, now=now)
        request.refresh_from_db()
    return request


def withdraw_right(*, request: RightsRequest, actor: Actor, now: datetime) -> RightsRequest:
    """Take a request back before it is answered."""
    if not _is_self(actor, request.person):
        require(actor, PeoplePermission.RIGHTS, request)
    return step(request, WITHDRAW, actor=actor, now=now, allowed=True)


@transaction.atomic
def withdraw_consent(*, consent: Consent, actor: Actor, now: datetime) -> Consent:
    """Take back what one agreed to: one press. What was kept or done because of it ends."""
    if not _is_self(actor, consent.person) and not may(actor, PeoplePermission.PROXY, consent):
        raise Refused("forbidden", _("You do not have the right to do this here."))
    if consent.purpose == PURPOSE:
        for held in consent.person.proxies.filter(consent=consent).select_related("principal", "proxy"):
            end_proxy(held=held, actor=actor, now=now)
    elif not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now):
        raise Refused("consent-ended", _("This was taken back already."))
    _end_care(consent, now)
    consent.refresh_from_db()
    record("people.consent.withdraw", consent, actor=actor, now=now, data={"person": str(consent.person_id)})
    return consent


def note_copy(*, person: Person, kind: str, actor: Actor, now: datetime) -> None:
    """Write down that somebody took a copy of their own record."""
    if not _is_self(actor, person):
        raise Refused("forbidden", _("You do not have the right to do this here."))
    record("people.person.export_own", person, actor=actor, now=now, data={"kind": kind})


def _end_care(consent: Consent, now: datetime) -> None:
    """Care that stood on the consent alone ends with it: yesterday was its last day, or today when it began today."""
    topic, _colon, category = consent.purpose.partition(":")
    if topic == "care":
        needs = consent.person.care_needs.filter(category=category, ends_on__gte=localdate(now))
        for need in needs.filter(basis__in=["consent", "guardian_consent"]):
            need.ends_on = max(need.starts_on, localdate(now))
            need.save(update_fields=["ends_on"])


def _require_asker(person: Person, kind: str, door: str, actor: Actor, now: datetime) -> None:
    """The person, whoever acts for them (not to erase a grown-up), or the desk for somebody at another door."""
    if person.ended_on is not None or person.community_id is None:
        raise Refused("person-ended", _("This person is no longer in the register."))
    if not _is_self(actor, person):
        require(actor, PeoplePermission.RIGHTS, person)
        if door == Door.ONLINE:
            raise Refused("door-online", _("By which door did they come?"), field="door")
    elif actor.person_id != person.pk and kind == RightsKind.ERASE and not person.is_child_on(localdate(now)):
        raise Refused("erase-alone", _("Only they themselves can ask for this."), field="kind")


def _is_self(actor: Actor, person: Person) -> bool:
    return getattr(actor, "self_id", None) == person.pk


def _says(request: RightsRequest) -> dict[str, str]:
    return {"person": str(request.person_id), "kind": request.kind, "door": request.door}
