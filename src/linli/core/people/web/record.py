"""My record: what is kept about me and why, who looked, a copy to take along, and what I may ask (X-02)."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.base.errors import Refused
from linli.base.sheets.write import Column, Page, Purpose, write_workbook
from linli.base.web.parts import refusals_on
from linli.core.people.enums import Door, RightsKind
from linli.core.people.models import Consent, Person, RightsRequest
from linli.core.people.operations.rights import ask_right, note_copy, withdraw_consent, withdraw_right
from linli.core.people.queries.record import copy_of, copy_pages, kept_about, looks_at

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = {
    "kept": gettext_lazy("What is kept"),
    "consents": gettext_lazy("Consents"),
    "proxies": gettext_lazy("Acting for another"),
    "requests": gettext_lazy("Requests"),
    "looks": gettext_lazy("Who looked"),
}
HEADERS = {
    "what": gettext_lazy("What"),
    "value": gettext_lazy("Kept as"),
    "purpose": gettext_lazy("What for"),
    "basis": gettext_lazy("Basis in law"),
    "until": gettext_lazy("Until"),
    "at": gettext_lazy("When"),
    "who": gettext_lazy("Who"),
    "reason": gettext_lazy("Reason"),
    "text": gettext_lazy("Words"),
    "door": gettext_lazy("Door"),
    "given_at": gettext_lazy("Given"),
    "withdrawn_at": gettext_lazy("Taken back"),
    "principal": gettext_lazy("For whom"),
    "proxy": gettext_lazy("Who acts"),
    "relation": gettext_lazy("Related"),
    "kind": gettext_lazy("Asked for"),
    "state": gettext_lazy("State"),
    "received_at": gettext_lazy("Received"),
    "answer": gettext_lazy("Answer"),
}


class AskForm(forms.Form):
    """What I ask about my record."""

    kind = forms.ChoiceField(label=gettext_lazy("What do you ask for?"), choices=RightsKind.choices)
    text = forms.CharField(
        label=gettext_lazy("In your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _whose(request: HttpRequest) -> Person:
    """My own record, or that of whomever I act for."""
    return get_object_or_404(Person.objects.live().select_related("account"), pk=request.actor.self_id)  # type: ignore[attr-defined]


@require_safe
@never_cache
def record(request: HttpRequest) -> HttpResponse:
    """What is kept about me, why and until when, who opened it, and what I agreed to."""
    return _page(request, _whose(request), AskForm())


def _page(request: HttpRequest, person: Person, form: AskForm, status: int = 200) -> HttpResponse:
    consents = person.consents.order_by("withdrawn_at", "-given_at", "pk")
    context = {
        "person": person,
        "kept": kept_about(person, localdate(), in_full=False),
        "looks": looks_at(person),
        "consents": consents,
        "requests": person.rights_requests.order_by("-received_at", "pk"),
        "form": form,
    }
    return render(request, "people/record.html", context, status=status)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to correct, erase, stop using or copy."""
    person, form = _whose(request), AskForm(request.POST)
    if form.is_valid():
        actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
        with refusals_on(form):
            ask_right(person=person, **form.cleaned_data, door=Door.ONLINE, actor=actor, now=now)
            messages.success(request, _("We have your request. The answer comes to your inbox."))
            return redirect("people:record")
    return _page(request, person, form, status=422)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a request back."""
    asked = get_object_or_404(RightsRequest, pk=pk, person=_whose(request))
    return _do(request, lambda: withdraw_right(request=asked, actor=request.actor, now=timezone.now()))  # type: ignore[attr-defined]


@require_POST
def consent_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a consent back: one press, as easy as giving it."""
    consent = get_object_or_404(Consent.objects.select_related("person"), pk=pk, person=_whose(request))
    return _do(request, lambda: withdraw_consent(consent=consent, actor=request.actor, now=timezone.now()))  # type: ignore[attr-defined]


def _do(request: HttpRequest, operation) -> HttpResponse:  # type: ignore[no-untyped-def]
    try:
        operation()
        messages.success(request, _("Taken back."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("people:record")


@require_safe
@never_cache
def copy(request: HttpRequest, kind: str) -> HttpResponse:
    """My copy, in full: for a program (JSON) or for a spreadsheet. Only for myself, not for whoever acts for me."""
    actor = request.actor  # type: ignore[attr-defined]
    person = _whose(request)
    if actor.person_id != person.pk and not person.is_child_on(localdate()):
        raise Http404
    note_copy(person=person, kind=kind, actor=actor, now=timezone.now())
    told = copy_of(person, localdate())
    name = f"linli-{localdate().isoformat()}"
    if kind == "json":
        response: HttpResponse = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        response = HttpResponse(_workbook(person, told), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _workbook(person: Person, told: dict[str, list[dict[str, str]]]) -> bytes:
    pages = []
    for key, rows in told.items():
        keys = list(rows[0]) if rows else ["what"]
        more = copy_pages.get(key)
        heads = {**HEADERS, **more.heads} if more else HEADERS
        columns = [Column(str(heads.get(name, name)), 24) for name in keys]
        pages.append(
            Page(str(more.title if more else PAGES[key]), columns, [[row[name] for name in keys] for row in rows])
        )
    file = BytesIO()
    purpose = Purpose(person.name, _("a copy of one's own record"))
    write_workbook(file, title=_("My record"), pages=pages, purpose=purpose)
    return file.getvalue()
