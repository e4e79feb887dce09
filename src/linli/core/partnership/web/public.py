"""What our neighbourhood wants, what it can give, and what came of it: open doors, nobody's name."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.files.web import serve_file
from linli.base.text import yuan
from linli.base.web.charts import Tab
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, Flag, ListPage
from linli.base.web.parts import refusals_on
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import communities, community_for
from linli.core.areas.queries.tree import grids_in
from linli.core.areas.web.doors import refusals_said
from linli.core.partnership.enums import (
    ASKED_FOR,
    GiverKind,
    ListState,
    NeedKind,
    ProjectState,
    ResourceKind,
    ResultTag,
)
from linli.core.partnership.models import Need, Project, Resource
from linli.core.partnership.operations.judging import judge_project
from linli.core.partnership.operations.support import support_need, withdraw_support
from linli.core.partnership.queries import lists
from linli.core.partnership.queries.matching import giver_words
from linli.core.partnership.web.forms import JudgeForm
from linli.core.partnership.web.words import card_of, state_of, tags_of, wanted_by

CHOSEN = "commons-community"
ORDERS = {
    "newest": gettext_lazy("Newest first"),
    "near": gettext_lazy("Around my home"),
    "many": gettext_lazy("Many want it"),
}


def community_of(request: HttpRequest) -> Area:
    """The community that the page speaks for: the one that was named, one's own, else the first."""
    named = request.GET.get("community", "")
    if named:
        request.session[CHOSEN] = named
    person = getattr(actor_of(request), "person", None)
    found = community_for(person.community if person else None, request.session.get(CHOSEN, ""))
    found = found or next(iter(communities()), None)
    if found is None:
        raise Http404
    return found


def self_id(request: HttpRequest) -> UUID | None:
    """Whose presses and wishes these are."""
    found: UUID | None = getattr(actor_of(request), "self_id", None)
    return found


class Commons(ListPage):
    """One of the three public lists, as cards."""

    shell = "shell/portal.html"
    can_export = False
    template_name = "partnership/commons.html"
    part_name = "partnership/_cards.html"
    per_page = 20
    tab = ""
    search_hint = gettext_lazy("Words, e.g. ramp or reading")

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(lists.found_by(text))

    columns = (Column("title", gettext_lazy("What")),)

    @cached_property
    def community(self) -> Area:
        return community_of(self.request)

    def cards(self) -> list[dict[str, Any]]:
        """The cards of this page."""
        return [card_of(row) for row in self.found[: self.per_page]]

    def grid_choices(self) -> list[tuple[str, str]]:
        """The grids of the community."""
        return [(str(grid.pk), str(grid)) for grid in grids_in(self.community).defer("outline")]

    def extra(self) -> dict[str, Any]:
        tabs = [
            Tab("wishes", _("What we want"), reverse("partnership:wishes")),
            Tab("gifts", _("What we can give"), reverse("partnership:gifts")),
            Tab("projects", _("What came of it"), reverse("partnership:projects")),
        ]
        return {"tabs": tabs, "tab": self.tab, "cards": self.cards(), "is_signed_in": self.actor.person_id is not None}


def in_grid(page: Commons) -> Choice:
    """The filter by grid; what concerns the whole neighbourhood is found without it."""
    return Choice("grid", _("Grid"), choices=page.grid_choices())


class Wishes(Commons):
    """What our neighbourhood wants."""

    title = gettext_lazy("What our neighbourhood wants")
    lead = gettext_lazy("Wishes that many share and nobody is to blame for. Press when you want it too.")
    tab = "wishes"
    sort = "-published_at"
    empty = Empty(
        gettext_lazy("No wish stands here yet"),
        gettext_lazy("A bench in the sun, a reading corner, somebody to teach phones: say it, and others can join in."),
        "partnership:wish-new",
        gettext_lazy("Say a wish"),
        "heart-handshake",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.public(Need, self.community)

    def filters(self) -> list[Any]:
        states = [(state.value, state.label) for state in (ListState.OPEN, ListState.MATCHED, ListState.FULFILLED)]
        return [
            Choice("kind", _("Kind"), choices=NeedKind.choices),
            in_grid(self),
            Choice("state", _("How far"), choices=states),
            Choice("order", _("Order"), choices=list(ORDERS.items()), apply=self._around),
        ]

    def _around(self, rows: QuerySet[Any], order: str) -> QuerySet[Any]:
        person = getattr(self.actor, "person", None)
        return lists.near(rows, person.place) if order == "near" and person else rows  # type: ignore[arg-type]

    def _order(self) -> list[str]:
        """Newest first; by how many want it only for whoever asks for it: a count is no vote."""
        return ["-supporters", "-pk"] if self.query.get("order") == "many" else super()._order()

    def cards(self) -> list[dict[str, Any]]:
        rows: list[Any] = self.found[: self.per_page]
        mine = lists.supported_by(self._me(), rows)
        return [
            {**card_of(row), "url": reverse("partnership:wish", args=[row.pk]), "wanted": wanted_by(row),
             "pressed": row.pk in mine, "can_press": row.state in ASKED_FOR}
            for row in rows
        ]  # fmt: skip

    def _me(self) -> UUID | None:
        return self_id(self.request)


class Gifts(Commons):
    """What our neighbourhood can give."""

    title = gettext_lazy("What our neighbourhood can give")
    lead = gettext_lazy("Rooms, skills, time and things that somebody offers to all of us.")
    tab = "gifts"
    sort = "-published_at"
    empty = Empty(
        gettext_lazy("No offer stands here yet"),
        gettext_lazy("A room on Tuesday evenings, an hour of your time, a ladder to lend: all of it is welcome."),
        "partnership:gift-new",
        gettext_lazy("Offer something"),
        "gift",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.public(Resource, self.community).exclude(state=ListState.FULFILLED)

    def filters(self) -> list[Any]:
        return [
            Choice("kind", _("Kind"), choices=ResourceKind.choices),
            Choice("giver_kind", _("Who gives it"), choices=GiverKind.choices),
            in_grid(self),
        ]

    def cards(self) -> list[dict[str, Any]]:
        rows: list[Any] = self.found[: self.per_page]
        return [
            {**card_of(row), "url": reverse("partnership:gift", args=[row.pk]), "giver": giver_words(row)}
            for row in rows
        ]


class Projects(Commons):
    """What came of it."""

    title = gettext_lazy("What came of it")
    lead = gettext_lazy("Wishes and offers that found each other: under way, done, and how neighbours judge it.")
    tab = "projects"
    sort = "-state_since"
    empty = Empty(
        gettext_lazy("Nothing is under way yet"),
        gettext_lazy("When a wish and an offer fit and both sides agree, you can follow here what becomes of it."),
        "partnership:wishes",
        gettext_lazy("See the wishes"),
        "flag",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.public_projects(self.community)

    def filters(self) -> list[Any]:
        states = [(s.value, s.label) for s in ProjectState if s in lists.SHOWN_PROJECTS]
        tags = [Flag(f"is_{tag}", label) for tag, label in ResultTag.choices]
        return [Choice("state", _("How far"), choices=states), in_grid(self), *tags]

    def cards(self) -> list[dict[str, Any]]:
        return [project_card(row) for row in self.found[: self.per_page]]  # type: ignore[arg-type]


def project_card(project: Project) -> dict[str, Any]:
    """A project on a list."""
    return {
        "thing": project, "icon": "flag", "where": str(project.grid) if project.grid else _("The whole neighbourhood"),
        "facts": tags_of(project), "state": state_of(project),
        "url": reverse("partnership:project", args=[project.pk]),
    }  # fmt: skip


def _public_or_404(model: type[Any], pk: UUID) -> Any:
    """What everybody may read; anything else is not there."""
    rows = model.objects.select_related("community", "grid", "spot") if model is not Project else (
        Project.objects.select_related("community", "grid", "photo")
    )  # fmt: skip
    states = lists.SHOWN_PROJECTS if model is Project else lists.PUBLIC
    return get_object_or_404(rows.filter(state__in=sorted(states)), pk=pk)


@login_not_required
@require_safe
def wish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One wish: what it is, how many want it, and what came of it."""
    need = _public_or_404(Need, pk)
    parts = need.parts.filter(project__state__in=sorted(lists.SHOWN_PROJECTS)).select_related("project")
    context = {
        **card_of(need),
        "wanted": wanted_by(need),
        "pressed": need.pk in lists.supported_by(self_id(request), [need]),
        "can_press": need.state in ASKED_FOR,
        "projects": [project_card(part.project) for part in parts.select_related("project__grid")],
        "is_signed_in": request.user.is_authenticated,
    }
    return render(request, "partnership/wish.html", context)


@require_POST
def press(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I want it, too; or not any more."""
    need = _public_or_404(Need, pk)
    actor, now = actor_of(request), timezone.now()
    with refusals_said(request):
        if request.POST.get("back"):
            withdraw_support(need=need, actor=actor, now=now)
            messages.success(request, _("Taken back. Nothing remains of it."))
        else:
            support_need(need=need, actor=actor, now=now)
            messages.success(request, _("Noted: you want it too. Nobody sees that it was you."))
    return redirect("partnership:wish", need.pk)


@login_not_required
@require_safe
def gift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One offer."""
    resource = _public_or_404(Resource, pk)
    context = {**card_of(resource), "giver": giver_words(resource)}
    return render(request, "partnership/gift.html", context)


@login_not_required
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One project: its sides without names, its steps, its result; and one's own word on it while judging is open."""
    found = _public_or_404(Project, pk)
    mine = lists.judged_by(self_id(request), found)
    may_judge = found.state == ProjectState.FINISHED and request.user.is_authenticated
    form = JudgeForm(request.POST or None, initial={"rating": mine.rating, "words": mine.words} if mine else None)
    if request.method == "POST" and may_judge and form.is_valid():
        with refusals_on(form):
            judge_project(project=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Thank you for your word. Nobody sees that it was yours."))
            return redirect("partnership:project", found.pk)
    count, mean = lists.counted(found)
    context = {
        **project_card(found),
        "parts": [(part, giver_words(part.resource) if part.resource else "") for part in lists.parts_of(found)],
        "steps": found.milestones.order_by("due_on"), "tags": tags_of(found), "money": yuan(found.budget_fen),
        "judged": count, "mean": mean, "form": form if may_judge else None, "mine": mine,
    }  # fmt: skip
    return render(request, "partnership/project.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def project_photo(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """The picture of the place."""
    found = _public_or_404(Project, pk)
    if found.photo is None:
        raise Http404
    return serve_file(found.photo, request, small="small" in request.GET)


wishes: Any = login_not_required(Wishes.as_view())
gifts: Any = login_not_required(Gifts.as_view())
projects: Any = login_not_required(Projects.as_view())
