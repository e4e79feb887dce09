"""The log holds no identity number and no telephone."""

import logging
import sys

import pytest

from linli.config.logs import MaskedFormatter, masked


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("number 110101199003070118 was refused", "number 110*************** was refused"),
        ("11010119900307011X", "110***************"),
        ("old 110101900307011.", "old 110************."),
        ("call 13800138000", "call 138********"),
        ("电话13800138000，谢谢", "电话138********，谢谢"),
        ("{'phone': '13800138000'}", "{'phone': '138********'}"),
        ("person 018f2a4c-7b1d-7c3e-9a52-110101199003", "person 018f2a4c-7b1d-7c3e-9a52-110101199003"),
        ("at 2026-11-23 14:00:00,123 took 1234567 ns", "at 2026-11-23 14:00:00,123 took 1234567 ns"),
    ],
)
def test_long_numbers_are_masked_in_the_log(said: str, logged: str) -> None:
    assert masked(said) == logged


def test_a_traceback_is_masked_too() -> None:
    try:
        raise ValueError("13800138000")
    except ValueError:
        record = logging.LogRecord(
            "linli", logging.ERROR, __file__, 1, "Failed for %s", ("13900139000",), sys.exc_info()
        )
    text = MaskedFormatter("%(message)s").format(record)
    assert "13800138000" not in text
    assert text.startswith("Failed for 139********")
