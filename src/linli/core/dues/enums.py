"""The words of party dues."""

from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy


class DuesPermission(StrEnum):
    """What somebody may do with the dues of an organisation and of those below it. The strictest scope there is."""

    VIEW = "dues.due.view"  # see who owes and who has paid
    ASSESS = "dues.due.assess"  # write down the base of the year, agree to quarters, make dues smaller in hardship
    COLLECT = "dues.payment.collect"  # take money, write receipts, undo a receipt
    EXPORT = "dues.due.export"  # take a masked list out, for a purpose and until a day
    HEAR = "dues.due.hear"  # hear that somebody is three months late, and talk with them
    HAND_UP = "dues.handup.hand"  # hand a quarter up to the committee, tell the members the totals of a year
    RECEIVE = "dues.handup.receive"  # receive what branches hand up, get the list after six months


class DuesKind(models.TextChoices):
    """By which row of the table a member pays (E-04)."""

    SALARIED = "salaried", pgettext_lazy("who pays dues", "Has a salary")
    RETIRED = "retired", pgettext_lazy("who pays dues", "Retired")
    FARMER = "farmer", pgettext_lazy("who pays dues", "Farmer")
    STUDENT = "student", pgettext_lazy("who pays dues", "Student")
    LAID_OFF = "laid_off", pgettext_lazy("who pays dues", "Out of work")
    RELIEF = "relief", pgettext_lazy("who pays dues", "Lives on relief")


class DueState(models.TextChoices):
    """How far the dues of one month are (W11). Nothing follows for the member: people talk with people."""

    DUE = "due", pgettext_lazy("dues of a month", "To be paid")
    PARTLY = "partly", pgettext_lazy("dues of a month", "Partly paid")
    PAID = "paid", pgettext_lazy("dues of a month", "Paid")
    REMITTED = "remitted", pgettext_lazy("dues of a month", "Remitted")
    REMINDED = "reminded", pgettext_lazy("dues of a month", "Three months late: talk")
    OVERDUE = "overdue", pgettext_lazy("dues of a month", "Six months late: the committee knows")


OPEN = frozenset({DueState.DUE, DueState.PARTLY, DueState.REMINDED, DueState.OVERDUE})


class Method(models.TextChoices):
    """How the money came. There is no paying online."""

    CASH = "cash", pgettext_lazy("how dues were paid", "In cash")
    TRANSFER = "transfer", pgettext_lazy("how dues were paid", "By bank transfer")


class HandUpState(models.TextChoices):
    """Where the money of a quarter is."""

    HANDED = "handed", pgettext_lazy("dues of a quarter", "Handed up")
    RECEIVED = "received", pgettext_lazy("dues of a quarter", "Received by the committee")
