"""Whose the pages of dues and of admission are."""

from __future__ import annotations

from linli.core.dues.enums import DuesPermission as Dues
from tests.consistency.doors import MINE, Rule, at, sent

OF_DUES: dict[str, Rule] = {
    "dues:due-list": Rule(Dues.VIEW),
    "dues:handup": at(Dues.VIEW, "handup"),
    "dues:handup-receive": sent(Dues.RECEIVE, "handup"),
    "dues:handup-sheet": at(Dues.VIEW, "handup", kind="xlsx"),
    "dues:member": at(Dues.VIEW, "member"),
    "dues:member-assess": at(Dues.ASSESS, "member"),
    "dues:member-collect": at(Dues.COLLECT, "member"),
    "dues:member-ease": at(Dues.ASSESS, "member"),
    "dues:member-list": Rule(Dues.VIEW),
    "dues:mine": Rule(MINE),
    "dues:mine-declare": Rule(MINE),
    "dues:mine-receipt": Rule(MINE, "payment"),
    "dues:org-hand-up": sent(Dues.HAND_UP, "org"),
    "dues:org-tell": sent(Dues.HAND_UP, "org"),
    "dues:payment": at(Dues.VIEW, "payment"),
    "dues:payment-list": Rule(Dues.VIEW),
    "dues:payment-pdf": at(Dues.VIEW, "payment"),
    "dues:payment-undo": at(Dues.COLLECT, "payment"),
    "dues:quarters": Rule(Dues.VIEW),
}
