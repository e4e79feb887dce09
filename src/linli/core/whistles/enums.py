"""The words of whistles: how urgent a call is, where it stands, who may do what."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WhistlePermission(StrEnum):
    """What somebody may do with whistles at a place."""

    VIEW = "whistles.whistle.view"  # read whistles and how the departments answered
    DRAFT = "whistles.whistle.draft"  # draft a whistle with what was tried already
    APPROVE = "whistles.whistle.approve"  # approve a draft of the community, or decline it
    BLOW = "whistles.whistle.blow"  # blow it: call the departments; leaders of the street alone
    CONFIRM = "whistles.whistle.confirm"  # confirm at the place that it is solved
    RATE = "whistles.call.rate"  # judge for the community how a department came
    ANSWER = "whistles.call.answer"  # answer for one's own department
    MANAGE = "whistles.department.manage"  # keep the register of departments


class WhistleKind(models.TextChoices):
    """What a whistle calls for; it decides how long the report may take (E-14)."""

    WORK = "work", pgettext_lazy("kind of whistle", "To get work going")
    HARD = "hard", pgettext_lazy("kind of whistle", "For a hard case")


class WhistleState(models.TextChoices):
    """Where a whistle stands (W2). While departments answer, it stands where the slowest of them does."""

    DRAFTED = "drafted", pgettext_lazy("state of a whistle", "Drafted")
    APPROVED = "approved", pgettext_lazy("state of a whistle", "Approved")
    BLOWN = "blown", pgettext_lazy("state of a whistle", "Blown")
    SIGNED = "signed", pgettext_lazy("state of a whistle", "Signed")
    CONTACTED = "contacted", pgettext_lazy("state of a whistle", "In touch")
    REPORTED = "reported", pgettext_lazy("state of a whistle", "Reported")
    SOLVED = "solved", pgettext_lazy("state of a whistle", "Solved")
    RATED = "rated", pgettext_lazy("state of a whistle", "Judged")
    DECLINED = "declined", pgettext_lazy("state of a whistle", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a whistle", "Withdrawn")


class CallState(models.TextChoices):
    """Where one department stands with its call."""

    CALLED = "called", pgettext_lazy("state of a call", "Called")
    SIGNED = "signed", pgettext_lazy("state of a call", "Signed")
    CONTACTED = "contacted", pgettext_lazy("state of a call", "In touch")
    REPORTED = "reported", pgettext_lazy("state of a call", "Reported")
    RATED = "rated", pgettext_lazy("state of a call", "Judged")


W, C = WhistleState, CallState
ON_THE_WAY = frozenset({W.BLOWN, W.SIGNED, W.CONTACTED})  # departments have to act
CALLED_OUT = ON_THE_WAY | {W.REPORTED, W.SOLVED, W.RATED}
OPEN = ON_THE_WAY | {W.DRAFTED, W.APPROVED, W.REPORTED}
TO_ANSWER = frozenset({C.CALLED, C.SIGNED, C.CONTACTED})
ANSWERED = frozenset({C.REPORTED, C.RATED})


class WhistleStep(models.TextChoices):
    """What an entry of the story of a whistle tells."""

    DRAFTED = "drafted", _("Drafted")
    APPROVED = "approved", _("Approved by the community")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    BLOWN = "blown", _("The whistle was blown")
    SIGNED = "signed", _("signed the call")
    CONTACTED = "contacted", _("got in touch")
    REPORTED = "reported", _("reported")
    SENT_BACK = "sent_back", _("Looked at the place: not solved yet")
    SOLVED = "solved", _("Confirmed at the place: solved")
    RATED = "rated", _("was judged by the community")
    ANSWERED = "answered", _("answered the judgement")
    ESCALATED = "escalated", _("was late; the street leader was told")
