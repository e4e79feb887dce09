"""The words of matters: where one stands, how it may end, who may move it."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core.people.enums import Rating


class MatterPermission(StrEnum):
    """What somebody may do with matters at a place."""

    VIEW = "matters.matter.view"  # read matters and their story, without who asked
    REPORT_FOR = "matters.matter.report_for"  # write down what somebody says by phone, at the counter or on paper
    NOTE = "matters.matter.note"  # write a note into the story
    ACCEPT = "matters.matter.accept"  # accept, decline, answer at once, set the category, grant more time
    DISPATCH = "matters.matter.dispatch"  # hand a matter to whoever will handle it
    DESIGNATE = "matters.matter.designate"  # decide who handles it when three have sent it back
    HANDLE = "matters.matter.handle"  # be given matters, and say how they ended
    VERIFY = "matters.matter.verify"  # look whether an ending is true; never one's own
    SEE_REPORTER = "matters.matter.see_reporter"  # see who asked, masked; in full only with a reason
    EXPORT = "matters.matter.export"  # take a masked list out, for a purpose and until a day


class MatterState(models.TextChoices):
    """Where a matter stands (W1)."""

    REPORTED = "reported", pgettext_lazy("state of a matter", "Received")
    ACCEPTED = "accepted", pgettext_lazy("state of a matter", "Accepted")
    REJECTED = "rejected", pgettext_lazy("state of a matter", "Not taken on")
    DISPATCHED = "dispatched", pgettext_lazy("state of a matter", "Handed to a handler")
    HANDLING = "handling", pgettext_lazy("state of a matter", "Being handled")
    SUSPENDED = "suspended", pgettext_lazy("state of a matter", "Waiting")
    FED_BACK = "fed_back", pgettext_lazy("state of a matter", "Answered, to be checked")
    VERIFIED = "verified", pgettext_lazy("state of a matter", "Checked, your word please")
    CLOSED = "closed", pgettext_lazy("state of a matter", "Closed")


S = MatterState
OPEN = frozenset({S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.HANDLING, S.SUSPENDED, S.FED_BACK, S.VERIFIED})
WITH_US = OPEN - {S.SUSPENDED, S.VERIFIED}  # the next step is the community's: these can be overdue
WITH_HANDLER = frozenset({S.DISPATCHED, S.HANDLING, S.SUSPENDED})
ENDED = frozenset({S.FED_BACK, S.VERIFIED, S.CLOSED})
HANDED_OUT = WITH_HANDLER | ENDED


class EndingKind(models.TextChoices):
    """The three honest endings. "Closed" alone does not exist."""

    SOLVED = "solved", _("Solved")
    NOT_POSSIBLE = "not_possible", _("Answered, but it can't be done")
    HANDED_ON = "handed_on", _("Handed on to someone else")


class Urgency(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("urgency", "Usual")
    COMPLEX = "complex", pgettext_lazy("urgency", "Takes longer")
    URGENT = "urgent", pgettext_lazy("urgency", "Urgent")
    EMERGENCY = "emergency", pgettext_lazy("urgency", "Emergency")


BAD_RATINGS = frozenset({Rating.BAD, Rating.VERY_BAD})


class EntryKind(models.TextChoices):
    """What an entry of the story tells."""

    REPORTED = "reported", _("Said what is needed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not taken on")
    SORTED = "sorted", _("Category changed")
    DISPATCHED = "dispatched", _("Handed to a handler")
    REASSIGNED = "reassigned", _("Handed to another handler")
    SIGNED = "signed", _("Taken in hand")
    RETURNED = "returned", _("Sent back to the desk")
    NOTE = "note", _("Note")
    QUESTION = "question", _("Question to the person who asked")
    REPLY = "reply", _("Reply")
    FACT = "fact", _("Something new")
    EXTENSION_ASKED = "extension_asked", _("More time asked for")
    EXTENDED = "extended", _("More time given")
    EXTENSION_REFUSED = "extension_refused", _("No more time")
    SUSPENDED = "suspended", _("Has to wait")
    RESUMED = "resumed", _("Goes on")
    ENDED = "ended", _("Answered")
    VERIFIED = "verified", _("Checked")
    SENT_BACK = "sent_back", _("Checked: not done yet")
    RATED = "rated", _("Judged by the person who asked")
    CONFIRMED = "confirmed", _("Confirmed by the person who asked")
    SILENT = "silent", _("Closed, as nobody objected")
    REOPENED = "reopened", _("Taken up again")


class Voice(models.TextChoices):
    """Who speaks in an entry: the person who asked is never named in the story."""

    REPORTER = "reporter", _("The person who asked")
    STAFF = "staff", _("The community")
    SYSTEM = "system", _("Linli")
