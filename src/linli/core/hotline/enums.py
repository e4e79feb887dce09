"""The words of the hotline: kinds of tickets, where one stands, who may do what."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HotlinePermission(StrEnum):
    """What somebody may do with tickets of the 12345 hotline at a place."""

    VIEW = "hotline.ticket.view"  # read tickets; who called stays masked
    ENTER = "hotline.ticket.enter"  # bring tickets in from a spreadsheet, or type them
    ASSIGN = "hotline.ticket.assign"  # hand a ticket out, or return what does not belong here
    HANDLE = "hotline.ticket.handle"  # handle a ticket, ask for time, write the reply
    REVIEW = "hotline.ticket.review"  # read a reply before it goes out; never one's own
    CALL_BACK = "hotline.ticket.call_back"  # call back and note what the caller said
    SEE_CALLER = "hotline.ticket.see_caller"  # see who called in full, with a reason
    EXPORT = "hotline.ticket.export"  # take the replies out for the hotline, for a purpose


class TicketKind(models.TextChoices):
    """What a ticket is; it decides how long the reply may take (E-14)."""

    CONSULT = "consult", pgettext_lazy("kind of ticket", "Question or advice")
    COMPLAINT = "complaint", pgettext_lazy("kind of ticket", "Complaint or call for help")


class TicketState(models.TextChoices):
    """Where a ticket stands (W3)."""

    IMPORTED = "imported", pgettext_lazy("state of a ticket", "Come in")
    ASSIGNED = "assigned", pgettext_lazy("state of a ticket", "Handed out")
    HANDLING = "handling", pgettext_lazy("state of a ticket", "Being handled")
    WRITTEN = "written", pgettext_lazy("state of a ticket", "Reply to be read by a second person")
    REPLIED = "replied", pgettext_lazy("state of a ticket", "Replied, to be called back")
    CONFIRMED = "confirmed", pgettext_lazy("state of a ticket", "Called back")
    RETURNED = "returned", pgettext_lazy("state of a ticket", "Returned to the hotline")


S = TicketState
OPEN = frozenset({S.IMPORTED, S.ASSIGNED, S.HANDLING, S.WRITTEN})  # the hotline waits for a reply
OUT = frozenset({S.REPLIED, S.CONFIRMED})  # the reply has gone out


class TicketStep(models.TextChoices):
    """What an entry of the story of a ticket tells."""

    ENTERED = "entered", _("Came in from the hotline")
    CORRECTED = "corrected", _("Corrected by the hotline")
    ASSIGNED = "assigned", _("Handed out")
    TAKEN = "taken", _("Taken in hand")
    EXTENDED = "extended", _("More time from the hotline")
    WRITTEN = "written", _("Reply written")
    REVISED = "revised", _("Reply sent back to be written better")
    REPLIED = "replied", _("Reply read by a second person and sent")
    NOT_REACHED = "not_reached", _("Called back, nobody answered")
    CALLED_BACK = "called_back", _("Called back")
    RETURNED = "returned", _("Returned to the hotline")
