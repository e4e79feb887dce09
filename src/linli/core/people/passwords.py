"""What a password must be like: ten characters, three kinds of them, none of the last five (B-12)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS = (str.islower, str.isupper, str.isdigit)
KINDS_ASKED = 3
REMEMBERED = 5


class MixedCharactersValidator:
    """Asks for three of four kinds: small letters, capital letters, digits, other signs."""

    def validate(self, password: str, user: Any = None) -> None:
        kinds = sum(any(test(character) for character in password) for test in KINDS)
        kinds += any(not character.isascii() or not character.isalnum() for character in password)
        if kinds < KINDS_ASKED:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return _("Use three of these four: small letters, capital letters, digits, other signs.")


class NotUsedBeforeValidator:
    """Refuses the passwords that the account had before."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.pk is None or user._state.adding:
            return
        used = [record.password for record in user.password_records.order_by("-at", "-pk")[:REMEMBERED]]
        if any(check_password(password, old) for old in {*used, user.password} if old):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return _("Not one of your last five passwords.")
