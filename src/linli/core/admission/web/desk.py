"""Everybody on the way into a branch, by stage; and one of them with the 25 steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.base.permissions import Actor, may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.admission.enums import AdmissionPermission, AdmissionState, EntryKind, Stage
from linli.core.admission.models import Admission, Entry
from linli.core.admission.models.admissions import OVER
from linli.core.admission.operations import stepping as work
from linli.core.admission.queries import steps as rules
from linli.core.admission.queries.admissions import admissions_for, days_of, person_named, story_of
from linli.core.admission.web import forms as f
from linli.core.areas.web.doors import form_page, need
from linli.core.membership.operations.looks import note_look as note_opened
from linli.core.membership.queries.members import branches_for

WRITE = AdmissionPermission.WRITE


@dataclass(frozen=True)
class Line:
    """One of the 25 steps on the page of a person."""

    step: rules.Step
    on: date | None
    is_next: bool
    rule: str


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Everybody on the way, stage by stage."""
    actor = actor_of(request)
    if not actor.scopes(AdmissionPermission.VIEW):
        raise Http404
    rows = list(admissions_for(actor).live().order_by("due_on", "applied_on", "pk"))
    today, stages = localdate(), []
    for stage in Stage:
        people = [_card(row, today) for row in rows if rules.stage_of(row.state) == stage]
        stages.append({"name": stage.label, "people": people})
    context = {"stages": stages, "may_write": bool(actor.scopes(WRITE)), "has_any": bool(rows)}
    return render(request, "admission/board.html", context)


def _card(row: Admission, today: date) -> dict[str, Any]:
    following = rules.step_after(row.state)
    waits = bool(row.earliest_on and row.earliest_on > today)
    return {
        "row": row, "next": following.name if following else "", "waits": waits,
        "look": bool(row.look_on and row.look_on <= today),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def admission_new(request: HttpRequest) -> HttpResponse:
    """Somebody hands in their application."""
    actor = actor_of(request)
    orgs = branches_for(actor, WRITE)
    if not orgs:
        raise Http404
    form = f.ApplyForm(request.POST or None, orgs=orgs, step=rules.steps()[AdmissionState.APPLY])
    if form.is_valid():
        org = form.cleaned_data["org"]
        person = person_named(org.community_id, form.cleaned_data["name"], form.cleaned_data["phone"])
        if person is None:
            form.add_error("name", _("Nobody of this name and phone is in the register. The desk can write them in."))
        else:
            with refusals_on(form):
                told = {"person": person, "org": org, "told": form.told(), "actor": actor, "now": timezone.now()}
                found = work.open_admission(**told)
                messages.success(request, _("Saved."))
                return redirect("admission:admission", found.pk)
    title, back = _("An application for membership"), reverse("admission:board")
    lead = _("Handed in on paper by the applicant. Here stand the day and the shelf mark alone.")
    return form_page(request, form, title=title, submit=_("Write it down"), back=back, lead=lead)


def visible_admission(request: HttpRequest, pk: UUID) -> Admission:
    """Somebody on the way into a branch that one may see, or 404."""
    return get_object_or_404(admissions_for(actor_of(request)), pk=pk)


def lines_of(admission: Admission, days: dict[str, date]) -> list[dict[str, Any]]:
    """The five stages with their steps."""
    following = rules.step_after(admission.state) if admission.state not in OVER else None
    done = rules.steps()[admission.state].no if admission.state in rules.steps() else 0
    stages: list[dict[str, Any]] = []
    for stage in Stage:
        own = [step for step in rules.steps().values() if step.stage == stage]
        lines = [
            Line(
                step, days.get(step.code), step == following,
                step.rule(special=admission.is_special, extended=admission.extended_months),
            )
            for step in own
        ]  # fmt: skip
        has_next = any(line.is_next for line in lines)
        stages.append({"name": stage.label, "lines": lines, "is_open": has_next, "is_done": own[-1].no <= done})
    return stages


@require_safe
def admission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person: what was done, what comes next, from when and by when."""
    found, actor = visible_admission(request, pk), actor_of(request)
    note_opened(person=found.person, actor=actor, now=timezone.now())
    following = rules.step_after(found.state) if found.state not in OVER else None
    helpers = found.companions.select_related("member__person").order_by("is_sponsor", "member__person__pinyin")
    context = {
        "admission": found, "stages": lines_of(found, days_of(found)), "next": following,
        "rule": following.rule(special=found.is_special, extended=found.extended_months) if following else "",
        "may_next": following is not None and may(actor, following.permission, found),
        "story": [_event(entry) for entry in story_of(found)[:40]], "helpers": helpers,
        "buttons": _buttons(found, actor),
    }  # fmt: skip
    return render(request, "admission/admission.html", context)


def _buttons(found: Admission, actor: Actor) -> list[tuple[str, str]]:
    if found.state in OVER or not may(actor, WRITE, found):
        return []
    shown = [("end", _("It ends before"))]
    if found.state not in work.MEMBER_MADE and rules.step_before(found.state):
        shown.insert(0, ("back", _("The last step was a mistake")))
    if found.state == AdmissionState.APPLY_FULL and not found.extended_months:
        shown.insert(0, ("extend", _("Extend the probation")))
    if found.look_on:
        shown.insert(0, ("look", _("Half-yearly look")))
    return [(label, reverse("admission:admission-note", args=[found.pk, name])) for name, label in shown]


def _event(entry: Entry) -> dict[str, Any]:
    kind = "" if entry.kind == EntryKind.STEP else f"{entry.get_kind_display()}: "
    figures = entry.figures
    told = []
    if "entitled" in figures:
        told.append(_("%(in_favour)s of %(entitled)s in favour") % figures)
    if "hours" in figures:
        told.append(_("%(days)s days, %(hours)s hours") % figures)
    if entry.shelf:
        told.append(_("lies at %(shelf)s") % {"shelf": entry.shelf})
    undone = getattr(entry, "undone_by", None) is not None
    title = f"{kind}{entry.get_code_display()}"
    note = _("taken back") if undone else ""
    return {"title": title, "moment": entry.on, "text": " · ".join(told), "note": note, "is_quiet": undone}


def _asked(
    request: HttpRequest, found: Admission, form: forms.Form, words: tuple[str, str], do: Callable[[], Any],
    lead: str = "",
) -> HttpResponse:  # fmt: skip
    back = reverse("admission:admission", args=[found.pk])
    if form.is_valid():
        with refusals_on(form):
            do()
            messages.success(request, _("Saved."))
            return redirect(back)
    return form_page(request, form, title=words[0], submit=words[1], back=back, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def admission_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """The next step is done."""
    found, asked = visible_admission(request, pk), rules.steps().get(step.replace("-", "_"))
    if asked is None:
        raise Http404
    need(request, asked.permission, found)
    form = f.StepForm(request.POST or None, step=asked, org=found.org)
    told = {"actor": actor_of(request), "now": timezone.now()}

    def do() -> None:
        work.take_step(admission=found, code=asked.code, told=form.told(), **told)  # type: ignore[arg-type]  # two keywords

    rule = asked.rule(special=found.is_special, extended=found.extended_months)
    return _asked(request, found, form, (f"{found.person.name}: {asked.name}", _("It is done")), do, rule)


@require_http_methods(["GET", "HEAD", "POST"])
def admission_note(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """What happens between the steps: a look, more time, a mistake, an early end."""
    found = visible_admission(request, pk)
    need(request, WRITE, found)
    kinds: dict[str, tuple[forms.Form, str, Callable[[Any, dict[str, Any]], Any]]] = {
        "look": (f.with_today(f.LookForm(request.POST or None)), _("Half-yearly look"), _look),
        "extend": (f.with_today(f.ExtendForm(request.POST or None)), _("Extend the probation"), _extend),
        "back": (f.ReasonForm(request.POST or None), _("The last step was a mistake"), _back),
        "end": (f.with_today(f.EndForm(request.POST or None)), _("It ends before"), _end),
    }
    if step not in kinds:
        raise Http404
    form, title, do = kinds[step]
    acting = {"admission": found, "actor": actor_of(request), "now": timezone.now()}
    words = (f"{found.person.name}: {title}", _("Write down"))
    return _asked(request, found, form, words, lambda: do(form.cleaned_data, acting))


def _look(said: dict[str, Any], acting: dict[str, Any]) -> None:
    work.note_look(told=work.Told(**said), **acting)


def _extend(said: dict[str, Any], acting: dict[str, Any]) -> None:
    months = said.pop("months")
    work.extend_probation(months=months, told=work.Told(**said), **acting)


def _back(said: dict[str, Any], acting: dict[str, Any]) -> None:
    work.take_back(reason=said["reason"], **acting)


def _end(said: dict[str, Any], acting: dict[str, Any]) -> None:
    work.end_admission(because=said["because"], on=said["on"], **acting)
