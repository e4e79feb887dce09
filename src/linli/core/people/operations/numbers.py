"""Numbers as people write them, read or refused beside the field."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.identity import Doubt, NotAnIdentityNumber, NotAPhone, parse_identity_number, parse_phone


def read_id_number(text: str, today: date) -> str:
    """A sound identity number, or none when nothing was written."""
    if not text.strip():
        return ""
    try:
        return parse_identity_number(text, today).number
    except NotAnIdentityNumber as doubt:
        raise Refused("not-an-identity-number", _says(doubt.kind), field="id_number") from None


def read_phone(text: str) -> str:
    """A phone that somebody could call, or none when nothing was written."""
    if not text.strip():
        return ""
    try:
        return parse_phone(text)
    except NotAPhone:
        says = _("This is no phone number: a mobile has 11 digits, a landline needs its area code.")
        raise Refused("not-a-phone", says, field="phone") from None


def _says(kind: Doubt) -> str:
    return {
        Doubt.LENGTH: _("An identity number has 18 characters, or 15 before 1999. Please count again."),
        Doubt.CHARACTERS: _("An identity number has digits only, and perhaps an X at the end."),
        Doubt.CHECKSUM: _("The last character does not fit the others. Please compare with the card."),
        Doubt.DATE: _("The date of birth inside this number is not a day that has been."),
        Doubt.DESTROYED: _("A spreadsheet has spoilt the end of this number. Please read it from the card."),
        Doubt.MISSING: _("Please read the number from the card."),
    }[kind]
