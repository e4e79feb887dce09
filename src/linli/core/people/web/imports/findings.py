"""Doubtful cells: listed, and settled one by one or many at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.errors import Refused
from linli.base.sheets.enums import FindingState, Settlement
from linli.base.sheets.models import Finding
from linli.base.sheets.operations import dismiss_findings, settle_findings
from linli.base.sheets.report_words import kind_label
from linli.base.sheets.rosters import KINDS, ROSTERS
from linli.base.text import masked_id, masked_name, masked_phone
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, Text, link
from linli.base.web.templatetags.linli import state_badge
from linli.core.areas.queries.tree import address_of
from linli.core.people.enums import PeoplePermission, Sex
from linli.core.people.models import Person
from linli.core.people.operations.rosters.settling import settle_with_value
from linli.core.people.queries.imports import findings_for

TONES = {
    FindingState.OPEN: "wait",
    FindingState.NOTED: "info",
    FindingState.SETTLED: "ok",
    FindingState.DISMISSED: "off",
}
MOST_AT_ONCE = 500


def read_masked(finding: Finding) -> str:
    """What was read, as a page may show it."""
    if not finding.read or not finding.about.sensitive:
        return finding.read
    return masked_phone(finding.read) if finding.about.asks == "phone" else masked_id(finding.read)


def finding_state(finding: Finding) -> SafeString:
    """The state of a doubtful cell as a badge."""
    return state_badge(TONES[FindingState(finding.state)], finding.get_state_display())


def _tick(finding: Finding) -> SafeString:
    label = _("Choose row %(row)s of %(sheet)s") % {"row": finding.row, "sheet": finding.sheet}
    box = '<input class="form-check-input" type="checkbox" form="bulk" name="finding" value="{}" aria-label="{}">'
    return format_html(box, finding.pk, label)


def _where(finding: Finding) -> SafeString:
    words = _("%(sheet)s, row %(row)s") % {"sheet": finding.sheet, "row": finding.row}
    return link(words, reverse("people:finding", args=[finding.pk]))


def _kinds(_page: ListPage) -> list[tuple[str, str]]:
    return [(code, str(kind.label)) for code, kind in KINDS.items()]


class FindingList(ListPage):
    """What the files left to settle."""

    key = "findings"
    title = gettext_lazy("To settle")
    lead = gettext_lazy(
        "Cells that the file leaves in doubt: where they stand, what was done, and why. Nobody was lost."
    )
    permission = PeoplePermission.SETTLE
    template_name = "people/imports/findings.html"
    sort = "position"
    export_permission = PeoplePermission.EXPORT
    empty = Empty(
        gettext_lazy("Nothing to settle"),
        gettext_lazy("Doubtful cells of the rosters that come in stand here."),
        icon="checklist",
    )
    filters = [
        Choice("kind", gettext_lazy("Kind"), choices=_kinds),
        Choice("state", gettext_lazy("State"), choices=FindingState.choices),
        Choice("roster", gettext_lazy("Roster"), choices=lambda _page: [(r.code, r.label) for r in ROSTERS.values()]),
        Text("sheet", gettext_lazy("Sheet"), field="sheet"),
    ]
    columns = [
        Column("tick", gettext_lazy("Choose"), _tick, export=False),
        Column("where", gettext_lazy("Where"), _where, sort="position", export=lambda row: f"{row.sheet}!{row.row}"),
        Column(
            "person",
            gettext_lazy("Person"),
            lambda row: row.person_name,
            export=lambda row: masked_name(row.person_name),
        ),
        Column("kind", gettext_lazy("What is doubtful"), lambda row: kind_label(row.kind), sort="kind"),
        Column("column", gettext_lazy("Column"), lambda row: row.column, shown=False),
        Column("read", gettext_lazy("What was read"), read_masked),
        Column("done", gettext_lazy("What was done"), lambda row: row.done),
        Column("why", gettext_lazy("Why"), lambda row: row.why),
        Column("state", gettext_lazy("State"), finding_state, sort="state", export=lambda row: row.get_state_display()),
    ]

    def rows(self) -> QuerySet[Finding]:
        """The doubtful cells that the actor may settle, with the name of whom they are about."""
        name = Person.objects.filter(pk=OuterRef("subject_id")).values("name")[:1]
        return findings_for(self.actor).annotate(person_name=Subquery(name))

    def extra(self) -> dict[str, Any]:
        """The query of the list, so that all of it can be settled at once."""
        return {"query": self.address().partition("?")[2], "most": MOST_AT_ONCE}


class ValueForm(forms.Form):
    """The right value of a doubtful cell."""

    value = forms.CharField(label="", max_length=80)

    def __init__(self, *args: Any, asks: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "number": _("Identity number, as it stands on the card"),
            "phone": _("Phone"),
            "birth": _("Birthday, for example 1958-03-04"),
            "sex": _("Sex"),
            "name": _("Name"),
        }
        self.fields["value"].label = labels.get(asks, _("The right value"))
        if asks == "sex":
            choices = [(Sex.FEMALE.value, Sex.FEMALE.label), (Sex.MALE.value, Sex.MALE.label)]
            self.fields["value"] = forms.ChoiceField(label=labels["sex"], choices=choices, widget=forms.RadioSelect)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One doubtful cell: whom it is about, what was done and why, and the ways to settle it."""
    actor = actor_of(request)
    finding = get_object_or_404(findings_for(actor).select_related("source"), pk=pk)
    person = Person.objects.filter(pk=finding.subject_id).first() if finding.subject_id else None
    form = ValueForm(request.POST or None, asks=finding.about.asks) if finding.about.asks and person else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            settle_with_value(finding=finding, value=form.cleaned_data["value"], actor=actor, now=timezone.now())
        except Refused as refusal:
            form.add_error("value", str(refusal))
        else:
            messages.success(request, _("Put right."))
            return redirect("people:finding-list")
    context = {
        "finding": finding,
        "badge": finding_state(finding),
        "read": read_masked(finding),
        "person": person,
        "person_url": _person_url(person),
        "address": address_of(person.place) if person else "",
        "form": form,
        "is_open": finding.state in (FindingState.OPEN, FindingState.NOTED),
    }
    return render(request, "people/imports/finding.html", context)


def _person_url(person: Person | None) -> str:
    try:
        return reverse("people:person", args=[person.pk]) if person else ""
    except NoReverseMatch:
        return ""


@require_POST
def findings_settle(request: HttpRequest) -> HttpResponse:
    """Settle the rows that were ticked, or all that the list shows."""
    actor, now = actor_of(request), timezone.now()
    if not actor.scopes(PeoplePermission.SETTLE):
        raise Http404
    findings = _chosen(request)
    note = request.POST.get("note", "").replace("\x00", "")
    try:
        if request.POST.get("how") == "dismiss":
            count = dismiss_findings(findings=findings, note=note, actor=actor, now=now)
        else:
            how = Settlement.CONFIRMED
            count = settle_findings(findings=findings, settlement=how, note=note, actor=actor, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Settled: %(count)s.") % {"count": count})
    query = request.POST.get("query", "")
    return redirect(f"{reverse('people:finding-list')}?{query}" if query else reverse("people:finding-list"))


def _chosen(request: HttpRequest) -> list[Finding]:
    if request.POST.get("all") == "1":
        page = FindingList()
        page.setup(request)
        page.query = QueryDict(request.POST.get("query", ""))
        return list(page.narrowed()[:MOST_AT_ONCE])
    try:
        keys = [UUID(key) for key in request.POST.getlist("finding")]
    except ValueError:
        raise Http404 from None
    return list(findings_for(actor_of(request)).filter(pk__in=keys[:MOST_AT_ONCE]))
