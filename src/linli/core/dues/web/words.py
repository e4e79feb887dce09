"""How dues are told: months by their names, states by tone and word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.base.permissions import Actor, may
from linli.base.text import yuan
from linli.base.web.templatetags.linli import state_badge
from linli.core.dues.enums import DuesPermission, DueState, HandUpState
from linli.core.dues.models import Due, HandUp, Payment

TONES = {
    DueState.DUE: "info", DueState.PARTLY: "wait", DueState.PAID: "ok", DueState.REMITTED: "off",
    DueState.REMINDED: "wait", DueState.OVERDUE: "late",
    HandUpState.HANDED: "wait", HandUpState.RECEIVED: "ok",
}  # fmt: skip


def month_words(month: date) -> str:
    """`November 2026`, 2026年11月."""
    return date_format(month, "YEAR_MONTH_FORMAT")


def quarter_words(quarter: date) -> str:
    """`2026, third quarter`."""
    return _("%(year)s, quarter %(n)s") % {"year": quarter.year, "n": (quarter.month + 2) // 3}


def state_of(row: Due | HandUp) -> SafeString:
    """A state as a badge."""
    return state_badge(TONES[row.state], row.get_state_display())  # type: ignore[index]  # the values of both enums


@dataclass(frozen=True)
class MonthRow:
    """One month of a member, as its table shows it."""

    month: str
    asked: str
    paid: str
    state: SafeString
    decision: str


def month_rows(dues: list[Due]) -> list[MonthRow]:
    """The months of a member, the newest first."""
    return [
        MonthRow(month_words(due.month), yuan(due.amount_fen), yuan(due.paid_fen), state_of(due), due.decision)
        for due in reversed(dues)
    ]


def months_of(payment: Payment) -> str:
    """For which months a receipt is."""
    months = sorted(part.due.month for part in payment.parts.all())
    if not months:
        return ""
    first, last = month_words(months[0]), month_words(months[-1])
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def payer_of(payment: Payment) -> str:
    """Whose receipt it is; nobody's, once they were forgotten."""
    part = next(iter(payment.parts.all()), None)
    return part.due.member.person.name if part else ""


def receipt_row(payment: Payment, actor: Actor | None = None) -> dict[str, Any]:
    """A receipt in a list of one member; it opens for whoever may see those of the branch that took the money."""
    opens = actor is not None and may(actor, DuesPermission.VIEW, payment)
    return {
        "url": reverse("dues:payment", args=[payment.pk]) if opens else "",
        "payment": payment, "number": payment.number, "months": months_of(payment), "sum": yuan(payment.amount_fen),
        "undone": getattr(payment, "reversed_by", None) is not None,
    }  # fmt: skip
