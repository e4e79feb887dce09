"""The registers of this room, and the doubts they may raise, made known to the pages and commands of imports."""

from django.utils.translation import gettext_lazy as _

from linli.base.sheets.report_words import register_words
from linli.base.sheets.rosters import FindingKind, Roster, register_kinds, register_roster
from linli.core.membership.enums import MembershipPermission
from linli.core.membership.operations.registers.bring_in_service import import_in_service
from linli.core.membership.operations.registers.bring_members import import_members
from linli.core.membership.operations.registers.fields import IN_SERVICE, MEMBERS

WAITS = _("The person is in the register, beside the committee, until somebody names their branch.")
LEFT_OUT = _("The cell was left out.")
register_kinds(
    FindingKind("unknown_branch", _("Branch not known"), WAITS, _("No branch that is at work has this name.")),
    FindingKind(
        "member_twice", _("The same member twice"), _("They were taken in once."), _("Two rows are about one person.")
    ),
    FindingKind(
        "other_name",
        _("Another name for this identity number"),
        _("The person in the register of residents was taken; their name was not changed."),
        _("The register of residents calls them %(here)s."),
    ),
    FindingKind(
        "perhaps_known",
        _("Perhaps somebody who is in the register"),
        _("A new person was added."),
        _("Somebody has the same name and phone, but another identity number, or there are two of them."),
    ),
    FindingKind(
        "standing_unknown",
        _("Neither full nor probationary"),
        _("They were taken for a full member."),
        _("We do not know this word."),
    ),
    FindingKind(
        "class_unknown", _("Class of member not known"), _("They were taken in as living here."),
        _("We do not know this word."),
    ),
    FindingKind("day_bad", _("Day not understood"), LEFT_OUT, _("The cell is no day that exists and has been.")),
    FindingKind(
        "day_month_only", _("Only the month is known"), _("The first day of that month was noted."),
        _("The cell names a year and a month."), noted=True,
    ),
    FindingKind(
        "full_day_wrong", _("Day of full membership can't be"), LEFT_OUT,
        _("It lies before the day of joining, or the member is probationary."),
    ),
    FindingKind("hours_unknown", _("Free hours not understood"), LEFT_OUT, _("We do not know these words.")),
    FindingKind(
        "no_committee", _("No party organisation to report to"), _("The person is in the register of residents only."),
        _("Set up the committee of the community first, then bring this list in again."),
    ),
)  # fmt: skip
register_words(
    counts={
        "members": _("Members in this file"),
        "members_new": _("New members"),
        "members_changed": _("Members with corrections"),
        "in_service": _("In-service members in this file"),
        "in_service_new": _("New in-service members"),
        "in_service_changed": _("In-service members with corrections"),
    },
    changes={"member": _("New member"), "in_service": _("New in-service member")},
)
register_roster(
    Roster(
        code="members",
        label=_("Register of members"),
        about=_("The members of all branches, with their class and the days of joining."),
        permission=MembershipPermission.IMPORT,
        settle=MembershipPermission.IMPORT,
        fields=MEMBERS,
        run=import_members,
    )
)
register_roster(
    Roster(
        code="in_service",
        label=_("In-service members who reported in"),
        about=_("Who works in a unit, lives here and lends a hand: skills and free hours, no home address."),
        permission=MembershipPermission.IMPORT,
        settle=MembershipPermission.IMPORT,
        fields=IN_SERVICE,
        run=import_in_service,
    )
)
