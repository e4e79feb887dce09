"""How allauth reaches our accounts: phones that lie encrypted, codes by SMS, no open sign-up, the lock after five."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.fields import PhoneField
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.base.errors import Refused
from linli.base.identity import NotAPhone, parse_phone
from linli.base.permissions import Visitor
from linli.base.secrets import decrypt, encrypt
from linli.core.people.enums import AT_A_UNIT
from linli.core.people.models import Account
from linli.core.people.operations.accounts import (
    note_failed_sign_in,
    note_sign_in,
    refuse_when_locked,
    set_password,
    set_phone,
)
from linli.core.people.queries.actors import PersonActor, live_grants
from linli.core.people.queries.keys import hash_of_phone
from linli.core.people.web.codes_by_phone import send_code
from linli.core.people.web.guards import SIGNED_IN

UNUSED_STAGES = ("PhoneVerificationStage", "EmailVerificationStage")
SECRET = "mfa.authenticator.data"  # noqa: S105 -- the name of a column


def name_of(account: Account) -> str:
    """How a page greets whoever is signed in."""
    return account.person.name


def home_of(account: Account) -> str:
    """Where somebody lands after signing in: the desk if they work there, a liaison at their unit, else the portal."""
    roles = set(live_grants(localdate()).filter(person=account.person_id).values_list("role", flat=True))
    if roles and roles <= AT_A_UNIT:
        return "/unit/"
    return "/desk/" if roles else "/"


def myself(account: Account) -> PersonActor:
    """The owner of an account, acting on their own account."""
    return PersonActor(account.person, localdate())


class ChinesePhoneField(PhoneField):
    """A phone as people here write it, with or without +86, spaces or dashes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"validators": [], **kwargs})
        self.widget.attrs.pop("placeholder", None)  # the label says it

    def clean(self, value: Any) -> str:
        written = super(PhoneField, self).clean(value)
        try:
            return parse_phone(written) if written else ""
        except NotAPhone:
            raise ValidationError(_("This is not a phone number. Eleven digits, please."), code="phone") from None


class AccountAdapter(DefaultAccountAdapter):
    """Our rules where allauth asks for them."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The name or the password is not right. Please look at both again."),
        "phone_password_mismatch": _("The phone or the password is not right. Please look at both again."),
        "phone_taken": _("Another account uses this phone already."),
        "incorrect_code": _("This code is not right."),
        "incorrect_password": _("This password is not right."),
        "enter_current_password": _("This is not your password until now."),
        "invalid_login": _("The name or the password is not right. Please look at both again."),
        "same_as_current": _("This is the one you have already."),
        "too_many_login_attempts": _("Too many wrong attempts. Please wait a while, or ask at the desk."),
        "rate_limited": _("That was too quick. Please wait a moment."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)  # type: ignore[arg-type]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:account-mine")

    def phone_form_field(self, **kwargs: Any) -> ChinesePhoneField:
        return ChinesePhoneField(**kwargs)

    def get_login_stages(self) -> list[str]:
        """The second factor. A phone that nobody proved yet keeps no one out: it only gets no codes."""
        return [stage for stage in super().get_login_stages() if not stage.endswith(UNUSED_STAGES)]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            refuse_when_locked(login=_typed(credentials), now=timezone.now())
        except Refused as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        super().pre_authenticate(request, **credentials)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return _typed(credentials).lower()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failed_sign_in(login=_typed(credentials), actor=Visitor(), now=timezone.now())

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        how = "+".join(str(record["method"]) for record in get_authentication_records(request, user))
        note_sign_in(account=user, how=how, actor=myself(user), now=timezone.now())
        request.session[SIGNED_IN] = user.last_login.isoformat()
        return super().post_login(request, user, **kwargs)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say nothing where the page itself shows that it worked."""
        if message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *args, **kwargs)

    def set_password(self, user: Any, password: str) -> None:
        set_password(account=user, password=password, actor=myself(user), now=timezone.now())

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        set_phone(account=user, phone=phone, verified=verified, actor=myself(user), now=timezone.now())

    def set_phone_verified(self, user: Any, phone: str) -> None:
        if user.phone != phone or user.phone_verified_at is None:
            self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Account | None:
        found = Account.objects.filter(phone_hash=hash_of_phone(phone), is_active=True)
        return found.exclude(phone_verified_at=None).first() if phone else None

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        send_code(phone=phone, code=code, language=user.language)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors lie encrypted too, and name the person, not the machine."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, SECRET)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, SECRET)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Linli"}


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("phone") or "")
