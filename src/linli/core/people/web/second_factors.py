"""Whoever has just set up a second factor has shown it: this session counts as opened with it."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

FACTORS = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}


@receiver(authenticator_added)
def note_first_use(request: HttpRequest, user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Called by allauth when a person has entered the first code, or touched the new key."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
