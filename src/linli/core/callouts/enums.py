"""The words of the call-out desk: what people can do, how far a call is, what somebody answered."""

from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy


class CalloutPermission(StrEnum):
    """What somebody may do with calls for help at a place."""

    VIEW = "callouts.callout.view"  # read calls and who said yes; never who was silent
    CALL = "callouts.callout.call"  # call for helpers, note answers, thank them
    HELPERS = "callouts.offer.keep"  # find who offers to help, and write it down for somebody who asks


class CalloutState(models.TextChoices):
    """Where a call stands."""

    DRAFTED = "drafted", pgettext_lazy("state of a call for help", "Being written")
    CALLING = "calling", pgettext_lazy("state of a call for help", "Asking people")
    ENOUGH = "enough", pgettext_lazy("state of a call for help", "Enough have said yes")
    DONE = "done", pgettext_lazy("state of a call for help", "Done, thank you")
    CANCELLED = "cancelled", pgettext_lazy("state of a call for help", "Called off")


S = CalloutState
UNDER_WAY = frozenset({S.CALLING, S.ENOUGH})
OVER = frozenset({S.DONE, S.CANCELLED})


class Answer(models.TextChoices):
    """What somebody answered. Nothing at all is no answer, and stays nothing."""

    YES = "yes", pgettext_lazy("answer to a call for help", "Yes")
    NO = "no", pgettext_lazy("answer to a call for help", "No")


class Reach(models.TextChoices):
    """How far from home somebody helps."""

    GRID = "grid", pgettext_lazy("how far somebody helps", "In my grid")
    COMMUNITY = "community", pgettext_lazy("how far somebody helps", "In the whole community")


class Skill(models.TextChoices):
    """What somebody can do: the service posts of members (E-17) and what neighbours do for each other."""

    ORGANISE = "org", pgettext_lazy("skill", "Organising")
    LEGAL = "legal", pgettext_lazy("skill", "Legal advice")
    RELIEF = "relief", pgettext_lazy("skill", "Help in need, help with work")
    GOVERN = "govern", pgettext_lazy("skill", "Settling disputes, community matters")
    HEALTH = "health", pgettext_lazy("skill", "Health and nursing")
    CULTURE = "culture", pgettext_lazy("skill", "Culture and sports")
    SAFETY = "safety", pgettext_lazy("skill", "Safety rounds")
    FIRST_AID = "first_aid", pgettext_lazy("skill", "First aid")
    REPAIR = "repair", pgettext_lazy("skill", "Small repairs, water and electricity")
    DIGITAL = "digital", pgettext_lazy("skill", "Phones and computers")
    COMPANY = "company", pgettext_lazy("skill", "Company, going along to the doctor")
    TEACHING = "teaching", pgettext_lazy("skill", "Teaching, help with homework")
    LABOUR = "labour", pgettext_lazy("skill", "Carrying, clearing snow, lending a hand")
    DRIVING = "driving", pgettext_lazy("skill", "Driving with an own vehicle")
    COOKING = "cooking", pgettext_lazy("skill", "Cooking")
    WRITING = "writing", pgettext_lazy("skill", "Writing, pictures, calligraphy")
    OTHER = "other", pgettext_lazy("skill", "Something else")


class Source(models.TextChoices):
    """Who is asked. Higher rooms add their own sources of helpers."""

    RESIDENTS = "residents", pgettext_lazy("who is asked", "Neighbours who offer to help")
    WORKERS = "workers", pgettext_lazy("who is asked", "Grid workers")
    IN_SERVICE = "in_service", pgettext_lazy("who is asked", "In-service members who agreed")
