"""The words of organisations: bodies around the community, party organisations in it, posts and terms."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationPermission(StrEnum):
    """What somebody may do with organisations at a place."""

    VIEW_BODY = "organisation.body.view"  # see units, businesses and social organisations
    EDIT_BODY = "organisation.body.edit"  # enter and correct them, name who speaks for them
    IMPORT_BODY = "organisation.body.import"  # bring their registers in
    EXPORT_BODY = "organisation.body.export"  # take a masked list out, for a purpose and until a day
    VIEW_ORG = "organisation.org.view"  # see the tree of party organisations, posts and terms
    MANAGE_ORG = "organisation.org.manage"  # set up, rename and end organisations, fill posts, begin terms
    ELECT = "organisation.election.run"  # prepare the election of an organisation, hold it, report it
    APPROVE_ORG = "organisation.org.approve"  # approve, as the upper organisation, what those below ask for


class BodyKind(models.TextChoices):
    """What is neither a person nor a party organisation, and lies in the community (G5)."""

    UNIT = "unit", pgettext_lazy("an organ, school or firm that lies in the community", "Member unit")
    BUSINESS = "business", _("Business")
    MARKET = "market", pgettext_lazy("farmers' market", "Market")
    SOCIAL_ORG = "social_org", _("Social organisation")


class Nature(models.TextChoices):
    """To which line a unit belongs."""

    ORGAN = "organ", pgettext_lazy("nature of a unit", "Government organ")
    INSTITUTION = "institution", pgettext_lazy("nature of a unit", "Enterprise or public institution")
    PRIVATE = "private", pgettext_lazy("nature of a unit", "Private")
    SOCIAL = "social", pgettext_lazy("nature of a unit", "Social organisation")


class Coverage(models.TextChoices):
    """How the Party reaches a business or a social organisation (C10). A fact, never a mark."""

    NONE = "none", pgettext_lazy("how the Party reaches a business", "Not yet")
    INSTRUCTOR = "instructor", pgettext_lazy("how the Party reaches a business", "An instructor")
    JOINT = "joint", pgettext_lazy("how the Party reaches a business", "A joint branch")
    OWN = "own", pgettext_lazy("how the Party reaches a business", "An organisation of its own")


class LiaisonRole(models.TextChoices):
    """For what somebody speaks for a body."""

    HEAD = "head", pgettext_lazy("who speaks for a unit", "Head")
    PARTY_SECRETARY = "party_secretary", pgettext_lazy("who speaks for a unit", "Party secretary")
    LIAISON = "liaison", pgettext_lazy("who speaks for a unit", "Liaison person")


class OrgKind(models.TextChoices):
    """The kinds of party organisations (E-01, B-2)."""

    STREET = "street", _("Street working committee")
    COMMITTEE = "committee", _("Community party committee")
    GENERAL_BRANCH = "general_branch", _("General branch")
    RESIDENTIAL = "residential", _("Residential branch")
    SUNSET_RED = "sunset_red", _("Sunset-Red branch")
    MOBILE = "mobile", _("Branch of mobile members")
    BUSINESS_DISTRICT = "business", _("Business-district branch")
    JOINT = "joint", _("Joint branch")
    TEMPORARY = "temporary", _("Temporary branch")
    UNIT_BRANCH = "unit_branch", _("Branch of a unit")
    GRID_GROUP = "grid_group", _("Grid group")
    GROUP = "group", _("Group")


BRANCHES = frozenset(
    {
        OrgKind.RESIDENTIAL,
        OrgKind.SUNSET_RED,
        OrgKind.MOBILE,
        OrgKind.BUSINESS_DISTRICT,
        OrgKind.JOINT,
        OrgKind.TEMPORARY,
        OrgKind.UNIT_BRANCH,
    }
)
GROUPS = frozenset({OrgKind.GRID_GROUP, OrgKind.GROUP})
WITH_TERMS = BRANCHES | {OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH}
# What may stand directly below what.
BELOW: dict[str, frozenset[str]] = {
    OrgKind.STREET: frozenset({OrgKind.COMMITTEE}),
    OrgKind.COMMITTEE: BRANCHES | {OrgKind.GENERAL_BRANCH},
    OrgKind.GENERAL_BRANCH: BRANCHES,
    **dict.fromkeys(sorted(BRANCHES), GROUPS),
}


class OrgDomain(models.TextChoices):
    """The line that an organisation belongs to; organisations of different lines work together all the same (G2)."""

    STREET_COMMUNITY = "street_community", _("Street and community")
    UNIT = "unit", pgettext_lazy("line of party organisations", "Units")
    INDUSTRY = "industry", pgettext_lazy("line of party organisations", "Industry")
    TWO_NEW = "two_new", _("New economic and social organisations")


class PostKind(models.TextChoices):
    """The posts of a committee or a group."""

    SECRETARY = "secretary", _("Secretary")
    DEPUTY = "deputy", _("Deputy secretary")
    ORGANISATION = "organisation", _("Organisation commissioner")
    PUBLICITY = "publicity", _("Publicity commissioner")
    DISCIPLINE = "discipline", _("Discipline commissioner")
    MEMBER = "member", pgettext_lazy("post in a committee", "Committee member")
    GROUP_LEADER = "group_leader", _("Group leader")


class Level(models.TextChoices):
    """How firmly a threshold is meant (E-03). It says something about an arrangement, never about people."""

    ERROR = "error", pgettext_lazy("level of a finding", "Against the rule")
    WARN = "warn", pgettext_lazy("level of a finding", "Unusual")
    INFO = "info", pgettext_lazy("level of a finding", "For information")


class ElectionState(models.TextChoices):
    """Where the election at the end of a term stands (W8)."""

    DUE = "due_180", pgettext_lazy("state of an election", "To be prepared")
    REQUESTED = "requested", pgettext_lazy("state of an election", "Approval asked for")
    APPROVED = "approved", pgettext_lazy("state of an election", "Approved")
    CANDIDATES = "candidates", pgettext_lazy("state of an election", "Candidates named")
    NOTICE = "notice", pgettext_lazy("state of an election", "Meeting called")
    VOTING = "voting", pgettext_lazy("state of an election", "Meeting held")
    REPORTED = "result_reported", pgettext_lazy("state of an election", "Result reported")
    IN_OFFICE = "in_office", pgettext_lazy("state of an election", "In office")
    CALLED_OFF = "called_off", pgettext_lazy("state of an election", "Called off")


ELECTION_PATH = tuple(state for state in ElectionState if state != ElectionState.CALLED_OFF)
ELECTION_OVER = frozenset({ElectionState.IN_OFFICE, ElectionState.CALLED_OFF})
WITH_QUORUM = frozenset({ElectionState.VOTING, ElectionState.REPORTED, ElectionState.IN_OFFICE})
