"""Where matters and wishes meet: one becomes the other, and the page of a grid shows both beside what can be given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from linli.base.permissions import Actor, may
from linli.base.web.context import actor_of
from linli.base.web.forms import Words
from linli.base.web.parts import refusals_on
from linli.core.areas.models import Area
from linli.core.areas.web.doors import form_page, need
from linli.core.areas.web.panels import Panel, grid_life_panels
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter
from linli.core.matters.operations.wishes import make_matter_of_need, make_need_of_matter
from linli.core.matters.queries import grids, moves
from linli.core.matters.web.desk import seen_or_404
from linli.core.matters.web.forms import CategoryField
from linli.core.matters.web.parts import matter_help
from linli.core.partnership.enums import ASKED_FOR, UNDER_WAY, ListState, NeedKind, PartnershipPermission
from linli.core.partnership.models import Need, Resource
from linli.core.partnership.queries.lists import of_code, visible, visible_projects
from linli.core.partnership.web.desk import need_panels
from linli.core.partnership.web.register import Problem, problems_of_year
from linli.core.partnership.web.words import wanted_by

MOST = 5
WISH = gettext_lazy("It is a wish of many, not a fault")
FAULT = gettext_lazy("It is a fault, not a wish")


class WishForm(forms.Form):
    """The public words of what was said as a matter."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of wish it is"), choices=NeedKind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    text = Words(
        gettext_lazy("What everybody may read"),
        help_text=gettext_lazy("No names, no phone, no door: a compound is fine enough."),
    )


class FaultForm(forms.Form):
    """The category under which a wish goes on as a matter."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"] = CategoryField(label=_("Category"), required=False)


def to_wish(request: HttpRequest, code: str) -> HttpResponse:
    """Turn a matter into a wish."""
    matter = seen_or_404(request, code)
    need(request, MatterPermission.ACCEPT, matter)
    back = reverse("matters:desk-detail", args=[matter.code])
    form = WishForm(request.POST or None, initial={"title": matter.title, "text": matter.text})
    if form.is_valid():
        with refusals_on(form):
            wish = make_need_of_matter(matter=matter, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("It stands on the list now, and the person has their answer."))
            return redirect("partnership:desk-need", wish.code)
    lead = _("It goes on the public list, and whoever said it is told so. Nothing is lost.")
    return form_page(request, form, title=WISH, submit=_("Put on the list"), back=back, lead=lead)


def from_wish(request: HttpRequest, code: str) -> HttpResponse:
    """Turn a wish into a matter."""
    wish = of_code(Need, code)
    if wish is None or not may(actor_of(request), PartnershipPermission.VIEW, wish):
        raise Http404
    need(request, PartnershipPermission.PUBLISH, wish)
    back = reverse("partnership:desk-need", args=[wish.code])
    form = FaultForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            matter = make_matter_of_need(
                need=wish, category=form.cleaned_data["category"], actor=actor_of(request), now=timezone.now()
            )
            messages.success(request, _("Written down. The code is %(code)s.") % {"code": matter.code})
            return redirect("matters:desk-detail", matter.code)
    lead = _("It gets a deadline and a handler, and leaves the list of wishes.")
    return form_page(request, form, title=FAULT, submit=_("Make it a matter"), back=back, lead=lead)


@matter_help.register(order=70)
def the_way_to_a_wish(actor: Actor, matter: Matter) -> Panel | None:
    """The way out for what is no fault, while nobody has answered it yet."""
    if matter.state not in moves.ANSWER_AT_ONCE.sources or not may(actor, MatterPermission.ACCEPT, matter):
        return None
    url = reverse("matters:desk-wish", args=[matter.code])
    return Panel("matters/_way.html", {"label": WISH, "url": url})


@need_panels.register(order=10)
def the_way_to_a_matter(actor: Actor, wish: Need) -> Panel | None:
    """The way out for what is broken or dangerous."""
    if wish.state not in {ListState.RECEIVED, ListState.OPEN} or wish.matter_code:
        return None
    if not may(actor, PartnershipPermission.PUBLISH, wish):
        return None
    url = reverse("matters:desk-from-wish", args=[wish.code])
    return Panel("matters/_way.html", {"label": FAULT, "url": url})


@grid_life_panels.register(order=30)
def side_by_side(actor: Actor, grid: Area) -> Panel | None:
    """What this grid wants and what it can give, below what waits in it; and how much of that it solves itself."""
    if not may(actor, PartnershipPermission.VIEW, grid) or not may(actor, MatterPermission.VIEW, grid):
        return None
    needs = visible(Need, actor).filter(grid=grid, state__in=sorted(ASKED_FOR)).order_by("-published_at")[:MOST]
    gifts = visible(Resource, actor).filter(grid=grid, state=ListState.OPEN).order_by("-published_at")[:MOST]
    projects = visible_projects(actor).filter(grid=grid, state__in=sorted(UNDER_WAY)).order_by("-made_at")[:MOST]
    context = {
        "needs": [(one, wanted_by(one)) for one in needs],
        "needs_url": f"{reverse('partnership:desk-needs')}?grid={grid.pk}",
        "gifts": gifts,
        "gifts_url": f"{reverse('partnership:desk-resources')}?grid={grid.pk}",
        "projects": projects,
        "months": _shares(actor, grid),
    }
    return Panel("matters/_grid_three.html", context)


def _shares(actor: Actor, grid: Area) -> list[tuple[str, int, str]]:
    """The share of each month in percent; a month in which nothing ended says nothing."""
    url = f"{reverse('matters:desk-list')}?grid={grid.pk}"
    rows = grids.solved_within(actor, grid, timezone.now())
    return [
        (date_format(localtime(first), "Y-m"), round(100 * solved / ended), url)
        for first, ended, solved in rows
        if ended
    ]


@problems_of_year
def recurring(actor: Actor, year: int) -> list[Problem]:
    """The kinds of matters that came again and again."""
    during = f"said_from={year}-01-01&said_to={year}-12-31"
    zh = (get_language() or "zh").startswith("zh")
    return [
        Problem(name_zh if zh else name_en, times, f"{reverse('matters:desk-list')}?category={code}&{during}")
        for code, name_zh, name_en, times in grids.recurring(actor, year)
    ]
