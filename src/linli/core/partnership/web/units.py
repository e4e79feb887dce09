"""The page of a unit: what waits for it, what it promised and is owed, what it would like, gives and leads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import refusals_said
from linli.core.organisation.enums import BodyKind
from linli.core.partnership.enums import LIVE_AGREEMENTS, PENDING, GiverKind, ListState, ProjectState, Side
from linli.core.partnership.models import Need, Part, Partner, Project, Promise, Resource, Review
from linli.core.partnership.operations.gather import gather_need, offer_resource
from linli.core.partnership.operations.projects import accept_part
from linli.core.partnership.operations.settle import withdraw_listed
from linli.core.partnership.queries import agreements as read
from linli.core.partnership.queries.lists import with_row
from linli.core.partnership.queries.matching import fits_for, giver_words
from linli.core.partnership.web.agreement_words import agreement_state
from linli.core.partnership.web.agreements import promise_row
from linli.core.partnership.web.say import GIFT, MORE, WISH, Kind
from linli.core.partnership.web.seats import UNIT
from linli.core.partnership.web.words import state_of

MOST = 30
NEXT = 3  # promises of each side that stand on the page itself
FITTING = 3
GIVERS = {BodyKind.UNIT: GiverKind.UNIT, BodyKind.SOCIAL_ORG: GiverKind.GROUP}
LEADS = {
    "need": gettext_lazy("What would help your unit, or the people you are there for. The desk looks at it first."),
    "resource": gettext_lazy("A room, people with a skill, things. You say yes before anything of it is used."),
}


def my_unit(request: HttpRequest, pk: UUID) -> Partner:
    """A unit for which the reader speaks; to all others there is none."""
    return get_object_or_404(read.partners_for(actor_of(request)), pk=pk)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units for which I speak; whoever speaks for one stands before its page at once."""
    found = list(read.partners_for(actor_of(request)).order_by("body__name"))
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("partnership:unit", found[0].pk)
    return render(request, "partnership/units.html", {"units": found})


@require_safe
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that concerns one unit, what waits first."""
    partner, actor, today = my_unit(request, pk), actor_of(request), localdate()
    agreements = list(read.counted(partner.agreements.order_by("-made_at"), today)[:MOST])
    promises = [promise_row(one, UNIT, actor) for one in _open_promises(partner)]
    parts = _parts(partner)
    context = {
        "unit": partner,
        "agreements": [(one, agreement_state(one), UNIT.url("", one.code)) for one in agreements],
        "waiting": [*_waiting(agreements, promises, _reviews(partner)), *_asked(parts)],
        "sides": [_of_side(promises, side) for side in (Side.UNIT, Side.COMMUNITY)],
        "needs": [_listed(one, "need", partner) for one in with_row(Need.objects.filter(partner=partner))
                  .order_by("-written_at")[:MOST]],
        "gifts": [_listed(one, "resource", partner) for one in with_row(Resource.objects.filter(partner=partner))
                  .order_by("-written_at")[:MOST]],
        "fits": [_fit(one, partner) for one in fits_for(partner, today, FITTING)],
        "projects": _projects(parts, partner),
    }  # fmt: skip
    return render(request, "partnership/unit.html", context)


def _open_promises(partner: Partner) -> list[Promise]:
    """What is open or asked in agreements under way, by day."""
    live = Promise.objects.filter(agreement__partner=partner, agreement__state__in=sorted(LIVE_AGREEMENTS))
    rows = live.filter(state__in=sorted({*PENDING, "proposed"})).select_related("agreement", "replaces")
    return list(rows.order_by("due_on", "pk")[: 2 * MOST])


def _of_side(rows: list[dict[str, Any]], side: Side) -> dict[str, Any]:
    """The next few of one side; the others stand with their agreement."""
    own = [row for row in rows if row["promise"].side == side and row["promise"].state in PENDING]
    agreement = own[0]["promise"].agreement if own else None
    url = f"{UNIT.url('', agreement.code)}#side-{side}" if agreement else ""
    return {"side": side, "rows": own[:NEXT], "url": url, "rest": len(own) - NEXT}


def _reviews(partner: Partner) -> list[Review]:
    rows = Review.objects.filter(agreement__partner=partner).select_related("agreement").order_by("-until_on")
    return list(rows[:MOST])


def _waiting(agreements: list[Any], promises: list[dict[str, Any]], reviews: list[Review]) -> list[dict[str, str]]:
    """What this unit is asked for now, each with the way to it."""
    found = [
        {"title": _("Read and sign the agreement"), "url": UNIT.url("", one.code), "note": one.code}
        for one in agreements
        if one.state == "negotiated" and not one.unit_signed_at
    ]
    note = _("The community asks: is it so?")
    found += [{"title": row["promise"].text, "url": row["url"], "note": note} for row in promises if row["is_asked"]]
    for review in reviews:
        if review.closed_at is None and review.unit_said_at is None:
            url = UNIT.url("-review", review.agreement.code, review.pk)
            found.append({"title": _("Look through the half-year"), "url": url, "note": ""})
    return found


def _parts(partner: Partner) -> list[Part]:
    """The sides of this unit in projects, and what it leads."""
    own = Part.objects.filter(need__partner=partner) | Part.objects.filter(resource__partner=partner)
    return list(own.select_related("project", "need", "resource").order_by("-project__made_at")[:MOST])


def _asked(parts: list[Part]) -> list[dict[str, str]]:
    return [
        {"title": one.project.title, "note": _("May we bring this together?"),
         "url": reverse("partnership:unit-project", args=[one.project.code])}
        for one in parts
        if one.accepted_at is None and one.project.state == ProjectState.PROPOSED
    ]  # fmt: skip


def _projects(parts: list[Part], partner: Partner) -> list[dict[str, Any]]:
    projects = {one.project_id: one.project for one in parts}
    return [
        {"project": one, "state": state_of(one), "leads": one.partner_id == partner.pk,
         "url": reverse("partnership:unit-project", args=[one.code])}
        for one in projects.values()
    ]  # fmt: skip


def _listed(thing: Need | Resource, what: str, partner: Partner) -> dict[str, Any]:
    public = reverse(f"partnership:{'wish' if what == 'need' else 'gift'}", args=[thing.pk])
    is_ours = thing.state in {ListState.RECEIVED, ListState.OPEN}
    back = reverse("partnership:unit-withdraw", args=[partner.pk, what, thing.pk]) if is_ours else ""
    return {"thing": thing, "state": state_of(thing), "url": public if thing.is_public else "", "back": back}


def _fit(one: Any, partner: Partner) -> dict[str, Any]:
    """A pair that may fit: what is ours, what is another's, why, and the way to propose it."""
    ours, theirs = (one.need, one.resource) if one.need.partner_id == partner.pk else (one.resource, one.need)
    query = f"?need={one.need.code}&resource={one.resource.code}"
    return {
        "ours": ours, "theirs": theirs, "reasons": one.reasons,
        "giver": giver_words(one.resource) if theirs is one.resource else "",
        "url": reverse("partnership:unit-propose", args=[partner.pk]) + query,
    }  # fmt: skip


def say(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    """The unit says what it would like, or what it can give."""
    partner = my_unit(request, pk)
    kind: Kind = WISH if what == "need" else GIFT
    form = kind.form(request.POST or None, community=partner.community, signed_in=True)
    for name in ("is_anonymous", "giver_kind", "giver_name"):
        form.fields.pop(name, None)
    if form.is_valid():
        with refusals_on(form):
            _write(form.cleaned_data, kind, partner, request)
            messages.success(request, _("We have it. The desk looks at it, then it stands on the list."))
            return redirect("partnership:unit", partner.pk)
    context = {"form": form, "kind": kind, "lead": LEADS[what], "more": MORE, "unit": partner}
    return render(request, "partnership/unit_say.html", context, status=422 if form.is_bound else None)


def _write(said: dict[str, Any], kind: Kind, partner: Partner, request: HttpRequest) -> None:
    given: dict[str, Any] = {"community": partner.community, "partner": partner, **said}
    told: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now()}
    if kind is WISH:
        gather_need(wish=kind.words(**given), **told)
        return
    giver = GIVERS.get(BodyKind(partner.body.kind), GiverKind.SHOP)
    offer_resource(gift=kind.words(giver_kind=giver, **given), **told)


@require_POST
def withdraw(request: HttpRequest, pk: UUID, what: str, thing: UUID) -> HttpResponse:
    """The unit takes back what it said."""
    partner = my_unit(request, pk)
    model: Any = Need if what == "need" else Resource
    found = get_object_or_404(model.objects.select_related("partner"), pk=thing, partner=partner)
    with refusals_said(request):
        withdraw_listed(thing=found, words="", actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Taken back."))
    return redirect("partnership:unit", partner.pk)


def project_of_mine(request: HttpRequest, code: str) -> tuple[Project, Partner]:
    """A project in which a unit of the reader has a side, or that it leads, and which unit that is."""
    mine = list(read.partners_for(actor_of(request)))
    own = Part.objects.filter(need__partner__in=mine) | Part.objects.filter(resource__partner__in=mine)
    rows = Project.objects.select_related("lead", "partner", "community", "grid").defer("grid__outline")
    project: Project = get_object_or_404(rows.filter(pk__in=own.values("project")), code=code)
    sides = project.parts.select_related("need", "resource")
    ours = {part.thing.partner_id for part in sides}
    partner = next(one for one in mine if one.pk in ours)
    return project, next((one for one in mine if one.pk == project.partner_id), partner)


@require_POST
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """The unit says yes for its side."""
    project, partner = project_of_mine(request, code)
    with refusals_said(request):
        for part in project.parts.select_related("need__partner", "resource__partner", "project"):
            if part.thing.partner_id == partner.pk and part.accepted_at is None:
                accept_part(part=part, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Thank you. We tell you when all sides have said yes."))
    return redirect("partnership:unit-project", project.code)
