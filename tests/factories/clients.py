"""Browsers of signed-in people."""

from __future__ import annotations

import time

from django.test import Client

from linli.core.people.models import Person

BACKEND = "linli.core.people.web.backend.AuthenticationBackend"


def browser_of(person: Person, *, second_factor: bool = True, **options: object) -> Client:
    """A client in which the person has signed in, with a second factor unless told otherwise."""
    client = Client(**options)
    client.force_login(person.account, backend=BACKEND)
    if second_factor:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
        session["account_authentication_methods_user"] = str(person.account.pk)
        session.save()
    return client
