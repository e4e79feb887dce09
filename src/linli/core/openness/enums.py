"""The words of openness: who may connect programs, what a webhook tells, where a delivery stands."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# On shared ground, where one matter alone points at nobody. Disputes, care and advice are only ever counted.
PUBLIC_KINDS = ("EN", "FA", "OR", "PR", "SA", "UT")
FEWEST = 5  # below that a number may be about somebody one knows (B-14)


class OpennessPermission(StrEnum):
    """What somebody may do with programs that connect to this installation."""

    CONNECT = "openness.client.manage"  # give keys to programs, and tell addresses of others what happens


class HookState(models.TextChoices):
    """Whether an address is told what happens."""

    ACTIVE = "active", pgettext_lazy("state of a webhook", "Told")
    PAUSED = "paused", pgettext_lazy("state of a webhook", "Paused")
    ENDED = "ended", pgettext_lazy("state of a webhook", "Ended")


class ParcelState(models.TextChoices):
    """Where a delivery to an address of others stands."""

    WAITING = "waiting", pgettext_lazy("state of a delivery", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("state of a delivery", "Delivered")
    FAILED = "failed", pgettext_lazy("state of a delivery", "Given up")


class HookEvent(models.TextChoices):
    """What a program can be told about a public request."""

    CREATED = "request.created", _("A request came in")
    ACCEPTED = "request.accepted", _("It was taken on")
    REJECTED = "request.rejected", _("It was not taken on")
    UPDATED = "request.updated", _("It went a step further")
    ENDED = "request.ended", _("It has an ending")
    CLOSED = "request.closed", _("It is closed")
    REOPENED = "request.reopened", _("It was taken up again")
