"""Members who go to another branch: the list, one of them, and the letter on its way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.text import masked_name
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.core.admission.enums import OVER, AdmissionPermission, TransferState
from linli.core.admission.models import Transfer
from linli.core.admission.operations import transferring as work
from linli.core.admission.queries import transfers as moves
from linli.core.admission.queries.admissions import transfers_for
from linli.core.admission.web import forms as f
from linli.core.areas.web.doors import form_page
from linli.core.membership.models import Member
from linli.core.membership.queries.members import places_of_secretaries

HANDLE = AdmissionPermission.TRANSFER
TONES = {
    TransferState.REQUESTED: "wait", TransferState.LETTER_ISSUED: "info", TransferState.IN_TRANSIT: "info",
    TransferState.RECEIVED: "wait", TransferState.RECEIPT_BACK: "ok", TransferState.LATE: "late",
    TransferState.CANCELLED: "off",
}  # fmt: skip


def state_of(transfer: Transfer) -> Any:
    """The state as a badge."""
    return state_badge(TONES[TransferState(transfer.state)], transfer.get_state_display())


class TransferList(ListPage):
    """Who goes to another branch."""

    key = "transfers"
    title = gettext_lazy("Transfers")
    lead = gettext_lazy("Until the receipt is back, the old branch stays responsible. Both ends see the same record.")
    permission = AdmissionPermission.TRANSFER_VIEW
    can_export = False
    sort = "-asked_on"
    empty = Empty(
        gettext_lazy("Nobody is on the way"),
        gettext_lazy("A member asks on their own page, or you press “Transfer” on the page of a member."),
        icon="route",
    )

    def rows(self) -> QuerySet[Any]:
        return transfers_for(self.actor)

    def narrowed(self) -> QuerySet[Any]:
        """Those that are not over, unless somebody asks for the others."""
        rows = super().narrowed()
        return rows if self.query.get("state") else rows.exclude(state__in=sorted(OVER))

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(member__person__name__begins=text.strip())

    def columns(self) -> list[Column]:
        return [
            Column(
                "name", _("Name"), lambda t: link(t.member.person.name, reverse("admission:transfer", args=[t.pk])),
                sort="member__person__pinyin", export=lambda t: masked_name(t.member.person.name),
            ),
            Column("from", _("From"), lambda t: t.from_org.name),
            Column("to", _("To"), lambda t: t.goes_to),
            Column("state", _("State"), state_of, sort="state"),
            Column("issued", _("Letter of"), lambda t: t.issued_on, sort="issued_on"),
            Column("asked", _("Asked for on"), lambda t: t.asked_on, sort="asked_on"),
        ]  # fmt: skip

    def filters(self) -> list[Any]:
        return [Choice("state", _("State"), choices=TransferState.choices)]


def visible_transfer(request: HttpRequest, pk: UUID) -> Transfer:
    """A transfer that one may see from either end, or 404."""
    return get_object_or_404(transfers_for(actor_of(request)), pk=pk)


@require_safe
def transfer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One transfer: where the letter is, who is responsible, what comes next."""
    found = visible_transfer(request, pk)
    days = (localdate() - found.issued_on).days if found.issued_on and found.state not in OVER else None
    context = {
        "transfer": found, "state": state_of(found), "moves": moves.open_to(actor_of(request), found), "days": days,
        "responsible": found.goes_to if found.state == TransferState.RECEIPT_BACK else found.from_org.name,
    }  # fmt: skip
    return render(request, "admission/transfer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def transfer_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member of one's branch wants to go to another one."""
    member = get_object_or_404(Member.objects.visible_to(actor_of(request), HANDLE).select_related("person"), pk=pk)
    form = f.TransferForm(request.POST or None, member=member, orgs=places_of_secretaries())
    if form.is_valid():
        with refusals_on(form):
            told = {"member": member, "actor": actor_of(request), "now": timezone.now(), **form.cleaned_data}
            found = work.ask_for_transfer(**told)
            messages.success(request, _("Saved."))
            return redirect("admission:transfer", found.pk)
    title = _("%(name)s goes to another branch") % {"name": member.person.name}
    back = reverse("admission:transfer-list")
    return form_page(request, form, title=title, submit=_("Write it down"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def transfer_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """The letter is issued, has arrived, its receipt is back; or it is called off."""
    found, actor = visible_transfer(request, pk), actor_of(request)
    move = next((move for move in moves.MOVES if move.name == step), None)
    if move is None:
        raise Http404
    if move not in moves.open_to(actor, found) and found.state in move.sources:
        raise PermissionDenied
    form = _form(step, request)
    if form.is_valid():
        with refusals_on(form):
            _do(step, form, {"transfer": found, "actor": actor, "now": timezone.now()})
            messages.success(request, _("Saved."))
            stays = transfers_for(actor).filter(pk=found.pk).exists()
            return redirect("admission:transfer", found.pk) if stays else redirect("admission:transfer-list")
    back = reverse("admission:transfer", args=[found.pk])
    title = f"{found.member.person.name}: {move.label}"
    lead = _("From %(from)s to %(to)s.") % {"from": found.from_org.name, "to": found.goes_to}
    return form_page(request, form, title=title, submit=str(move.label), back=back, lead=lead)


def _form(step: str, request: HttpRequest) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if step == "issue":
        return f.with_today(f.LetterForm(data))
    return f.with_today(f.DayForm(data)) if step == "receive" else forms.Form(data)


def _do(step: str, form: Any, acting: dict[str, Any]) -> None:
    if step == "issue":
        work.issue_letter(letter=form.letter(), **acting)
    elif step == "receive":
        work.note_arrival(on=form.cleaned_data["on"], **acting)
    else:
        plain = {"send": work.send_off, "return": work.note_receipt, "cancel": work.cancel_transfer}
        plain[step](**acting)
