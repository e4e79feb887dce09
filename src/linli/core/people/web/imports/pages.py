"""Bring a roster in: upload, say which column is what, try, take in, read the report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.errors import Refused
from linli.base.jobs.models import Job
from linli.base.permissions import Actor
from linli.base.sheets.enums import ImportState
from linli.base.sheets.models import Import
from linli.base.sheets.operations import choose_columns, receive_file
from linli.base.sheets.operations.imports import Target
from linli.base.sheets.rosters import ROSTERS
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.core.areas.models import Area
from linli.core.people.enums import PeoplePermission
from linli.core.people.operations.rosters.preview import HeaderPreview, preview_of
from linli.core.people.queries.imports import communities_to_fill, imports_for, rosters_for
from linli.core.people.web.imports.report import changes_of, figures_of, kinds_of, left_out_of
from linli.core.people.web.imports.starting import start_check, start_run

TONES = {
    ImportState.UPLOADED: "wait",
    ImportState.CHECKED: "wait",
    ImportState.QUEUED: "info",
    ImportState.RUNNING: "info",
    ImportState.DONE: "ok",
    ImportState.REFUSED: "late",
}


def state_of(imported: Import) -> str:
    """The state of an import as a badge."""
    return state_badge(TONES[ImportState(imported.state)], imported.get_state_display())


def roster_label(code: str) -> str:
    """What a roster is called."""
    return str(ROSTERS[code].label) if code in ROSTERS else code


def _file(imported: Import) -> str:
    return link(imported.name, reverse("people:import", args=[imported.pk]))


def _count(imported: Import, key: str) -> Any:
    return (imported.counts.get("counts") or {}).get(key, "")


class ImportList(ListPage):
    """Every roster that was brought in, the newest first."""

    key = "imports"
    title = gettext_lazy("Rosters brought in")
    lead = gettext_lazy("Each file that came in, and what became of it. A file is thrown away once it was taken in.")
    permission = PeoplePermission.IMPORT
    template_name = "people/imports/list.html"
    sort = "-created_at"
    can_export = False
    empty = Empty(
        gettext_lazy("No roster has come in yet"),
        gettext_lazy("Bring in the residents' list as you keep it. Nothing is written before you have seen a dry run."),
        "people:import-new",
        gettext_lazy("Bring a roster in"),
        "table-import",
    )
    filters = [
        Choice(
            "kind", gettext_lazy("Roster"), choices=lambda page: [(r.code, r.label) for r in rosters_for(page.actor)]
        ),
        Choice("state", gettext_lazy("State"), choices=ImportState.choices),
    ]
    columns = [
        Column("name", gettext_lazy("File"), _file, sort="name"),
        Column("kind", gettext_lazy("Roster"), lambda row: roster_label(row.kind), sort="kind"),
        Column("state", gettext_lazy("State"), state_of, sort="state"),
        Column("people", gettext_lazy("People"), lambda row: _count(row, "people"), is_number=True),
        Column("findings", gettext_lazy("Doubtful cells"), lambda row: _count(row, "findings"), is_number=True),
        Column("at", gettext_lazy("When"), lambda row: row.created_at, sort="created_at"),
    ]

    def rows(self) -> QuerySet[Import]:
        """Imports of the rosters that the actor may bring in."""
        return imports_for(self.actor)


class UploadForm(forms.Form):
    """Which roster, for which community, which file."""

    kind = forms.ChoiceField(label=gettext_lazy("What does the file hold?"), widget=forms.RadioSelect)
    community = forms.ModelChoiceField(Area.objects.none(), label=gettext_lazy("For which community?"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "As you keep it: .xlsx, .xls, .ods or .csv; .geojson for outlines."
            " Titles, totals and merged cells may stay."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rosters = rosters_for(actor)
        kind, community = self.fields["kind"], self.fields["community"]
        kind.choices = [(roster.code, f"{roster.label} – {roster.about}") for roster in rosters]  # type: ignore[attr-defined]  # a ChoiceField
        kind.initial = rosters[0].code if rosters else None
        found = Area.objects.none()
        for permission in sorted({roster.permission for roster in rosters}):
            found = found | communities_to_fill(actor, permission)
        community.queryset = found  # type: ignore[attr-defined]  # a ModelChoiceField
        places = list(found[:2])
        if len(places) == 1:
            community.initial, community.widget = places[0], forms.HiddenInput()


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Receive a file."""
    actor = actor_of(request)
    if not rosters_for(actor):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        community, file = form.cleaned_data["community"], form.cleaned_data["file"]
        with refusals_on(form):
            imported = receive_file(
                roster=ROSTERS[form.cleaned_data["kind"]],
                name=file.name,
                chunks=file.chunks(),
                target=Target(community.pk, community.path),
                actor=actor,
                now=timezone.now(),
            )
            return redirect("people:import-columns" if ROSTERS[imported.kind].fields else "people:import", imported.pk)
    return render(request, "people/imports/new.html", {"form": form})


@require_safe
def import_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One import: where it stands, what it did, what it left to settle."""
    imported = get_object_or_404(imports_for(actor_of(request)), pk=pk)
    job = Job.objects.filter(pk=imported.job_id).select_related("result").first() if imported.job_id else None
    settles = bool(actor_of(request).scopes(PeoplePermission.SETTLE))
    is_busy = bool(job and job.is_open)
    context = {
        "imported": imported,
        "job": job,
        "badge": state_of(imported),
        "roster": roster_label(imported.kind),
        "has_columns": bool(ROSTERS[imported.kind].fields),
        "is_busy": is_busy,
        "is_idle": imported.state != ImportState.DONE and bool(imported.path) and not is_busy,
        "figures": figures_of(imported),
        "kinds": kinds_of(imported, may_settle=settles),
        "changes": changes_of(imported),
        "left_out": left_out_of(imported),
        "report": imported.counts,
    }
    return render(request, "people/imports/import.html", context)


@require_safe
def import_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the work is; asks for the whole page again when it has ended."""
    imported = get_object_or_404(imports_for(actor_of(request)), pk=pk)
    job = Job.objects.filter(pk=imported.job_id).first() if imported.job_id else None
    response = render(request, "people/imports/_progress.html", {"imported": imported, "job": job})
    if job is None or not job.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which column is what: the guess, a few cells of each, and a better word if there is one."""
    actor = actor_of(request)
    imported = get_object_or_404(imports_for(actor), pk=pk)
    if not imported.path or not ROSTERS[imported.kind].fields:
        return redirect("people:import", pk)
    refusal = ""
    headers: list[HeaderPreview] = []
    try:
        headers = preview_of(imported)
        if request.method == "POST":
            return _choose(request, imported, headers, actor)
    except Refused as refused:
        refusal = str(refused)
    context = {"imported": imported, "headers": headers, "refusal": refusal, "fields": _fields(imported)}
    return render(request, "people/imports/columns.html", context, status=200)


def _fields(imported: Import) -> list[tuple[str, str]]:
    """The fields that a column may be; those left out on purpose say so."""
    found = []
    for item in ROSTERS[imported.kind].fields:
        label = f"{item.label} *" if item.required else str(item.label)
        left_out = _("%(column)s (left out on purpose)") % {"column": label}
        found.append((item.key, left_out if item.left_out else label))
    return found


def _choose(request: HttpRequest, imported: Import, headers: list[HeaderPreview], actor: Actor) -> HttpResponse:
    """Keep what was chosen, and try the file with it."""
    shown = headers[0]
    known = {key for key, _label in _fields(imported)}
    asked = {column.key: request.POST.get(f"column-{at}", "") for at, column in enumerate(shown.columns)}
    taken = [key for key in asked.values() if key in known]
    if len(set(taken)) < len(taken):
        raise Refused("field-twice", _("Two columns were said to be the same. Please choose one of them."))
    required = [item for item in ROSTERS[imported.kind].fields if item.required]
    missing = [str(item.label) for item in required if item.key not in taken]
    if missing:
        raise Refused("field-missing", _("Please say which column is: %(names)s.") % {"names": ", ".join(missing)})
    guessed = {column.field: column.key for column in shown.columns if column.field}
    choices = {key: header for header, key in asked.items() if key in known and guessed.get(key) != header}
    choices |= dict.fromkeys(set(guessed) - set(taken), "")
    choices = {**imported.choices, **choices} if choices else dict(imported.choices)
    with transaction.atomic():
        now = timezone.now()
        if choices:
            prints = [header.fingerprint for header in headers]
            choose_columns(imported=imported, choices=choices, fingerprints=prints, actor=actor, now=now)
        start_check(imported, actor, now)
    return redirect("people:import", imported.pk)


@require_POST
def import_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try the file: nothing is written."""
    actor = actor_of(request)
    imported = get_object_or_404(imports_for(actor), pk=pk)
    try:
        with transaction.atomic():
            start_check(imported, actor, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("people:import", pk)


@require_POST
def import_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the file in."""
    actor = actor_of(request)
    imported = get_object_or_404(imports_for(actor), pk=pk)
    try:
        with transaction.atomic():
            start_run(imported, actor, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("people:import", pk)
