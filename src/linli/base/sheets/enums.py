"""The words of imports and of what they leave to settle."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("File is here")
    CHECKED = "checked", _("Dry run done")
    QUEUED = "queued", _("Waiting to run")
    RUNNING = "running", _("Running")
    DONE = "done", _("Taken in")
    REFUSED = "refused", _("Not taken in")


class FindingState(models.TextChoices):
    """Whether somebody still has to look at a doubtful cell."""

    OPEN = "open", _("To settle")
    NOTED = "noted", _("Noted")  # nothing to decide: the program could put it right
    SETTLED = "settled", _("Settled")
    DISMISSED = "dismissed", _("Left as it is")


class Settlement(models.TextChoices):
    """By what a doubtful cell was settled."""

    BY_HAND = "by_hand", _("Put right by hand")
    CONFIRMED = "confirmed", _("Looked at: what was done is right")
    BY_FILE = "by_file", _("Put right in a later file")
