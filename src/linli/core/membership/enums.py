"""The words of membership: the strictest scope of the product, seen by the branch and by the member alone."""

from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy


class MembershipPermission(StrEnum):
    """What somebody may do with members of an organisation and of those below it."""

    VIEW = "membership.member.view"  # see who is a member, and who has reported in from a unit
    COUNT = "membership.member.count"  # see how many there are: numbers, never names
    EDIT = "membership.member.edit"  # correct a record, move somebody to another branch, note that they left
    EXPORT = "membership.member.export"  # take a masked list out, for a purpose and until a day
    IMPORT = "membership.member.import"  # bring the two registers in


class MemberClass(models.TextChoices):
    """How a member belongs, from which follows what is expected of them (P18, E-17). It is no rank."""

    COMMUNITY = "community", pgettext_lazy("class of member", "Lives here")
    RETIRED = "elder_ill", pgettext_lazy("class of member", "Retired, old or ill")
    MOBILE_OUT = "mobile_out", pgettext_lazy("class of member", "Mobile, away from here")
    MOBILE_IN = "mobile_in", pgettext_lazy("class of member", "Mobile, come from elsewhere")
    ABROAD = "abroad", pgettext_lazy("class of member", "Abroad")
    TWO_NEW = "two_new", pgettext_lazy("class of member", "Business district")


class Standing(models.TextChoices):
    """Full, or in the year before (B-3)."""

    PROBATIONARY = "probationary", pgettext_lazy("party member", "Probationary")
    FULL = "full", pgettext_lazy("party member", "Full")


class MemberState(models.TextChoices):
    """Whether somebody belongs here today."""

    NORMAL = "normal", pgettext_lazy("party member", "In a branch")
    SUSPENDED = "suspended", pgettext_lazy("party member", "Contact lost")
    LEFT = "left", pgettext_lazy("party member", "No longer here")


class LeaveReason(models.TextChoices):
    """Why somebody is no longer a member here. More is not written down: that is for the national system (B-3)."""

    TRANSFERRED = "transferred", pgettext_lazy("why a member left", "Transferred to another organisation")
    DIED = "died", pgettext_lazy("why a member left", "Died")
    ENDED = "ended", pgettext_lazy("why a member left", "Membership ended")
    MISTAKE = "mistake", pgettext_lazy("why a member left", "Entered by mistake")


class ReportState(models.TextChoices):
    """Where an in-service member stands who has reported to the community where they live (W15)."""

    REPORTED = "reported", pgettext_lazy("in-service member", "Has reported in, waits for a grid")
    ACTIVE = "active", pgettext_lazy("in-service member", "Takes part")
    PAUSED = "paused", pgettext_lazy("in-service member", "Pauses")
    LEFT = "left", pgettext_lazy("in-service member", "Takes part no more")


class ServicePost(models.TextChoices):
    """The eight service posts that an in-service member may claim (E-17)."""

    ORGANISATION = "org", pgettext_lazy("service post", "Organisation building")
    LEGAL = "legal", pgettext_lazy("service post", "Legal advice and aid")
    RELIEF = "relief", pgettext_lazy("service post", "Help for those in need, and with work")
    GOVERN = "govern", pgettext_lazy("service post", "Community governance")
    HEALTH = "health", pgettext_lazy("service post", "Health")
    CULTURE = "culture", pgettext_lazy("service post", "Culture and sport")
    SAFETY = "safety", pgettext_lazy("service post", "Safety and patrol")
    OTHER = "other", pgettext_lazy("service post", "Other")


class ServiceState(models.TextChoices):
    """Where a line of the service record stands: told by the person, looked at by the branch (W15)."""

    TOLD = "told", pgettext_lazy("line of a service record", "Told, not looked at yet")
    CONFIRMED = "confirmed", pgettext_lazy("line of a service record", "Confirmed")
    DECLINED = "declined", pgettext_lazy("line of a service record", "Not confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("line of a service record", "Taken out by the person")


class AskState(models.TextChoices):
    """What became of a member's word that something on their card is wrong."""

    RECEIVED = "received", pgettext_lazy("correction of a card", "Waits for an answer")
    DONE = "done", pgettext_lazy("correction of a card", "Put right")
    DECLINED = "declined", pgettext_lazy("correction of a card", "Stays as it is")
    WITHDRAWN = "withdrawn", pgettext_lazy("correction of a card", "Taken back")
