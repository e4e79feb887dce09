"""Who is signed in, with everything that each page asks about them, in one question."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from linli.core.people.models import Account


class AuthenticationBackend(AllauthBackend):
    """Signs in as allauth does; brings the person and their community along."""

    def get_user(self, user_id: Any) -> Account | None:
        account = Account.objects.select_related("person__community").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
