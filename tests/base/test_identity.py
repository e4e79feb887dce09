"""Identity numbers and phones: what is certainly wrong is refused with its kind, nothing else is doubted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.identity import (
    Doubt,
    NotAnIdentityNumber,
    NotAPhone,
    check_character,
    parse_identity_number,
    parse_phone,
)

TODAY = date(2026, 11, 23)
SOUND = "110101199003077379"  # the example number that textbooks use: no person's


def made(first17: str) -> str:
    return first17 + check_character(first17)


def doubt(text: object) -> Doubt:
    with pytest.raises(NotAnIdentityNumber) as caught:
        parse_identity_number(text, TODAY)
    assert str(text) not in str(caught.value) or not str(text)
    return caught.value.kind


def test_a_sound_number_tells_birth_sex_and_region() -> None:
    number = parse_identity_number(SOUND, TODAY)
    assert (number.number, number.birth_on, number.sex, number.region, number.was_15) == (
        SOUND, date(1990, 3, 7), "m", "110101", False,
    )  # fmt: skip


def test_an_even_order_number_is_a_woman() -> None:
    assert parse_identity_number(made("21102219710117996"), TODAY).sex == "f"


@pytest.mark.parametrize(
    "written",
    [
        "１１０１０１１９９００３０７７３７９",
        " 110101 19900307 7379 ",
        "110101-19900307-7379",
        f"'{SOUND}",
        f"{SOUND}\u200b",
    ],
)
def test_how_it_was_typed_does_not_matter(written: str) -> None:
    assert parse_identity_number(written, TODAY).number == SOUND


@pytest.mark.parametrize("x", ["x", "X", "Ｘ", "ｘ"])
def test_a_check_x_in_any_shape_is_read(x: str) -> None:
    first17 = next(f"2110222000010100{i}" for i in range(10) if check_character(f"2110222000010100{i}") == "X")
    assert parse_identity_number(first17 + x, TODAY).number == first17 + "X"


def test_an_old_number_is_extended_and_says_so() -> None:
    number = parse_identity_number("211022740317997", TODAY)
    assert number.number == made("21102219740317997")
    assert (number.birth_on, number.was_15) == (date(1974, 3, 17), True)
    assert parse_identity_number(211022740317997, TODAY) == number
    assert parse_identity_number(211022740317997.0, TODAY) == number


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_a_residence_permit_of_hong_kong_macau_and_taiwan_is_an_identity_number(region: str) -> None:
    assert parse_identity_number(made(f"{region}19900307001"), TODAY).region == region


def test_an_unknown_region_is_no_reason_to_doubt() -> None:
    assert parse_identity_number(made("99999919900307001"), TODAY).region == "999999"


def test_each_kind_of_doubt_is_named() -> None:
    assert doubt(None) == doubt("") == doubt(" \u3000") == Doubt.MISSING
    assert doubt("11010119900307737") == doubt("1101011990030773799") == Doubt.LENGTH
    assert doubt("11010119900307A379") == doubt("遗失") == doubt("X10101199003077379") == Doubt.CHARACTERS
    assert doubt("110101199003077370") == doubt("11010119900307737X") == Doubt.CHECKSUM
    assert doubt(made("11010119900230001")) == doubt(made("11010118891231001")) == Doubt.DATE
    assert doubt(made("11010120261124001")) == doubt("211022741317997") == Doubt.DATE


def test_what_a_spreadsheet_destroyed_is_named_as_such() -> None:
    assert doubt("2.11022E+17") == doubt("2.11022197403179E17") == Doubt.DESTROYED
    assert doubt(2.11022197403179e17) == doubt(211022197403179000) == Doubt.DESTROYED
    assert doubt("211022197403179000") == Doubt.DESTROYED


def test_a_number_cell_of_eighteen_digits_is_destroyed_though_its_check_happens_to_pass() -> None:
    lucky = next(n for n in (made(f"2110221974031{i:02}00") for i in range(100)) if n.endswith("000"))
    assert parse_identity_number(lucky, TODAY).number == lucky
    assert doubt(int(lucky)) == doubt(float(lucky)) == Doubt.DESTROYED


def test_its_representation_hides_it() -> None:
    assert SOUND not in repr(parse_identity_number(SOUND, TODAY))
    assert "1990" not in repr(parse_identity_number(SOUND, TODAY))


def test_born_today_is_born() -> None:
    assert parse_identity_number(made("21102220261123001"), TODAY).birth_on == TODAY


@given(st.text() | st.floats() | st.integers())
def test_no_text_makes_it_fall_over(text: object) -> None:
    try:
        number = parse_identity_number(text, TODAY)
    except NotAnIdentityNumber:
        return
    assert len(number.number) == 18


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(position: int, shift: int) -> None:
    wrong = SOUND[:position] + str((int(SOUND[position]) + shift) % 10) + SOUND[position + 1 :]
    assert doubt(wrong) in {Doubt.CHECKSUM, Doubt.DESTROYED}


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("19902044399", "19902044399"),
        (19902044399, "19902044399"),
        (19902044399.0, "19902044399"),
        ("199 0204 4399", "19902044399"),
        ("199-0204-4399", "19902044399"),
        ("１９９０２０４４３９９", "19902044399"),
        ("+86 19902044399", "19902044399"),
        ("8619902044399", "19902044399"),
        ("008619902044399", "19902044399"),
        ("04191234567", "0419-1234567"),
        ("0419-1234567", "0419-1234567"),
        ("（0419）1234567", "0419-1234567"),
        ("024 23456789", "024-23456789"),
        ("+86 419 1234567", "0419-1234567"),
        ("400-800-1234", "4008001234"),
    ],
)
def test_a_phone_is_read_as_digits(written: object, phone: str) -> None:
    assert parse_phone(written) == phone
    assert parse_phone(phone) == phone


@pytest.mark.parametrize(
    "written",
    [None, "", "199020443", "1990204439", "199020443990", "1234567", "无", "12902044399", "110", 0, float("nan"), "①③"],
)
def test_a_short_or_senseless_phone_is_refused(written: object) -> None:
    with pytest.raises(NotAPhone):
        parse_phone(written)


@given(st.text() | st.floats() | st.integers())
def test_no_text_makes_the_phone_fall_over(text: object) -> None:
    try:
        assert parse_phone(text)
    except NotAPhone:
        return
