"""What the community says about itself, and what it says beside the norms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import refusals_on
from linli.core.areas.enums import AreaPermission, FactKey
from linli.core.areas.models import Area, AreaFact
from linli.core.areas.operations.facts import state_fact
from linli.core.areas.queries.facts import Ratio, latest_facts, ratios_of
from linli.core.areas.queries.tree import communities_for
from linli.core.areas.web.doors import need
from linli.core.areas.web.forms import FactForm

RATIOS = {
    "households_per_grid": gettext_lazy("Households for each grid"),
    "workers_per_ten_thousand": gettext_lazy("Community workers for 10,000 residents"),
}


def chosen_community(request: HttpRequest, permission: str = AreaPermission.VIEW) -> Area:
    """The community that the address names, else the first of those that the person may look at."""
    mine = list(communities_for(actor_of(request), permission))
    slug = request.GET.get("community", "")
    found = next((area for area in mine if area.slug == slug), mine[0] if mine and not slug else None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest) -> HttpResponse:
    """The figures with day and source, the ratios with their norms, and a form for a new figure."""
    community = chosen_community(request)
    may_state = may(actor_of(request), AreaPermission.STATE_FACT, community)
    form = FactForm(request.POST or None, initial={"as_of": timezone.localdate()})
    if request.method == "POST":
        need(request, AreaPermission.STATE_FACT, community)
        if form.is_valid():
            with refusals_on(form):
                state_fact(area=community, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
                messages.success(request, _("The figure is noted."))
                return redirect(request.get_full_path())
    known = latest_facts(community)
    context = {
        "community": community,
        "rows": [_row(key, known.get(key)) for key in FactKey],
        "ratios": [_ratio_row(ratio) for ratio in ratios_of(community, known)],
        "older": [_older(fact) for fact in AreaFact.objects.filter(area=community).order_by("-at", "-pk")[:20]],
        "form": form if may_state else None,
    }
    return render(request, "areas/facts.html", context, status=422 if form.errors else 200)


def _row(key: FactKey, fact: AreaFact | None) -> dict[str, Any]:
    return {"label": key.label, "fact": fact}


def _ratio_row(ratio: Ratio) -> dict[str, Any]:
    return {"label": RATIOS[ratio.key], "ratio": ratio}


def _older(fact: AreaFact) -> dict[str, Any]:
    label = FactKey(fact.key).label if fact.key in FactKey.values else fact.key
    return {"label": label, "value": fact.value, "as_of": fact.as_of, "source": fact.source}
