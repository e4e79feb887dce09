"""Accounts to sign in with, and the roles that people hold at places."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from linli.base.ids import uuid7
from linli.base.models import BaseModel, PlaceField, ScopedQuerySet
from linli.base.secrets import EncryptedTextField
from linli.base.triggers import EVERY_ROW
from linli.core.areas.models import Area
from linli.core.people.models.persons import Person


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by what people type."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """What a person signs in with. It opens nothing by itself: rights come from grants."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=80, unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")
    email = models.EmailField(blank=True)
    phone = EncryptedTextField(blank=True, default="")
    phone_hash = models.CharField(max_length=32, blank=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    password_set_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    large_type = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_account_one_per_phone", fields=["phone_hash"], condition=~Q(phone_hash="")
            )
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def place(self) -> str:
        """An account lies where its person lies: for the audit."""
        return self.person.place


class PasswordRecord(BaseModel):
    """A password hash that an account used before: the last five are not taken again (B-12)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="password_records")
    password = models.CharField(max_length=128)
    at = models.DateTimeField()


class Grant(BaseModel):
    """A person holds a role at a place, from a day until a day. It reaches that place and all below it."""

    COMMUNITY = "community"
    REMEMBERED = EVERY_ROW

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    place = PlaceField()
    # Empty for a role at the street or above.
    community = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)  # a key of config/roles.py
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # the last day on which it holds
    ended_at = models.DateTimeField(null=True, blank=True)  # somebody ended it: from this moment it holds no more
    given_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_grant_one_live_per_person_role_and_place",
                fields=["person", "role", "place"],
                condition=Q(ends_on=None),
            ),
            models.CheckConstraint(
                name="people_grant_ends_after_it_starts", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]
        indexes = [models.Index(fields=["community", "role"], name="grants_by_role")]


class Invitation(BaseModel):
    """A slip from the desk with a code that opens an account for one person, once, for some days."""

    COMMUNITY = "community"
    FOLLOWS_HOME = Q(used_at=None)

    place = PlaceField()
    # Empty for staff of the street and above.
    community = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    code_hash = models.CharField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()


class SignInFailure(BaseModel):
    """Somebody typed wrong passwords for a name, which may or may not exist. After five the name is locked (B-12)."""

    key = models.CharField(max_length=32, unique=True)  # keyed hash of the name that was typed
    count = models.PositiveSmallIntegerField(default=0)
    first_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)
