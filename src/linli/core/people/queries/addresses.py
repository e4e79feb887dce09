"""Where somebody can be reached outside Linli."""

from __future__ import annotations

from uuid import UUID

from linli.base.messaging.channels import Address
from linli.base.messaging.enums import ChannelName
from linli.core.people.models import Account


def address_of(person: UUID, channel: str) -> Address | None:
    """The address that a person proved to be theirs when they opened an account; the register's is never used."""
    account = Account.objects.filter(person=person, is_active=True).first()
    if account is None:
        return None
    phone = account.phone if account.phone_verified_at else ""
    to = {ChannelName.SMS: phone, ChannelName.EMAIL: account.email, ChannelName.ACCOUNT: str(account.pk)}[
        ChannelName(channel)
    ]
    return Address(to, account.language) if to else None
