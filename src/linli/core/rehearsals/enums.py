"""The words of rehearsals: the tree is drawn anew on a copy, looked at, approved, and only then moved (W7)."""

from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy


class RehearsalPermission(StrEnum):
    """What somebody may do with rehearsals of a community's tree."""

    VIEW = "rehearsals.rehearsal.view"  # see what would move; names of members need the right over members
    PLAN = "rehearsals.rehearsal.plan"  # draw on the copy, answer objections, ask for approval, take back


class RehearsalState(models.TextChoices):
    """Where a rehearsal stands (W7)."""

    PROPOSED = "proposed", pgettext_lazy("state of a rehearsal", "Being drawn")
    CHECKED = "checked", pgettext_lazy("state of a rehearsal", "Open to objections")
    SUBMITTED = "submitted", pgettext_lazy("state of a rehearsal", "Approval asked for")
    APPROVED = "approved", pgettext_lazy("state of a rehearsal", "Approved")
    EFFECTIVE = "effective", pgettext_lazy("state of a rehearsal", "In force")
    REVERSED = "reversed", pgettext_lazy("state of a rehearsal", "Taken back")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a rehearsal", "Withdrawn")


class ChangeKind(models.TextChoices):
    """One stroke of the pen on the copy."""

    SET_UP = "set_up", pgettext_lazy("change of the tree", "Set up a new one")
    MOVE = "move", pgettext_lazy("change of the tree", "A group goes to another branch")
    MERGE = "merge", pgettext_lazy("change of the tree", "One goes into another")
    RENAME = "rename", pgettext_lazy("change of the tree", "A new name")
    MEMBER = "member", pgettext_lazy("change of the tree", "Members go elsewhere")
    BUILDING = "building", pgettext_lazy("change of the tree", "Buildings go to another grid")


ENDED = frozenset({RehearsalState.REVERSED, RehearsalState.WITHDRAWN})
WITH_APPROVAL = frozenset({RehearsalState.APPROVED, RehearsalState.EFFECTIVE, RehearsalState.REVERSED})
DONE = frozenset({RehearsalState.EFFECTIVE, RehearsalState.REVERSED})
