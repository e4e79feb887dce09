"""Who may do what: the whole matrix on one page, reviewed as such.

A role is held at a place and reaches below it. What people may do with their own record, matters and messages needs
no role. Nobody may hold two of the three administrators' roles (X-03); none of them opens a resident's record.
"""

from linli.core.admission.enums import AdmissionPermission as Admission
from linli.core.areas.enums import AreaPermission as Area
from linli.core.callouts.enums import CalloutPermission as Callout
from linli.core.dues.enums import DuesPermission as Dues
from linli.core.hotline.enums import HotlinePermission as Hotline
from linli.core.matters.enums import MatterPermission as Matter
from linli.core.membership.enums import MembershipPermission as Member
from linli.core.openness.enums import OpennessPermission as Openness
from linli.core.organisation.enums import OrganisationPermission as Organisation
from linli.core.partnership.enums import PartnershipPermission as Commons
from linli.core.people.enums import PeoplePermission as People
from linli.core.people.enums import SystemPermission as System
from linli.core.rehearsals.enums import RehearsalPermission as Rehearsal
from linli.core.whistles.enums import WhistlePermission as Whistle

GRID_WORK = frozenset(
    {
        Area.VIEW,
        People.VIEW,
        People.EDIT,
        People.REVEAL,
        People.CARE_VIEW,
        People.INVITE,
        Matter.VIEW,
        Matter.REPORT_FOR,
        Matter.NOTE,
        Matter.HANDLE,
        Matter.VERIFY,
        Matter.SEE_REPORTER,
        Organisation.VIEW_BODY,
        Organisation.EDIT_BODY,
        Commons.VIEW,
        Commons.GATHER,
        Callout.VIEW,
        Callout.CALL,
        Whistle.VIEW,
        Whistle.DRAFT,
        Hotline.VIEW,
        Hotline.HANDLE,
    }
)
DESK_WORK = GRID_WORK | {
    People.CARE_EDIT,
    People.EXPORT,
    People.IMPORT,
    People.SETTLE,
    People.MERGE,
    People.PROXY,
    People.RIGHTS,
    Area.STATE_FACT,
    Matter.ACCEPT,
    Matter.DISPATCH,
    Matter.REVIEW,
    Matter.TEXTS,
    Matter.MERGE,
    Matter.EXPORT,
    Organisation.IMPORT_BODY,
    Organisation.EXPORT_BODY,
    Organisation.VIEW_ORG,
    Rehearsal.VIEW,
    Commons.PUBLISH,
    Commons.PROJECT,
    Commons.EXPORT,
    Commons.AGREEMENT_VIEW,
    Commons.AGREEMENT_LEAD,
    Callout.HELPERS,
    Whistle.CONFIRM,
    Whistle.RATE,
    Hotline.ENTER,
    Hotline.ASSIGN,
    Hotline.REVIEW,
    Hotline.CALL_BACK,
    Hotline.SEE_CALLER,
    Hotline.EXPORT,
}

ROLES: dict[str, frozenset[str]] = {
    "grid_worker": GRID_WORK,
    "grid_leader": GRID_WORK,
    "community_worker": DESK_WORK,
    "committee_secretary": DESK_WORK
    | {Area.MANAGE, Area.REDRAW, People.GRANT_VIEW, Matter.DESIGNATE, Matter.CATEGORIES, Organisation.MANAGE_ORG}
    | {Organisation.ELECT, Organisation.APPROVE_ORG, Rehearsal.PLAN}
    | {Whistle.APPROVE, Commons.AGREEMENT_SIGN}
    | frozenset(Member)
    | (frozenset(Dues) - {Dues.HEAR})
    | (frozenset(Admission) - {Admission.HEAR}),
    # Held at a branch, so it reaches its members and its groups: no home, no grid, no other branch.
    "branch_secretary": frozenset(
        {Organisation.VIEW_ORG, Organisation.ELECT, Member.VIEW, Member.COUNT, Member.EDIT, Member.EXPORT}
    )
    | (frozenset(Dues) - {Dues.RECEIVE})
    | (frozenset(Admission) - {Admission.APPROVE}),
    "street_officer": frozenset(
        {Area.VIEW, Matter.VIEW, Organisation.VIEW_BODY, Organisation.VIEW_ORG, Commons.VIEW, Callout.VIEW}
        | {Whistle.VIEW, Member.COUNT, Organisation.APPROVE_ORG, Rehearsal.VIEW}
        | {Commons.AGREEMENT_VIEW}
    ),  # matters without who asked, members as numbers
    "unit_liaison": frozenset({Commons.SPEAK}),  # held at one unit: its promises, wishes and offers, no resident
    "system_admin": frozenset({System.CONFIGURE, Area.VIEW, Matter.CATEGORIES, Openness.CONNECT}),
    # Whistles are blown by leaders alone (W2), so that nobody calls departments lightly.
    "street_leader": frozenset({Area.VIEW, Matter.VIEW, Whistle.VIEW, Whistle.BLOW, Whistle.MANAGE}),
    "department_officer": frozenset({Whistle.ANSWER}),  # only the calls to the department whose officer they are
    "security_admin": frozenset({System.SECURITY, People.GRANT_VIEW, People.GRANT_MANAGE, Area.VIEW}),
    "audit_admin": frozenset({System.AUDIT, People.GRANT_VIEW}),
}

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
