"""Merging two matters at the desk, and undoing it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.permissions import Actor, may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, need
from linli.core.matters.enums import MatterPermission, MatterState
from linli.core.matters.models import Matter, Merge
from linli.core.matters.operations.merging import merge_matter, undo_merge, undo_until
from linli.core.matters.queries import lists, moves
from linli.core.matters.queries.nearby import Where, open_nearby
from linli.core.matters.web.desk import seen_or_404
from linli.core.matters.web.parts import Panel, matter_help, matter_panels, matter_sections


class MergeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code of the matter that goes on"), max_length=20,
        help_text=gettext_lazy("Its slip, story and people stay; whoever asked here follows it with their old slip."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Why it is the same"), max_length=400)


class UndoForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why they are two"), max_length=400)


def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Say which matter this one belongs to."""
    gone = seen_or_404(request, code)
    need(request, MatterPermission.MERGE, gone)
    form = MergeForm(request.POST or None, initial={"code": request.GET.get("into", "")})
    if request.method == "POST" and form.is_valid():
        kept = lists.matter_of_code(form.cleaned_data["code"])
        if kept is None or not may(actor_of(request), MatterPermission.VIEW, kept):
            form.add_error("code", _("There is no matter with this code at your places."))
        else:
            with refusals_on(form):
                given = {"reason": form.cleaned_data["reason"], "actor": actor_of(request), "now": timezone.now()}
                merge_matter(gone=gone, kept=kept, **given)
                messages.success(request, _("Merged. Everybody's slip opens the story of this matter."))
                return redirect("matters:desk-detail", kept.code)
    title, back = _("Merge with another matter"), reverse("matters:desk-detail", args=[gone.code])
    return form_page(request, form, title=title, submit=_("Merge"), back=back, lead=gone.title)


def undo(request: HttpRequest, code: str) -> HttpResponse:
    """They were two after all."""
    gone = seen_or_404(request, code)
    need(request, MatterPermission.MERGE, gone)
    found = Merge.objects.filter(gone=gone, undone_at=None).select_related("gone", "kept").first()
    if found is None:
        raise Http404
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            undo_merge(merge=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("It goes on by itself again, as it stood."))
            return redirect("matters:desk-detail", gone.code)
    title, back = _("Undo the merging"), reverse("matters:desk-detail", args=[gone.code])
    return form_page(request, form, title=title, submit=title, back=back, lead=gone.title)


@matter_sections.register(order=5)
def merged_into(actor: Actor, matter: Matter) -> Panel | None:
    """Where a merged matter goes on, and until when that can be undone."""
    if matter.state != MatterState.MERGED:
        return None
    found = Merge.objects.filter(gone=matter, undone_at=None).select_related("kept").first()
    if found is None:
        return None
    until = undo_until(found)
    can_undo = may(actor, MatterPermission.MERGE, matter) and timezone.now() <= until
    return Panel("matters/_merged_into.html", {"merge": found, "gone": matter, "until": until, "can_undo": can_undo})


@matter_help.register(order=15)
def the_same(actor: Actor, matter: Matter) -> Panel | None:
    """Open matters nearby that may be the same, to be merged with one press."""
    if matter.state not in moves.MERGE.sources or not may(actor, MatterPermission.MERGE, matter):
        return None
    where = Where(
        community_id=matter.community_id, category=matter.category, grid=matter.grid, address=matter.address,
        lat=matter.lat, lng=matter.lng,
    )  # fmt: skip
    rows = [one for one in open_nearby(where) if one.key != matter.pk and may(actor, MatterPermission.VIEW, one.matter)]
    return Panel("matters/_the_same.html", {"rows": rows, "gone": matter}) if rows else None


@matter_panels.register(order=60)
def one_or_two(actor: Actor, matter: Matter) -> Panel | None:
    """The way to merging and to splitting, for whoever may."""
    if matter.state not in moves.SPLIT.sources or not may(actor, MatterPermission.MERGE, matter):
        return None
    return Panel("matters/_one_or_two.html", {"matter": matter, "can_merge": matter.state in moves.MERGE.sources})
