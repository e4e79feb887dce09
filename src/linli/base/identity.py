"""Is this an identity number, is this a phone? Checks of our own, which doubt only what is certainly wrong.

GB 11643-1999: six digits of region, eight of birth, three of order (the last one odd for men), one check character by
ISO 7064 MOD 11-2. Numbers of before 1999 have fifteen digits. The permits of residents from Hong Kong, Macau and Taiwan
(since 2018) follow the same rule under the regions 81, 82 and 83. A region that no table knows is no reason to doubt:
regions were renamed and merged for decades, and people keep the number they were given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
NEW_LENGTH, OLD_LENGTH = 18, 15
FIRST_YEAR = 1890
EXACT = 10**15  # the numbers of a spreadsheet keep fifteen digits
INVISIBLE = re.compile(r"[\s\-‐-―·.\u200b-\u200f\u202a-\u202e\ufeff]")  # and the signs people group digits with
FULL_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | {0x3000: 0x20}


class Doubt(StrEnum):
    """What is wrong with a text that should be an identity number."""

    MISSING = "missing"
    LENGTH = "length"
    CHARACTERS = "characters"
    CHECKSUM = "checksum"
    DATE = "date"
    DESTROYED = "destroyed"  # a spreadsheet kept the number as a number: fifteen digits are left, then zeros


class NotAnIdentityNumber(ValueError):  # noqa: N818 -- reads as the sentence it is
    """This text is no identity number, and `kind` says why. It never repeats the text."""

    def __init__(self, kind: Doubt) -> None:
        super().__init__(kind.value)
        self.kind = kind


class NotAPhone(ValueError):  # noqa: N818 -- reads as the sentence it is
    """This text is no phone number that somebody could call. It never repeats the text."""


@dataclass(frozen=True)
class IdentityNumber:
    """A sound identity number, and what it tells. `was_15` says that an old number was extended."""

    number: str = field(repr=False)
    birth_on: date = field(repr=False)
    sex: str = field(repr=False)  # "m" or "f"
    region: str = field(repr=False)
    was_15: bool = False


def check_character(first17: str) -> str:
    """The eighteenth character of an identity number."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True)) % 11]


def parse_identity_number(text: object, today: date) -> IdentityNumber:
    """Read an identity number as people write it: full-width, with spaces or dashes, with a small x, in the old length.

    A number given as a float, or as text like `2.10781E+17`, was destroyed by a spreadsheet and is refused as such.
    """
    if text is None:
        raise NotAnIdentityNumber(Doubt.MISSING)
    if isinstance(text, int | float):
        if abs(text) >= EXACT:
            raise NotAnIdentityNumber(Doubt.DESTROYED)  # even if it happens to pass: its last digits are made of zeros
        text = f"{text:.0f}"
    written = str(text).translate(FULL_WIDTH).strip().lstrip("'").upper()
    if re.fullmatch(r"\d(\.\d+)?E\+?1[4-8]", written):
        raise NotAnIdentityNumber(Doubt.DESTROYED)
    digits = INVISIBLE.sub("", written.removesuffix(".0")).replace("Х", "X")
    if not digits:
        raise NotAnIdentityNumber(Doubt.MISSING)
    if len(digits) == OLD_LENGTH and _is_digits(digits):
        return _extended(digits, today)
    return _checked(digits, today)


def _extended(old: str, today: date) -> IdentityNumber:
    first17 = f"{old[:6]}19{old[6:]}"
    number = first17 + check_character(first17)
    return IdentityNumber(number, _birth(number, today), _sex(number), number[:6], was_15=True)


def _checked(number: str, today: date) -> IdentityNumber:
    if len(number) != NEW_LENGTH:
        # Letters instead of a number ("lost", "none") are wrong as characters, not as a count.
        raise NotAnIdentityNumber(Doubt.LENGTH if _is_digits(number.rstrip("X")) else Doubt.CHARACTERS)
    if not _is_digits(number[:17]) or not (_is_digits(number[17]) or number[17] == "X"):
        raise NotAnIdentityNumber(Doubt.CHARACTERS)
    if check_character(number[:17]) != number[17]:
        raise NotAnIdentityNumber(Doubt.DESTROYED if number.endswith("000") else Doubt.CHECKSUM)
    return IdentityNumber(number, _birth(number, today), _sex(number), number[:6])


def _birth(number: str, today: date) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise NotAnIdentityNumber(Doubt.DATE) from None
    if born.year < FIRST_YEAR or born > today:
        raise NotAnIdentityNumber(Doubt.DATE)
    return born


def _sex(number: str) -> str:
    return "m" if int(number[16]) % 2 else "f"


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def parse_phone(text: object) -> str:
    """A phone as digits, `13912345678`, or with its area code, `0419-1234567`; a service line as `4008001234`.

    Any eleven digits that begin with 13 to 19 are a mobile: operators open new ranges faster than tables follow.
    A number without area code is refused, because from another town it rings at a stranger's.
    """
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    written = "" if text is None else str(text).translate(FULL_WIDTH)
    digits = INVISIBLE.sub("", written.removesuffix(".0").translate({ord(sign): None for sign in "()（）/"}))
    digits = re.sub(r"^(\+|00)86|^86(?=1[3-9]\d{9}$)", "", digits)
    if not _is_digits(digits):
        raise NotAPhone
    return digits if re.fullmatch(r"1[3-9]\d{9}", digits) else _fixed_line(digits)


def _fixed_line(digits: str) -> str:
    import phonenumbers  # its tables are loaded for the first number that is not a mobile

    try:
        number = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException:
        raise NotAPhone from None
    kind = phonenumbers.number_type(number)
    if kind == phonenumbers.PhoneNumberType.UNKNOWN:
        raise NotAPhone
    national = phonenumbers.national_significant_number(number)
    area = phonenumbers.length_of_national_destination_code(number)
    return f"0{national[:area]}-{national[area:]}" if kind == phonenumbers.PhoneNumberType.FIXED_LINE else national
