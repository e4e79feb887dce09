"""allauth's forms in our words: a label above each field instead of a grey word inside it."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("Name or phone"),
    "password": _("Password"),
    "oldpassword": _("Password until now"),
    "password1": _("New password"),
    "password2": _("The new password once more"),
    "phone": _("Phone"),
    "code": _("One-time code"),
    "name": _("What to call it"),
    "passwordless": _("This key alone is enough to sign in (a passkey)"),
}
AUTOCOMPLETE = {"login": "username", "password": "current-password", "oldpassword": "current-password"}


class OurWords:
    """Labels of our own, and no words inside the fields."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.pop("autofocus", None)
            if name in AUTOCOMPLETE:
                field.widget.attrs["autocomplete"] = AUTOCOMPLETE[name]


class SignInForm(OurWords, account.LoginForm):
    """Name and password."""


class RequestCodeForm(OurWords, account.RequestLoginCodeForm):
    """The phone to which a code goes."""


class ConfirmCodeForm(OurWords, account.ConfirmLoginCodeForm):
    """The code that came to the phone."""


class VerifyPhoneForm(OurWords, account.VerifyPhoneForm):
    """The code that shows that a phone is mine."""


class ChangePhoneForm(OurWords, account.ChangePhoneForm):
    """Another phone."""


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    """The old password and the new one."""


class SetPasswordForm(OurWords, account.SetPasswordForm):
    """A first password."""


class PasswordAgainForm(OurWords, account.ReauthenticateForm):
    """The password, once more before something important."""


class CodeForm(OurWords, mfa.AuthenticateForm):
    """The code of the authenticator."""


class CodeAgainForm(OurWords, mfa.ReauthenticateForm):
    """The code of the authenticator, once more before something important."""


class ActivateForm(OurWords, totp.ActivateTOTPForm):
    """The first code that the authenticator shows."""


class AddKeyForm(OurWords, webauthn.AddWebAuthnForm):
    """A new passkey or security key."""


class RenameKeyForm(OurWords, webauthn.EditWebAuthnForm):
    """Another name for a key."""
