"""The words of admission (E-05) and of transfer (W13)."""

from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy


class AdmissionPermission(StrEnum):
    """What somebody may do with those who ask to become members of a branch, and with members who leave for another."""

    VIEW = "admission.applicant.view"  # see who asks to become a member, and how far they are
    WRITE = "admission.applicant.write"  # write the steps of the branch down
    APPROVE = "admission.applicant.approve"  # write the steps of the upper organisation down
    HEAR = "admission.applicant.hear"  # hear that a time limit comes near
    TRANSFER_VIEW = "admission.transfer.view"  # see who goes to another branch, at both ends
    TRANSFER = "admission.transfer.handle"  # issue letters, note that they arrived and came back


class Stage(models.TextChoices):
    """The five stages of E-05."""

    APPLYING = "applying", pgettext_lazy("stage of admission", "Has applied")
    ACTIVIST = "activist", pgettext_lazy("stage of admission", "Activist")
    TARGET = "target", pgettext_lazy("stage of admission", "To be developed")
    ADMITTING = "admitting", pgettext_lazy("stage of admission", "Being admitted")
    PROBATION = "probation", pgettext_lazy("stage of admission", "Probation and full membership")


class AdmissionState(models.TextChoices):
    """The step that was done last: the 25 of E-05, or the end before them."""

    APPLY = "apply", pgettext_lazy("step of admission", "Hands in the application")
    TALK = "talk", pgettext_lazy("step of admission", "The branch talks with the applicant")
    SELECT_ACTIVIST = "select_activist", pgettext_lazy("step of admission", "Chosen as an activist")
    FILE_ACTIVIST = "file_activist", pgettext_lazy("step of admission", "Put on file by the upper committee")
    ASSIGN_CONTACT = "assign_contact", pgettext_lazy("step of admission", "Contacts named")
    TRAIN_ACTIVIST = "train_activist", pgettext_lazy("step of admission", "A year of learning is over")
    SELECT_TARGET = "select_target", pgettext_lazy("step of admission", "Chosen to be developed")
    FILE_TARGET = "file_target", pgettext_lazy("step of admission", "The upper committee agrees")
    ASSIGN_SPONSOR = "assign_sponsor", pgettext_lazy("step of admission", "Sponsors named")
    POLITICAL_REVIEW = "political_review", pgettext_lazy("step of admission", "Review concluded")
    SHORT_COURSE = "short_course", pgettext_lazy("step of admission", "Short course")
    BRANCH_CHECK = "branch_check", pgettext_lazy("step of admission", "Checked by the branch committee")
    PRE_REVIEW = "pre_review", pgettext_lazy("step of admission", "Reviewed by the upper committee")
    FILL_FORM = "fill_form", pgettext_lazy("step of admission", "Fills the form of membership")
    BRANCH_VOTE = "branch_vote", pgettext_lazy("step of admission", "Admitted by the meeting of the branch")
    UPPER_TALK = "upper_talk", pgettext_lazy("step of admission", "The upper committee talks with them")
    UPPER_APPROVE = "upper_approve", pgettext_lazy("step of admission", "Approved: a probationary member")
    FILE_UPPER = "file_upper", pgettext_lazy("step of admission", "Put on file one level higher")
    JOIN_GROUP = "join_group", pgettext_lazy("step of admission", "Joins a branch and a group")
    OATH = "oath", pgettext_lazy("step of admission", "Takes the oath")
    PROBATION = "probation", pgettext_lazy("step of admission", "The year of probation is over")
    APPLY_FULL = "apply_full", pgettext_lazy("step of admission", "Asks for full membership")
    FULL_VOTE = "full_vote", pgettext_lazy("step of admission", "The meeting agrees to full membership")
    FULL_APPROVE = "full_approve", pgettext_lazy("step of admission", "Approved: a full member")
    ARCHIVE = "archive", pgettext_lazy("step of admission", "Papers filed: all done")
    ENDED = "ended", pgettext_lazy("step of admission", "Ended before")


class EndReason(models.TextChoices):
    """Why it ended before; more is not written down."""

    WITHDRAWN = "withdrawn", pgettext_lazy("why an admission ended", "The applicant takes it back")
    NOT_ADMITTED = "not_admitted", pgettext_lazy("why an admission ended", "Not admitted")
    ELSEWHERE = "elsewhere", pgettext_lazy("why an admission ended", "Goes on elsewhere")
    DIED = "died", pgettext_lazy("why an admission ended", "Died")
    MISTAKE = "mistake", pgettext_lazy("why an admission ended", "Entered by mistake")


class EntryKind(models.TextChoices):
    """What an entry of the story tells."""

    STEP = "step", pgettext_lazy("entry of an admission", "Step")
    REVIEW = "review", pgettext_lazy("entry of an admission", "Half-yearly look")
    BACK = "back", pgettext_lazy("entry of an admission", "Taken back")
    EXTENDED = "extended", pgettext_lazy("entry of an admission", "Probation extended")
    ENDED = "ended", pgettext_lazy("entry of an admission", "Ended")


class TransferState(models.TextChoices):
    """Where the papers of a member are who goes to another branch."""

    REQUESTED = "requested", pgettext_lazy("transfer of a member", "Asked for")
    LETTER_ISSUED = "letter_issued", pgettext_lazy("transfer of a member", "Letter issued")
    IN_TRANSIT = "in_transit", pgettext_lazy("transfer of a member", "On the way")
    RECEIVED = "received", pgettext_lazy("transfer of a member", "Arrived, receipt on its way")
    RECEIPT_BACK = "receipt_back", pgettext_lazy("transfer of a member", "Done: the receipt is back")
    LATE = "late", pgettext_lazy("transfer of a member", "Longer than three months")
    CANCELLED = "cancelled", pgettext_lazy("transfer of a member", "Cancelled")


OVER = frozenset({TransferState.RECEIPT_BACK, TransferState.CANCELLED})
