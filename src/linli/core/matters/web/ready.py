"""What the desk keeps ready: texts of endings, checklists, macros; lists of them, and the forms to write them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from linli.base.web.charts import Tab
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import communities_for
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.matters.enums import EndingKind, MacroStep, MatterPermission
from linli.core.matters.models import Checklist, EndingText, Macro, ReadyModel
from linli.core.matters.operations import texts as work
from linli.core.matters.web import work_forms as f

TABS = (
    ("matters:text-list", gettext_lazy("Texts of endings")),
    ("matters:checklist-list", gettext_lazy("Checklists")),
    ("matters:macro-list", gettext_lazy("Macros")),
)
MODELS: dict[str, type[ReadyModel]] = {"text": EndingText, "checklist": Checklist, "macro": Macro}


class ReadyList(ListPage):
    """Something kept ready, for the communities of a worker."""

    permission = MatterPermission.TEXTS
    template_name = "matters/ready_list.html"
    can_export = False
    sort = "category__code"
    name = ""
    label: Any = ""

    def rows(self) -> QuerySet[Any]:
        rows = MODELS[self.name]._default_manager.visible_to(self.actor, MatterPermission.TEXTS)
        return rows.filter(ended_at=None).select_related("category", "community")

    def extra(self) -> dict[str, Any]:
        tabs = [Tab(name, str(label), reverse(name)) for name, label in TABS]
        return {"tabs": tabs, "current": f"matters:{self.name}-list", "new": reverse(f"matters:{self.name}-new")}

    def kind_column(self) -> Column:
        return Column(
            "category", _("For which kind"), lambda row: str(row.category) if row.category else _("All kinds"),
            sort="category__code",
        )  # fmt: skip

    def named(self, words: str, row: ReadyModel) -> SafeString:
        return link(words, reverse(f"matters:{self.name}-edit", args=[row.pk]))


class TextList(ReadyList):
    """Ready texts for the three honest endings."""

    key = "ending-texts"
    name = "text"
    title = gettext_lazy("Texts of endings")
    lead = gettext_lazy("To begin with, never the last word: whoever ends a matter changes them as they like.")

    def columns(self) -> list[Column]:
        return [
            Column("name", pgettext("of a thing", "Name"), lambda row: self.named(str(row), row), sort="name_zh"),
            Column("ending", _("For which ending"), lambda row: row.get_ending_display(), sort="ending"),
            self.kind_column(),
            Column("text", _("Text"), lambda row: row.text_zh[:60]),
        ]

    def filters(self) -> list[Any]:
        return [Choice("ending", _("For which ending"), choices=EndingKind.choices)]


class ChecklistList(ReadyList):
    """What has to be looked at, for each kind."""

    key = "checklists"
    name = "checklist"
    title = gettext_lazy("Checklists")
    lead = gettext_lazy("Copied into each matter that is accepted. A matter can't end while a needed line is open.")

    def columns(self) -> list[Column]:
        return [
            Column("kind", _("For which kind"), lambda row: self.named(str(row.category), row), sort="category__code"),
            Column("count", _("Lines"), lambda row: len(row.lines), is_number=True),
            Column("first", _("First line"), lambda row: row.lines[0].zh),
        ]


class MacroList(ReadyList):
    """One press for several steps."""

    key = "macros"
    name = "macro"
    title = gettext_lazy("Macros")
    lead = gettext_lazy("One press for several steps, each with the rights of whoever presses: all are done, or none.")

    def columns(self) -> list[Column]:
        return [
            Column("name", pgettext("of a thing", "Name"), lambda row: self.named(str(row), row), sort="name_zh"),
            self.kind_column(),
            Column("steps", _("Steps"), lambda row: " → ".join(str(MacroStep(step["do"]).label) for step in row.steps)),
        ]


def _community(request: HttpRequest) -> Area:
    found = list(communities_for(actor_of(request), MatterPermission.TEXTS))
    if not found:
        raise Http404
    return next((one for one in found if one.slug == request.GET.get("community")), found[0])


def _row(request: HttpRequest, name: str, pk: UUID | None) -> Any:
    """The row to change, where the worker sees matters; None for a new one."""
    if pk is None:
        return None
    rows = MODELS[name]._default_manager.visible_to(actor_of(request), MatterPermission.VIEW)
    row = get_object_or_404(rows.filter(ended_at=None).select_related("category", "community"), pk=pk)
    need(request, MatterPermission.TEXTS, row)
    return row


def _context(name: str, row: Any) -> dict[str, Any]:
    end = reverse("matters:ready-end", args=[name, row.pk]) if row else ""
    return {"back": reverse(f"matters:{name}-list"), "end_url": end, "template": "matters/ready_form.html"}


def text(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Write a ready text, or change one."""
    row = _row(request, "text", pk)
    community = row.community if row else _community(request)
    form = f.EndingTextForm(request.POST or None, initial=f.EndingTextForm.of(row) if row else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            words = work.EndingWords(**form.cleaned_data)
            who: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now()}
            work.write_ending_text(words=words, community=community, row=row, **who)
            messages.success(request, _("Kept."))
            return redirect("matters:text-list")
    title = _("Change this text") if row else _("A new text")
    return form_page(request, form, title=title, submit=_("Keep it"), **_context("text", row))


def checklist(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Write a checklist, or change one."""
    row = _row(request, "checklist", pk)
    community = row.community if row else _community(request)
    form = f.ChecklistForm(request.POST or None, initial=f.ChecklistForm.of(row) if row else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            who: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now()}
            work.write_checklist(community=community, row=row, **form.cleaned_data, **who)
            messages.success(request, _("Kept."))
            return redirect("matters:checklist-list")
    title = _("Change this checklist") if row else _("A new checklist")
    return form_page(request, form, title=title, submit=_("Keep it"), **_context("checklist", row))


def macro(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Write a macro, or change one."""
    row = _row(request, "macro", pk)
    community = row.community if row else _community(request)
    form = f.MacroForm(request.POST or None, initial=f.MacroForm.of(row) if row else None)
    steps = f.MacroSteps(request.POST or None, initial=f.steps_of(row), prefix="steps")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        with refusals_on(form):
            said = [one for one in steps.cleaned_data if one.get("do")]
            who: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now()}
            work.write_macro(community=community, row=row, steps=said, **form.cleaned_data, **who)
            messages.success(request, _("Kept."))
            return redirect("matters:macro-list")
    context = {**_context("macro", row), "form": form, "steps": steps, "submit": _("Keep it")}
    context["title"] = _("Change this macro") if row else _("A new macro")
    return render(request, "matters/macro.html", context)


@require_POST
def end(request: HttpRequest, name: str, pk: UUID) -> HttpResponse:
    """Offer it no more."""
    if name not in MODELS:
        raise Http404
    row = _row(request, name, pk)
    with refusals_said(request):
        work.end_ready(row=row, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("It is not offered any more."))
    return redirect(f"matters:{name}-list")


@require_POST
def usual(request: HttpRequest) -> HttpResponse:
    """Bring the usual texts, checklists and macros."""
    community = _community(request)
    with refusals_said(request):
        made = work.bring_usual(community=community, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("%(n)s brought.") % {"n": made})
    return redirect("matters:text-list")
