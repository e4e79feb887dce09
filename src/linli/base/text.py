"""Names, phones and identity numbers as a page may show them: enough to recognise, too little to misuse."""

from __future__ import annotations

from linli.base.names import COMPOUND


def masked_name(name: str | None) -> str:
    """`张*`, `欧阳**`: the surname, and a star for each character that follows."""
    if not name:
        return ""
    shown = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    return name[:shown] + "*" * max(len(name) - shown, 1)


def masked_phone(phone: str | None) -> str:
    """`138****1234`: a mobile by its ends; any other number by its last two digits."""
    if not phone:
        return ""
    digits = [character for character in phone if character.isdigit()]
    if len(digits) == 13 and phone.startswith("+86"):
        digits = digits[2:]
    if len(digits) == 11:
        return f"{''.join(digits[:3])}****{''.join(digits[-4:])}"
    return "*" * max(len(digits) - 2, 4) + "".join(digits[-2:])


def masked_id(number: str | None) -> str:
    """`211081********1234`: where it was issued and the last four; a shorter number only by its ends."""
    if not number:
        return ""
    if len(number) == 18:
        return f"{number[:6]}{'*' * 8}{number[-4:]}"
    if len(number) < 5:
        return "*" * len(number)
    return f"{number[0]}{'*' * (len(number) - 3)}{number[-2:]}"
