"""The words of mobile members: which way, why, how far the register is."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Way(models.TextChoices):
    """Gone from here, or come as a guest."""

    OUT = "out", pgettext_lazy("mobile member", "Away from here")
    IN = "in", pgettext_lazy("mobile member", "Guest from elsewhere")


class AwayReason(models.TextChoices):
    """Why somebody is away; no more is asked (B-3)."""

    WORK = "work", pgettext_lazy("why a member is away", "Work elsewhere")
    STUDY = "study", pgettext_lazy("why a member is away", "Study")
    FAMILY = "family", pgettext_lazy("why a member is away", "With the family")
    ABROAD = "abroad", pgettext_lazy("why a member is away", "Abroad")
    OTHER = "other", pgettext_lazy("why a member is away", "Something else")


class StayState(models.TextChoices):
    """How far it is (W14)."""

    REGISTERED = "registered", pgettext_lazy("mobile member", "Registered")
    CARD_ISSUED = "card_issued", pgettext_lazy("mobile member", "Has a card")
    RETURNED = "returned", pgettext_lazy("mobile member", "Back again")
    TRANSFERRED = "transferred", pgettext_lazy("mobile member", "Transferred")


LIVE = (StayState.REGISTERED, StayState.CARD_ISSUED)


class ContactWay(models.TextChoices):
    """How somebody was heard of."""

    PHONE = "phone", pgettext_lazy("how somebody was heard of", "By phone")
    MESSAGE = "message", pgettext_lazy("how somebody was heard of", "By message")
    VISIT = "visit", pgettext_lazy("how somebody was heard of", "In person")
    SELF = "self", pgettext_lazy("how somebody was heard of", "They said so themselves")
    OTHER_END = "other_end", pgettext_lazy("how somebody was heard of", "From the other end")
