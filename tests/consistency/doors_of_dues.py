"""Whose the pages of dues and of admission are."""

from __future__ import annotations

from linli.core.admission.enums import AdmissionPermission as Admission
from linli.core.dues.enums import DuesPermission as Dues
from tests.consistency.doors import MINE, Rule, at, sent

OF_DUES: dict[str, Rule] = {
    "admission:admission": at(Admission.VIEW, "admission"),
    "admission:admission-new": Rule(Admission.WRITE),
    "admission:admission-note": at(Admission.WRITE, "admission", step="end"),
    "admission:admission-step": at(Admission.WRITE, "admission", step="talk"),
    "admission:board": Rule(Admission.VIEW),
    "admission:member-transfer": at(Admission.TRANSFER, "member"),
    "admission:mine": Rule(MINE),
    "admission:my-transfer": Rule(MINE),
    "admission:my-transfer-cancel": Rule(MINE, post=True),
    "admission:transfer": at(Admission.TRANSFER_VIEW, "transfer"),
    "admission:transfer-list": Rule(Admission.TRANSFER_VIEW),
    "admission:transfer-step": at(Admission.TRANSFER, "transfer", step="issue"),
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
