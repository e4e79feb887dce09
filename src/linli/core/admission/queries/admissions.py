"""Who is on the way into which branch, and who goes to another one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.base.permissions import Actor
from linli.core.admission.enums import AdmissionPermission, EntryKind
from linli.core.admission.models import Admission, Entry, Transfer
from linli.core.admission.models.admissions import AdmissionQuerySet
from linli.core.admission.models.transfers import TransferQuerySet
from linli.core.people.models import Person
from linli.core.people.queries.keys import hash_of_phone

WARN_BEFORE = timedelta(days=7)


def admissions_for(actor: Actor) -> AdmissionQuerySet:
    """Those whom somebody may see."""
    rows: AdmissionQuerySet = Admission.objects.visible_to(actor, AdmissionPermission.VIEW)  # type: ignore[assignment]
    return rows.select_related("person", "org", "member")


def transfers_for(actor: Actor) -> TransferQuerySet:
    """The transfers that somebody may see, from either end."""
    rows = Transfer.objects.visible_to(actor, AdmissionPermission.TRANSFER_VIEW)
    return rows.select_related("member__person", "from_org", "to_org")


def days_of(admission: Admission) -> dict[str, date]:
    """On which day each step was done, those taken back left out."""
    rows = Entry.objects.filter(admission=admission, kind=EntryKind.STEP, undone_by=None).order_by("at", "pk")
    return dict(rows.values_list("code", "on"))


def story_of(admission: Admission) -> QuerySet[Entry]:
    """Everything that was written down, the newest first."""
    return admission.entries.select_related("undone_by").order_by("-at", "-pk")


def own_admission(person_id: UUID) -> Admission | None:
    """One's own way, while it goes on."""
    return Admission.objects.live().filter(person=person_id).select_related("org").first()


def own_transfer(person_id: UUID) -> Transfer | None:
    """One's own transfer, the newest."""
    rows = Transfer.objects.filter(member__person=person_id).select_related("from_org", "to_org")
    return rows.order_by("-asked_on", "-pk").first()


def person_named(community_id: UUID, name: str, phone: str) -> Person | None:
    """Somebody of this community by name and phone together. Two of one name and phone find nobody."""
    rows = Person.objects.live().filter(community=community_id, name=name.strip(), phone_hash=hash_of_phone(phone))
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def near_a_limit(today: date) -> Q:
    """A step that is due within a week, or a half-yearly look that is due."""
    return Q(due_on__lte=today + WARN_BEFORE) | Q(look_on__lte=today)
