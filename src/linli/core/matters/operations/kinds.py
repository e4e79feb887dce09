"""The spreadsheet of kinds and the doubts it may raise, made known to the pages and commands of imports."""

from django.utils.translation import gettext_lazy as _

from linli.base.sheets.report_words import register_words
from linli.base.sheets.rosters import FindingKind, Roster, register_kinds, register_roster
from linli.core.matters.enums import MatterPermission
from linli.core.matters.operations.kinds_fields import KINDS
from linli.core.matters.operations.kinds_sheet import import_kinds

LEFT_OUT = _("The row was left out.")
register_kinds(
    FindingKind("kind_nameless", _("Kind without a name"), LEFT_OUT, _("The row has neither a code nor a name.")),
    FindingKind("kind_upper_unknown", _("Upper kind not known"), LEFT_OUT, _("No upper kind is called so.")),
    FindingKind("kind_twice", _("The same kind twice"), _("The first row was taken in."), _("Two rows are one kind.")),
    FindingKind(
        "kind_cell_bad", _("Cell of a kind not understood"), _("The cell was left out; the rest of the row came in."),
        _("It is none of the words, numbers or days that can stand there."),
    ),
    FindingKind("kind_refused", _("Kind refused"), LEFT_OUT, "%(why)s"),
    FindingKind(
        "kind_not_yours", _("Shared with other communities"), _("It stays as it is; limits of this community came in."),
        _("Several communities share this table: somebody above them changes it."),
    ),
)  # fmt: skip
register_words(
    counts={
        "kinds": _("Kinds of matters in this file"),
        "kinds_new": _("New kinds"),
        "kinds_changed": _("Kinds with changes"),
        "kinds_unchanged": _("Kinds as they were"),
    },
    changes={},
)
register_roster(
    Roster(
        code="categories",
        label=_("Kinds of matters"),
        about=_("As *All of them as a spreadsheet* gives it: change it there and bring it back."),
        permission=MatterPermission.CATEGORIES,
        settle=MatterPermission.CATEGORIES,
        fields=KINDS,
        run=import_kinds,
    )
)
