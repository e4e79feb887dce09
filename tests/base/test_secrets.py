"""Encrypted columns: what is stored tells nothing, changes are noticed, and older keys still open what they wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import connection, models

from linli.base.secrets import EncryptedTextField, Unreadable, blind_index, cipher_is_known, decrypt, encrypt, rotate
from linli.config.keys import Keys

PLAIN = "110101199003077379"


class Card(models.Model):
    """A row with a secret."""

    id = models.IntegerField(primary_key=True)
    number = EncryptedTextField(null=True)
    phone = EncryptedTextField(default="")

    class Meta:
        app_label = "test_secrets"


@pytest.fixture(params=["aes", "sm4"])
def cipher(request: Any, settings: Any) -> str:
    settings.LINLI_KEYS = Keys("x" * 50, "k1", {"k1": b"1" * 32}, b"i" * 32)
    settings.LINLI_CIPHER = request.param
    return str(request.param)


@pytest.fixture
def cards(db: None, cipher: str) -> Iterator[type[Card]]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_secrets_card (id integer PRIMARY KEY, number text NULL, phone text NOT NULL)")
    yield Card
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE test_secrets_card")


def stored(column: str = "number") -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM test_secrets_card ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def add_key(name: str, key: bytes) -> None:
    settings.LINLI_KEYS = replace(settings.LINLI_KEYS, current=name, data={**settings.LINLI_KEYS.data, name: key})


def test_what_goes_in_comes_out_and_is_never_stored_plain(cards: type[Card], cipher: str) -> None:
    cards.objects.create(id=1, number=PLAIN, phone="王秀兰")
    assert cards.objects.get() == cards(id=1)
    row = cards.objects.get()
    assert (row.number, row.phone) == (PLAIN, "王秀兰")
    mark = {"aes": "k1:", "sm4": "k1.sm4:"}[cipher]
    assert [value.startswith(mark) for value in stored() + stored("phone")] == [True, True]
    assert list(cards.objects.values_list("number", flat=True)) == [PLAIN]


def test_nothing_stays_nothing(cards: type[Card]) -> None:
    cards.objects.create(id=1)
    assert (stored(), stored("phone")) == ([None], [""])
    assert cards.objects.filter(number__isnull=True).get().number is None


def test_bulk_writes_and_updates_encrypt_too(cards: type[Card]) -> None:
    cards.objects.bulk_create([cards(id=1, number="1"), cards(id=2, number="2")])
    cards.objects.filter(pk=1).update(number="one")
    second = cards.objects.get(pk=2)
    second.number = "two"
    cards.objects.bulk_update([second], ["number"])
    assert list(cards.objects.order_by("id").values_list("number", flat=True)) == ["one", "two"]
    assert not [value for value in stored() if not value.startswith("k1")]


def test_the_same_text_is_stored_differently_each_time(cipher: str) -> None:
    assert encrypt(PLAIN, "a.b.c") != encrypt(PLAIN, "a.b.c")


@pytest.mark.parametrize("lookup", ["number", "number__in", "number__contains", "number__gt", "number__lower"])
def test_a_comparison_in_the_database_is_refused(cards: type[Card], lookup: str) -> None:
    with pytest.raises(FieldError, match="blind_index"):
        list(cards.objects.filter(**{lookup: [PLAIN]}))


def test_a_changed_value_is_noticed(cipher: str) -> None:
    value = encrypt(PLAIN, "a.b.c")
    mark, body = value.split(":")
    for changed in (f"{mark}:{body[:-6]}AAAA{body[-2:]}", f"{mark}:{body[:20]}", f"{mark}:***", f"{mark}:"):
        with pytest.raises(Unreadable, match=r"a\.b\.c.*changed"):
            decrypt(changed, "a.b.c")


def test_a_value_moved_to_another_column_is_not_read_there(cards: type[Card]) -> None:
    cards.objects.create(id=1, number=PLAIN)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_secrets_card SET phone = number")
    with pytest.raises(Unreadable, match=r"test_secrets\.card\.phone"):
        cards.objects.get()


def test_a_missing_key_is_named(cipher: str) -> None:
    value = encrypt(PLAIN, "a.b.c")
    settings.LINLI_KEYS = replace(settings.LINLI_KEYS, current="k2", data={"k2": b"2" * 32})
    with pytest.raises(Unreadable, match=r"'k1' is not among the keys"):
        decrypt(value, "a.b.c")


def test_text_that_nobody_encrypted_is_not_shown(cipher: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decrypt(PLAIN, "a.b.c")
    assert PLAIN not in str(caught.value)


def test_an_error_holds_no_value(cipher: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decrypt(encrypt(PLAIN, "a.b.c"), "a.b.d")
    assert PLAIN not in repr(caught.value)


def test_both_ciphers_are_read_whichever_writes(settings: Any, cipher: str) -> None:
    value = encrypt(PLAIN, "a.b.c")
    settings.LINLI_CIPHER = "aes" if cipher == "sm4" else "sm4"
    assert decrypt(value, "a.b.c") == PLAIN


def test_rotation_encrypts_every_row_with_the_new_key(cards: type[Card]) -> None:
    cards.objects.bulk_create([cards(id=i, number=f"{i}", phone="" if i % 2 else f"p{i}") for i in range(7)])
    cards.objects.filter(pk=3).update(number=None)
    add_key("k2", b"2" * 32)
    assert rotate(cards, batch=2) == 6 + 4
    assert rotate(cards) == 0
    settings.LINLI_KEYS = replace(settings.LINLI_KEYS, data={"k2": b"2" * 32})
    read = list(cards.objects.order_by("id").values_list("number", "phone"))
    assert read == [(None if i == 3 else f"{i}", "" if i % 2 else f"p{i}") for i in range(7)]


def test_rotation_changes_the_cipher_too(cards: type[Card], settings: Any, cipher: str) -> None:
    cards.objects.create(id=1, number=PLAIN)
    settings.LINLI_CIPHER = "aes" if cipher == "sm4" else "sm4"
    assert rotate(cards) == 1
    assert cards.objects.get().number == PLAIN


def test_a_blind_index_is_stable_and_belongs_to_its_purpose_and_key(cipher: str) -> None:
    index = blind_index(PLAIN, "people.number")
    assert index == "e85cb6684386b8a9d6af03d3c2fc0e4b"
    assert blind_index(PLAIN, "people.phone") != index
    settings.LINLI_KEYS = replace(settings.LINLI_KEYS, index=b"j" * 32)
    assert blind_index(PLAIN, "people.number") != index


def test_an_encrypted_field_with_an_index_is_an_error() -> None:
    class Indexed(models.Model):
        number = EncryptedTextField(db_index=True)

        class Meta:
            app_label = "test_secrets"

    assert [found.id for found in Indexed.check() if found.id and found.id.startswith("linli")] == ["linli.E110"]


def test_a_cipher_that_nobody_knows_is_an_error(settings: Any, cipher: str) -> None:
    assert cipher_is_known() == []
    settings.LINLI_CIPHER = "rot13"
    assert [found.id for found in cipher_is_known()] == ["linli.E111"]
