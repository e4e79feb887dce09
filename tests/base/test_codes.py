"""Codes: read aloud, typed badly, still the right one or none at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.codes import ALPHABET, new_code, normalise_code, qr_png, qr_svg, read_link, sign_link
from linli.base.errors import Refused

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_a_code_is_two_groups_of_four_from_an_alphabet_without_twins() -> None:
    code = new_code()
    assert (len(code), code[4]) == (9, "-")
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1ILZSBU")
    assert normalise_code(code) == code


def test_codes_do_not_repeat() -> None:
    assert len({new_code() for _ in range(5_000)}) == 5_000


@pytest.mark.parametrize("code", ["7K3M-9QF7", "2222-2222"])
def test_a_code_reads_the_same_however_it_was_typed(code: str) -> None:
    good = normalise_code(code)
    if good is None:
        good = new_code()
    wide = "".join(chr(ord(c) + 0xFEE0) if c != "-" else "－" for c in good)
    for typed in (good.lower(), good.replace("-", ""), f" {good} ", " ".join(good), wide, good.replace("-", "—")):
        assert normalise_code(typed) == good
    confused = good.replace("2", "Z").replace("5", "S").replace("8", "b").replace("V", "u")
    assert normalise_code(confused) == good


def test_one_wrong_character_never_passes() -> None:
    code = new_code().replace("-", "")
    for place in range(8):
        for other in set(ALPHABET) - {code[place]}:
            assert normalise_code(code[:place] + other + code[place + 1 :]) is None


def test_two_exchanged_characters_never_pass() -> None:
    code = new_code().replace("-", "")
    for first, second in combinations(range(8), 2):
        changed = list(code)
        changed[first], changed[second] = changed[second], changed[first]
        assert normalise_code("".join(changed)) == (None if code[first] != code[second] else f"{code[:4]}-{code[4:]}")


@given(st.text())
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = normalise_code(text)
    assert code is None or normalise_code(code) == code


def test_a_qr_square_stands_in_a_page_without_styles() -> None:
    svg = qr_svg("https://example.org/status/7K3M-9QF2", title="Status <1>")
    assert svg.startswith("<svg ")
    assert "style=" not in svg
    assert "Status &lt;1&gt;" in svg
    assert qr_png("x").startswith(b"\x89PNG")


def test_a_link_says_what_was_signed_until_it_expires() -> None:
    token = sign_link("invitation", {"grant": "g07"}, days=3, now=NOON)
    assert read_link("invitation", token, now=NOON + timedelta(days=3, seconds=-1)) == {"grant": "g07"}
    with pytest.raises(Refused) as caught:
        read_link("invitation", token, now=NOON + timedelta(days=3))
    assert caught.value.code == "link-expired"


@pytest.mark.parametrize("change", [lambda t: t + "x", lambda t: "", lambda t: "é:é:é", lambda t: t[1:]])
def test_a_changed_link_is_refused(change: object) -> None:
    token = sign_link("invitation", {"grant": "g07"}, days=3, now=NOON)
    with pytest.raises(Refused) as caught:
        read_link("invitation", change(token), now=NOON)  # type: ignore[operator]
    assert caught.value.code == "link-invalid"


def test_a_link_for_another_purpose_is_refused() -> None:
    token = sign_link("invitation", {}, days=3, now=NOON)
    with pytest.raises(Refused):
        read_link("download", token, now=NOON)
