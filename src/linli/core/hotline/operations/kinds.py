"""The spreadsheet of this room and the doubts it may raise, made known to the pages and commands of imports."""

from django.utils.translation import gettext_lazy as _

from linli.base.sheets.report_words import register_words
from linli.base.sheets.rosters import FindingKind, Roster, register_kinds, register_roster
from linli.core.hotline.enums import HotlinePermission
from linli.core.hotline.operations.bringing import import_tickets
from linli.core.hotline.operations.fields import TICKETS
from linli.core.people.enums import PeoplePermission

register_kinds(
    FindingKind(
        "ticket_twice", _("The same ticket twice"), _("The first row was taken in."),
        _("Two rows have the same number."),
    ),
    FindingKind(
        "caller_phone_bad", _("Phone of a caller that can't be called"), _("The ticket came in without it."),
        _("The number is not complete."), sensitive=True,
    ),
    FindingKind(
        "ticket_day_bad", _("Day of a ticket not understood"), _("Its time runs from the import on."),
        _("The cell holds no day."),
    ),
)  # fmt: skip
register_words(
    counts={
        "tickets": _("Tickets in this file"),
        "tickets_new": _("New tickets"),
        "tickets_changed": _("Tickets with corrections"),
        "tickets_unchanged": _("Tickets as they were"),
    },
    changes={
        "ticket": _("New ticket"),
        "ticket_text": _("What the caller said"),
        "ticket_address": _("Where"),
        "ticket_caller_name": _("Name of the caller"),
        "ticket_caller_phone": _("Phone of the caller"),
    },
)
register_roster(
    Roster(
        code="hotline",
        label=_("Tickets of the 12345 hotline"),
        about=_("The hotline's spreadsheet with its columns in any order; a number that is here already is compared."),
        permission=HotlinePermission.ENTER,
        settle=PeoplePermission.SETTLE,
        fields=TICKETS,
        run=import_tickets,
    )
)
