"""What was written in the audit cannot be changed unseen, and writing never waits for sealing."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction

from linli.base.audit import operations
from linli.base.audit.models import AuditEntry, Seal
from linli.base.audit.operations import record, seal_entries
from linli.base.audit.queries import audit_flaws, entries_about
from linli.base.audit.tasks import seal as seal_turn
from linli.base.errors import Refused
from linli.base.ids import uuid7
from linli.base.outbox.models import Heartbeat
from linli.base.permissions import SystemActor

pytestmark = pytest.mark.django_db

CLERK = SystemActor("test")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LINLI_HOME = tmp_path
    return tmp_path


def soon() -> datetime:
    """Row keys carry the real time of writing, so sealing needs a moment after it."""
    return datetime.now(UTC) + timedelta(seconds=10)


def write(count: int = 3, action: str = "lamps.lamp.mend") -> list[AuditEntry]:
    subject = Heartbeat(name="lamp", at=datetime(2026, 11, 23, tzinfo=UTC))
    now = datetime.now(UTC)
    return [
        record(action, subject, actor=CLERK, now=now, reason="dark", data={"n": n, "zh": "亮"}) for n in range(count)
    ]


def tamper() -> models.QuerySet[AuditEntry]:
    """Somebody with the database in their hands, who need not ask our ledger."""
    return models.QuerySet(AuditEntry)


def kinds() -> list[str]:
    return [flaw.kind for flaw in audit_flaws()]


def sealed(batches: int = 3) -> list[AuditEntry]:
    entries = []
    for number in range(batches):
        entries += write()
        seal_entries(now=soon() + timedelta(seconds=number))
    return entries


def test_untouched_audit_is_whole():
    sealed()
    write()
    assert kinds() == []
    assert list(Seal.objects.order_by("number").values_list("number", "count")) == [(1, 3), (2, 3), (3, 3)]


def test_row_says_who_did_what_to_which_thing_and_why():
    entry = write(1)[0]
    assert list(entries_about("outbox.heartbeat", "lamp")) == [entry]
    assert (entry.actor, entry.person_id, entry.reason, entry.place) == ("system:test", None, "dark", "/")


@pytest.mark.parametrize(
    "change",
    [
        {"action": "lamps.lamp.break"},
        {"subject_id": "other"},
        {"subject_type": "other.thing"},
        {"place": "/ln/"},
        {"actor": "person:somebody"},
        {"person_id": "018f0000-0000-7000-8000-000000000000"},
        {"reason": ""},
        {"data": {"n": 9}},
        {"at": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changed_row_is_found(change):
    entries = sealed()
    tamper().filter(pk=entries[4].pk).update(**change)
    assert kinds() == ["changed"]


def test_removed_row_is_found():
    entries = sealed()
    tamper().filter(pk=entries[4].pk)._raw_delete("default")
    assert kinds() == ["removed"]


def test_row_slipped_under_an_old_seal_is_found():
    entries = sealed()
    entry = AuditEntry.objects.get(pk=entries[4].pk)
    entry.pk, entry._state.adding = uuid7(), True
    entry.save()
    assert kinds() == ["inserted"]


def test_row_exchanged_for_another_is_found():
    entries = sealed()
    entry = AuditEntry.objects.get(pk=entries[4].pk)
    tamper().filter(pk=entry.pk)._raw_delete("default")
    entry.pk, entry._state.adding = uuid7(), True
    entry.save()
    assert kinds() == ["changed"]


def test_row_that_claims_to_be_old_is_found():
    sealed()
    old = (int((time.time() - 7200) * 1000) << 80) | (7 << 76) | (2 << 62) | 5
    entry = write(1)[0]
    tamper().filter(pk=entry.pk).update(id=type(entry.pk)(int=old))
    seal_entries(now=soon() + timedelta(seconds=9))
    assert kinds() == ["inserted"]


def test_row_under_a_seal_that_does_not_exist_is_found():
    sealed()
    entry = write(1)[0]
    tamper().filter(pk=entry.pk).update(seal=99)
    assert kinds() == ["inserted"]


def test_seal_taken_out_of_the_chain_is_found():
    sealed()
    Seal.objects.filter(number=2).delete()
    assert kinds() == ["broken-chain"]


def test_seal_that_was_made_again_after_a_change_breaks_the_next():
    entries = sealed()
    tamper().filter(pk=entries[4].pk).update(reason="changed")
    second = Seal.objects.get(number=2)
    rows = AuditEntry.objects.filter(seal=2).order_by("pk")
    forged = operations.chain(second.previous, map(operations.fingerprint, rows))
    Seal.objects.filter(number=2).update(digest=forged)
    assert kinds() == ["broken-chain"]


@pytest.mark.django_db(transaction=True)
def test_end_cut_off_is_found_by_the_witness_beside_the_database(home):
    sealed()
    assert kinds() == []
    tamper().filter(seal=3)._raw_delete("default")
    Seal.objects.filter(number=3).delete()
    assert kinds() == ["cut-off"]


@pytest.mark.django_db(transaction=True)
def test_chain_made_again_from_start_to_end_is_found_by_the_witness(home):
    sealed()
    tamper().update(seal=None)
    tamper().filter(data__n=0).update(reason="changed")
    Seal.objects.all().delete()
    lines = (home / "audit" / "seals.log").read_text(encoding="utf-8")
    seal_entries(now=soon())
    (home / "audit" / "seals.log").write_text(lines, encoding="utf-8")  # whoever forges cannot reach the witness
    assert set(kinds()) == {"cut-off", "changed"}


def test_ledger_refuses_changes_by_the_program():
    entry = write(1)[0]
    with pytest.raises(Refused):
        entry.save()
    with pytest.raises(Refused):
        entry.delete()
    with pytest.raises(Refused):
        AuditEntry.objects.update(reason="x")
    with pytest.raises(Refused):
        AuditEntry.objects.all().delete()
    with pytest.raises(Refused):
        AuditEntry.objects.bulk_update([entry], ["reason"])


def test_row_of_an_operation_that_failed_is_not_there():
    with suppress(ValueError), transaction.atomic():
        write()
        raise ValueError
    assert AuditEntry.objects.count() == 0


def test_fresh_rows_wait_for_transactions_that_may_still_be_open():
    write()
    assert seal_entries(now=datetime.now(UTC)) is None
    assert seal_entries(now=soon()).count == 3


def test_worker_seals_once_a_minute_and_at_once_when_much_waits(monkeypatch):
    monkeypatch.setattr("linli.base.audit.tasks.BATCH", 3)
    monkeypatch.setattr(operations, "BATCH", 3)
    write(8)
    now = soon()
    assert [seal_turn(now) for _turn in range(4)] == [3, 3, 2, 0]
    write(1)
    assert seal_turn(now + timedelta(seconds=59)) == 0
    assert seal_turn(now + timedelta(seconds=60)) == 1


def test_verify_command_names_the_flaw(capsys):
    entries = sealed()
    call_command("audit", "verify")
    assert "The audit is whole: 9 rows under 3 seals, 0 waiting." in capsys.readouterr().out
    tamper().filter(pk=entries[0].pk).update(reason="x")
    with pytest.raises(CommandError):
        call_command("audit", "verify")
    assert "changed: A row under seal 1" in capsys.readouterr().err


def test_two_sealers_make_one_chain(monkeypatch):
    """The second one finds that the first was quicker, and leaves it at that."""
    write()
    original = operations.fingerprint
    overtaken = SimpleNamespace(done=False)

    def slow(entry: AuditEntry) -> bytes:
        if not overtaken.done:
            overtaken.done = True
            seal_entries(now=soon())
        return original(entry)

    monkeypatch.setattr(operations, "fingerprint", slow)
    assert seal_entries(now=soon()) is None
    assert Seal.objects.count() == 1
    assert kinds() == []
    assert connection.in_atomic_block
