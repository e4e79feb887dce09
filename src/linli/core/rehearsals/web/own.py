"""What a plan would change for me, and where I say what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.membership.queries.members import own_membership
from linli.core.rehearsals.models import Objection, Rehearsal
from linli.core.rehearsals.operations.objecting import object_to_plan
from linli.core.rehearsals.queries.copying import rehearse
from linli.core.rehearsals.queries.lists import open_to_objections
from linli.core.rehearsals.web.forms import ObjectionForm


@dataclass
class Mine:
    """A plan that would move me: from where to where, and what I have said to it."""

    rehearsal: Rehearsal
    before: str
    after: str
    objections: list[Objection]


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The plans that lie open and would move me; without scripts, too."""
    actor = actor_of(request)
    member = own_membership(actor.person_id) if actor.person_id else None
    plans = _plans(member) if member else []
    form = ObjectionForm(request.POST or None)
    chosen = next((one.rehearsal for one in plans if str(one.rehearsal.pk) == request.POST.get("plan")), None)
    if request.method == "POST" and chosen and form.is_valid():
        with refusals_on(form):
            object_to_plan(rehearsal=chosen, actor=actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Thank you. You read the answer here."))
            return redirect("rehearsals:mine")
    context = {"plans": plans, "form": form, "member": member}
    return render(request, "rehearsals/mine.html", context, status=422 if form.is_bound and form.errors else 200)


def _plans(member: object) -> list[Mine]:
    found = []
    for rehearsal in open_to_objections(member.community_id):  # type: ignore[attr-defined]  # a member
        seen = rehearse(rehearsal, timezone.localdate())
        moving = next((one for one in seen.moving if one.member.pk == member.pk), None)  # type: ignore[attr-defined]
        if moving is None:
            continue
        names = [
            copy.spots[seat.key].org.name for copy, seat in ((seen.before, moving.before), (seen.after, moving.after))
        ]
        said = list(Objection.objects.filter(rehearsal=rehearsal, person=moving.member.person_id).order_by("at"))
        found.append(Mine(rehearsal, names[0], names[1], said))
    return found
