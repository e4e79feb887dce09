"""The demo is the same for the same seed and day, keeps every rule of the database, and tells true stories."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction
from tests.factories.core import make_world
from tests.factories.matters import verified

from linli.base.audit.models import AuditEntry
from linli.base.audit.queries import audit_flaws
from linli.base.errors import Refused
from linli.base.identity import parse_identity_number
from linli.base.messaging.models import Message
from linli.base.messaging.wording import words_of
from linli.core.areas.models import Area
from linli.core.matters.enums import EntryKind, MatterState
from linli.core.matters.models import Entry, Matter
from linli.core.people.models import Account, Grant, Person
from linli.core.people.queries.demo import demo_people
from linli.portal.demo.build import Size, build_demo
from linli.portal.demo.stories import stories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOMENT = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
SMALL = Size(residents=3_000, households=1_300, matters=160)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LINLI_HOME = tmp_path


def build(seed: int = 133) -> None:
    build_demo(seed=seed, now=MOMENT, say=lambda line: None, size=SMALL)


def told() -> str:
    """Everything that somebody can read, as one digest; keys and the codes of slips differ, nothing else may."""
    people = list(Person.objects.order_by("name", "birth_on", "pk").values_list("pk", "name", "birth_on", "place"))
    ours = Matter.objects.exclude(community__slug="guangming")
    matters = sorted(ours.values_list("title", "text", "state", "reported_at", "address"))
    entries = sorted(Entry.objects.filter(matter__in=ours).values_list("matter__title", "at", "kind", "text"))
    return hashlib.sha256(json.dumps([people, matters, entries], default=str).encode()).hexdigest()


def test_demo_is_the_same_for_the_same_seed():
    digests = []
    for seed in (133, 133, 134):
        mark = transaction.savepoint()
        build(seed)
        digests.append(told())
        transaction.savepoint_rollback(mark)
    assert digests[0] == digests[1] != digests[2]


@pytest.fixture
def demo():
    build()


def test_demo_has_the_people_that_were_asked_for(demo):
    zhaolin = Area.objects.get(slug="zhaolin")
    assert Person.objects.filter(community=zhaolin, ended_on=None).count() == SMALL.residents
    assert Area.objects.filter(community=zhaolin, kind="grid").count() == 16
    assert Area.objects.get(slug="yantai").code == "211081001"
    assert {offer.role for offer in demo_people(MOMENT.date())} >= {
        *("resident", "grid_worker", "community_worker", "committee_secretary", "street_officer"),
        *("system_admin", "security_admin", "audit_admin"),
    }
    roles = Counter(Grant.objects.filter(community=zhaolin).values_list("role", flat=True))
    assert roles.pop("branch_secretary") == 2  # of the Party's branches, beside the twenty-three workers
    assert roles.pop("unit_liaison") == 2  # they belong to their units
    assert roles == {"committee_secretary": 1, "community_worker": 6, "grid_worker": 12, "grid_leader": 16}


def test_demo_numbers_and_phones_are_nobodys(demo):
    for person in Person.objects.exclude(id_hash="")[:200]:
        assert parse_identity_number(person.id_number, MOMENT.date()).number[14:17] in {"996", "997", "998", "999"}
    assert {person.phone[:4] for person in Person.objects.exclude(phone_hash="")[:200]} == {"1990"}


def test_demo_accounts_open_with_no_password(demo):
    assert not [account for account in Account.objects.all() if account.has_usable_password()]


def test_demo_audit_is_whole_and_every_message_can_be_read(demo):
    assert list(audit_flaws()) == []
    assert AuditEntry.objects.filter(seal=None).count() < 1_000  # what was written just now is sealed by the worker
    for message in Message.objects.all():
        assert words_of(message).title


def test_demo_has_matters_in_every_state_and_every_ending(demo):
    assert set(Matter.objects.values_list("state", flat=True)) >= set(MatterState.values) - {MatterState.SUSPENDED}
    assert set(Matter.objects.exclude(ending="").values_list("ending", flat=True)) == {
        *("solved", "not_possible", "handed_on")
    }


def test_demo_never_lets_anybody_check_their_own_work(demo):
    for entry in Entry.objects.filter(kind=EntryKind.VERIFIED).select_related("matter"):
        assert entry.actor != f"person:{entry.matter.handler_id}"


def test_demo_is_refused_where_somebody_is_registered():
    make_world()
    with pytest.raises(Refused, match="empty"):
        build()


def test_story_in_memory_leaves_the_rows_of_the_real_operations(demo):
    """The same steps: the same entries, voices, details, audit and messages."""
    matters = Matter.objects.filter(state=MatterState.VERIFIED, reporter__isnull=False, returns=0, reopened=0)
    plain = [*(EntryKind.REPORTED, EntryKind.ACCEPTED, EntryKind.DISPATCHED, EntryKind.SIGNED, EntryKind.ENDED)]
    plain.append(EntryKind.VERIFIED)
    mine = next(
        matter
        for matter in matters.filter(door="online")
        if list(matter.entries.exclude(kind=EntryKind.NOTE).order_by("pk").values_list("kind", flat=True)) == plain
    )
    real = verified(_beside())
    assert _shape(mine) == _shape(real)


def _beside():
    """Another small world in the same database."""
    Area.objects.filter(path="/ln/").update(slug="ln-demo", path="/ln-demo/")
    return make_world()


def _shape(matter: Matter) -> list[object]:
    entries = [
        (entry.kind, entry.voice, entry.is_shown, bool(entry.name), sorted(entry.detail), entry.actor.split(":")[0])
        for entry in matter.entries.exclude(kind=EntryKind.NOTE).order_by("pk")
    ]
    rows = AuditEntry.objects.filter(subject_id=str(matter.pk)).exclude(action__endswith=".note").order_by("pk")
    audit = [(row.action, sorted(row.data), row.place == matter.place) for row in rows]
    set_fields = {
        field.name for field in Matter._meta.concrete_fields if getattr(matter, field.name) not in (None, "", 0, False)
    }
    return [entries, audit, sorted(set_fields - {"lat", "lng", "address", "hidden_from_handler", "contact_phone"})]


def test_stories_cover_every_kind_of_matter_and_are_few_enough_to_read():
    kinds = {story.code[:2] for story in stories()}
    assert kinds == {"EN", "FA", "UT", "SA", "OR", "PR", "DI", "CA", "SV"}
    assert len(stories()) >= 60
    assert all(story.ending in {"solved", "not_possible", "handed_on"} and story.answer for story in stories())
    assert all(bool(story.to) == (story.ending == "handed_on") for story in stories())
