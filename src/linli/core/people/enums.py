"""The words of people, homes, accounts and consent."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeoplePermission(StrEnum):
    """What somebody may do with the register of people."""

    VIEW = "people.person.view"  # find people and homes; numbers stay masked
    REVEAL = "people.person.reveal"  # see an identity number or phone in full, with a reason that the person can read
    EDIT = "people.person.edit"  # add people, correct them, note who lives where
    CARE_VIEW = "people.care.view"  # see why somebody needs care
    CARE_EDIT = "people.care.edit"  # note a need of care with purpose, basis and end
    MERGE = "people.person.merge"  # settle that two rows are one person, and undo it
    EXPORT = "people.person.export"  # take a masked list out, for a purpose and until a day
    IMPORT = "people.import.run"  # bring rosters in
    SETTLE = "people.finding.settle"  # settle doubtful cells of an import
    INVITE = "people.account.invite"  # give somebody a slip that opens an account
    PROXY = "people.proxy.manage"  # write down that one person acts for another
    GRANT_VIEW = "people.grant.view"  # see who holds which role
    GRANT_MANAGE = "people.grant.manage"  # give and end roles
    RIGHTS = "people.rights.answer"  # answer requests to see, correct or erase


class SystemPermission(StrEnum):
    """What the three separated administrators may do (X-03)."""

    CONFIGURE = "system.settings.manage"  # the system administrator: settings, holidays, jobs; no business data
    SECURITY = "system.security.manage"  # the security administrator: roles and policies; not their own
    AUDIT = "system.audit.read"  # the audit administrator: reads the audit; changes nothing


class Sex(models.TextChoices):
    FEMALE = "female", pgettext_lazy("sex", "Female")
    MALE = "male", pgettext_lazy("sex", "Male")
    UNKNOWN = "", pgettext_lazy("sex", "Not known")


class Relation(models.TextChoices):
    """How somebody is related to the head of the household."""

    HEAD = "head", _("Head of household")
    SPOUSE = "spouse", _("Spouse")
    SON = "son", _("Son")
    DAUGHTER = "daughter", _("Daughter")
    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    GRANDCHILD = "grandchild", _("Grandchild")
    GRANDPARENT = "grandparent", _("Grandparent")
    SIBLING = "sibling", _("Brother or sister")
    IN_LAW = "in_law", _("Son- or daughter-in-law")
    OTHER = "other", _("Other")


class ResidenceKind(models.TextChoices):
    PERMANENT = "permanent", _("Permanent resident")
    FLOATING = "floating", _("Floating resident")


class CareCategory(models.TextChoices):
    """Why the community looks after somebody: care, never control (X-07)."""

    EMPTY_NEST_ELDER = "empty_nest_elder", _("Empty-nest elder")
    LONE_ELDER = "lone_elder", _("Elder living alone")
    DISABLED_PERSON = "disabled_person", _("Disabled person")
    LEFT_BEHIND_CHILD = "left_behind_child", _("Left-behind child")
    CHILD_IN_DIFFICULTY = "child_in_difficulty", _("Child in difficulty")
    LOW_INCOME = "low_income", _("Minimum living allowance")
    SINGLE_PARENT = "single_parent_family", _("Single-parent family in difficulty")
    OTHER = "other", _("Other need of care")


class Basis(models.TextChoices):
    """Why the law lets the community keep a fact about somebody (PIPL art. 13)."""

    CONSENT = "consent", _("Their consent")
    GUARDIAN_CONSENT = "guardian_consent", _("Consent of the guardian")
    STATUTORY_DUTY = "statutory_duty", _("A duty set by law")
    EMERGENCY = "emergency", _("An emergency")


class Door(models.TextChoices):
    """By which door somebody came: all are equal (X-06)."""

    ONLINE = "online", _("Online")
    COUNTER = "counter", _("At the counter")
    PHONE = "phone", _("By phone")
    PAPER = "paper", _("On paper")
    VISIT = "visit", _("At their home")
    HOTLINE = "hotline", _("By the 12345 hotline")


class Rating(models.IntegerChoices):
    """How somebody judges what was done for them (E-15)."""

    VERY_GOOD = 5, _("Very satisfied")
    GOOD = 4, _("Satisfied")
    FAIR = 3, _("Fairly satisfied")
    BAD = 2, _("Dissatisfied")
    VERY_BAD = 1, _("Very dissatisfied")


class EndReason(models.TextChoices):
    """Why somebody is no longer in the register."""

    MOVED = "moved", _("Moved away")
    DIED = "died", _("Died")
    MERGED = "merged", _("Is the same person as another row")
    ERASED = "erased", _("Erased at their request")


class PairState(models.TextChoices):
    """Whether two rows are one person."""

    SUGGESTED = "suggested", _("To look at")
    MERGED = "merged", _("Merged")
    DISTINCT = "distinct", _("Two people")


class RightsKind(models.TextChoices):
    """What somebody may ask about their own record (PIPL art. 44-47)."""

    CORRECT = "correct", _("Correct my record")
    ERASE = "erase", _("Erase my record")
    OBJECT = "object", _("Stop using it for a purpose")
    COPY = "copy", _("Give me a copy on paper")


class RightsState(models.TextChoices):
    RECEIVED = "received", _("Received")
    GRANTED = "granted", _("Done as asked")
    PARTLY = "partly", _("Done in part, with the reason")
    DECLINED = "declined", _("Can't be done, with the reason")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Role(models.TextChoices):
    """What somebody is at a place. What each may do stands in `config/roles.py`."""

    GRID_WORKER = "grid_worker", _("Grid worker")
    GRID_LEADER = "grid_leader", _("Grid leader")
    COMMUNITY_WORKER = "community_worker", _("Community worker")
    COMMITTEE_SECRETARY = "committee_secretary", _("Committee secretary")
    BRANCH_SECRETARY = "branch_secretary", _("Branch secretary")
    STREET_OFFICER = "street_officer", _("Street officer")
    STREET_LEADER = "street_leader", _("Street leader")
    DEPARTMENT_OFFICER = "department_officer", _("Officer of a department")
    UNIT_LIAISON = "unit_liaison", _("Liaison person of a unit")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


AT_A_BRANCH = frozenset({Role.BRANCH_SECRETARY})  # held at a branch, and at no area
AT_A_UNIT = frozenset({Role.UNIT_LIAISON})  # held at a unit that goes along, and at no area
