"""The columns that follow from what somebody told us."""

from __future__ import annotations

from datetime import date
from typing import Any

from linli.base.names import initials_of, pinyin_of, split_name
from linli.core.people.enums import Sex
from linli.core.people.queries.keys import hash_of_id, hash_of_phone, hash_of_tail


def person_columns(*, name: str, id_number: str = "", phone: str = "") -> dict[str, Any]:
    """The columns of `Person` that follow from a name, an identity number and a phone, ready for `Person(**columns)`.

    Everything that writes them uses it: operations, the import of rosters, the demo; so everybody is found in the same
    ways. Give the numbers as `parse_identity_number(…).number` and `parse_phone(…)` return them, or empty for none.
    `sex` and `birth_on` are in the answer only when the number tells them: it wins over what else was said.
    """
    columns: dict[str, Any] = {**name_columns(name), **id_columns(id_number), **phone_columns(phone)}
    if id_number:
        columns |= {"sex": sex_of(id_number), "birth_on": birth_of(id_number)}
    return columns


def name_columns(name: str) -> dict[str, str]:
    """A name, and by what else it is found."""
    name = " ".join(name.split())
    given, pinyin, initials = split_name(name)[1], pinyin_of(name), initials_of(name)
    return {"name": name, "given": given, "pinyin": pinyin[:120], "initials": initials[:20]}


def id_columns(id_number: str) -> dict[str, str]:
    """An identity number as it is kept: encrypted by its field, found by its keyed hash."""
    return {"id_number": id_number, "id_hash": hash_of_id(id_number)}


def phone_columns(phone: str) -> dict[str, str]:
    """A phone as it is kept: encrypted by its field, found by a keyed hash of the whole or of its last four digits."""
    return {"phone": phone, "phone_hash": hash_of_phone(phone), "phone_tail": hash_of_tail(phone)}


def sex_of(id_number: str) -> Sex:
    """What the seventeenth digit tells."""
    return Sex.MALE if int(id_number[16]) % 2 else Sex.FEMALE


def birth_of(id_number: str) -> date:
    """What the seventh to the fourteenth digit tell."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
