"""The registers of this room, and the doubts they may raise, made known to the pages and commands of imports."""

from django.utils.translation import gettext_lazy as _

from linli.base.sheets.report_words import register_words
from linli.base.sheets.rosters import FindingKind, Roster, register_kinds, register_roster
from linli.core.organisation.enums import LiaisonRole, OrganisationPermission
from linli.core.organisation.operations.registers.bring import import_businesses, import_units
from linli.core.organisation.operations.registers.fields import BUSINESSES, UNITS
from linli.core.people.enums import PeoplePermission

register_kinds(
    FindingKind(
        "credit_code_bad",
        _("Credit code with a wrong check character"),
        _("It is in the register, the code is not."),
        _("A unified social credit code has eighteen characters, and the last one checks the others."),
    ),
    FindingKind(
        "body_twice", _("The same one twice"), _("It was taken in once."), _("Two rows have the same code or name.")
    ),
    FindingKind(
        "number_bad",
        _("Not a number of people"),
        _("The cell was left out."),
        _("The cell holds no whole number, or more members than staff."),
    ),
    FindingKind(
        "nature_unknown", _("Nature of a unit not known"), _("The cell was left out."), _("We do not know this word.")
    ),
)
register_words(
    counts={
        "bodies": _("Units or businesses in this file"),
        "bodies_new": _("New ones"),
        "bodies_changed": _("Corrected ones"),
    },
    changes={
        "body": _("New one"),
        LiaisonRole.HEAD: LiaisonRole.HEAD.label,
        LiaisonRole.PARTY_SECRETARY: LiaisonRole.PARTY_SECRETARY.label,
        LiaisonRole.LIAISON: LiaisonRole.LIAISON.label,
    },
)
register_roster(
    Roster(
        code="units",
        label=_("Register of units"),
        about=_("Organs, schools and firms that lie in the community, with what they can give and what they need."),
        permission=OrganisationPermission.IMPORT_BODY,
        settle=PeoplePermission.SETTLE,
        fields=UNITS,
        run=import_units,
    )
)
register_roster(
    Roster(
        code="businesses",
        label=_("Register of businesses"),
        about=_("Shops and firms, with their trade, their owner and their grid."),
        permission=OrganisationPermission.IMPORT_BODY,
        settle=PeoplePermission.SETTLE,
        fields=BUSINESSES,
        run=import_businesses,
    )
)
