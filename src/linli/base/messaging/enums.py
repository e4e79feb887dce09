"""The words of messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SendingState(models.TextChoices):
    """Where a copy that leaves the house stands."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    NO_ADDRESS = "no_address", _("No address known")
    GIVEN_UP = "given_up", _("Given up")


class ChannelName(models.TextChoices):
    """The ways by which a copy of a message reaches somebody outside the inbox."""

    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    ACCOUNT = "account", _("Official account")
