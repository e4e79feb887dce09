"""The three lists at the desk, with what waits to be looked at."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.hours import hours_words
from linli.base.text import yuan
from linli.base.web.charts import Tab
from linli.base.web.lists import Between, Choice, Column, Empty, Flag, ListPage, link
from linli.core.areas.enums import AreaPermission
from linli.core.areas.queries.tree import grids_for
from linli.core.partnership.enums import (
    DONE,
    UNDER_WAY,
    GiverKind,
    ListState,
    NeedKind,
    PartnershipPermission,
    ProjectState,
    ResourceKind,
    ResultTag,
)
from linli.core.partnership.models import Need, Resource
from linli.core.partnership.queries import lists
from linli.core.partnership.queries.matching import giver_words
from linli.core.partnership.web.register import year_above
from linli.core.partnership.web.words import spot_of, state_of, tags_of
from linli.core.people.enums import Door


def grid_choices(page: ListPage) -> list[tuple[str, str]]:
    """The grids that the worker may look at."""
    return [(str(grid.pk), str(grid)) for grid in grids_for(page.actor, AreaPermission.VIEW).defer("outline")]


def _tabs(current: str) -> dict[str, Any]:
    tabs = [
        Tab("needs", _("Wishes"), reverse("partnership:desk-needs")),
        Tab("resources", _("What can be given"), reverse("partnership:desk-resources")),
        Tab("projects", _("Projects"), reverse("partnership:desk-projects")),
        Tab("register", _("Register of the year"), reverse("partnership:register")),
    ]
    return {"tabs": tabs, "tab": current}


class DeskList(ListPage):
    """What the lists of the desk have in common."""

    permission = PartnershipPermission.VIEW
    export_permission = PartnershipPermission.EXPORT
    template_name = "partnership/desk_list.html"
    search_hint = gettext_lazy("Code or words")

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(lists.found_by(text))


def _title(url_name: str) -> Any:
    def cell(row: Any) -> Any:
        url = reverse(url_name, args=[row.code])
        return format_html('{}<br><small class="quiet number">{}</small>', link(row.title, url), row.code)

    return cell


class NeedList(DeskList):
    """What neighbours want."""

    key = "needs"
    title = gettext_lazy("Wishes")
    lead = gettext_lazy("What many would like and nobody is to blame for. You look at each before others can read it.")
    sort = "-written_at"
    empty = Empty(
        gettext_lazy("No wish yet"),
        gettext_lazy(
            "What neighbours say online, by phone or at the counter will stand here, for you to look at first."
        ),
        "partnership:desk-need-new",
        gettext_lazy("Write one down"),
        "heart-handshake",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.visible(Need, self.actor)

    def columns(self) -> list[Column]:
        return [
            Column("title", _("What"), _title("partnership:desk-need"), export=lambda n: n.title),
            Column("state", _("State"), state_of, sort="state", export=lambda n: n.get_state_display()),
            Column("kind", _("Kind"), lambda n: n.get_kind_display(), sort="kind"),
            Column("where", _("Where"), spot_of, sort="grid__number"),
            Column("supporters", _("Want it"), sort="supporters", is_number=True),
            Column("people", _("For"), is_number=True, shown=False),
            Column("hours", _("When in the week"), lambda n: hours_words(n.hours), shown=False),
            Column("wanted", _("By when"), lambda n: n.wanted_on, sort="wanted_on"),
            Column("written", _("Said"), lambda n: n.written_at, sort="written_at"),
            Column("door", _("Came by"), lambda n: n.get_door_display(), shown=False),
        ]

    def filters(self) -> list[Any]:
        return [
            Choice("state", _("State"), choices=ListState.choices),
            Choice("kind", _("Kind"), choices=NeedKind.choices),
            Choice("grid", _("Grid"), choices=grid_choices),
            Choice("door", _("Came by"), choices=Door.choices),
            Between("written", _("Said"), field="written_at"),
        ]

    def extra(self) -> dict[str, Any]:
        new = {"new_url": reverse("partnership:desk-need-new"), "new": _("Write a wish down")}
        return {**_tabs("needs"), **new}


class ResourceList(DeskList):
    """What can be given."""

    key = "resources"
    title = gettext_lazy("What can be given")
    lead = gettext_lazy("Rooms, skills, time and things of neighbours, shops, units and the community itself.")
    sort = "-written_at"
    empty = Empty(
        gettext_lazy("No offer yet"),
        gettext_lazy("What neighbours, shops and units can give will stand here, so that wishes find it."),
        "partnership:desk-resource-new",
        gettext_lazy("Write one down"),
        "gift",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.visible(Resource, self.actor)

    def columns(self) -> list[Column]:
        return [
            Column("title", _("What"), _title("partnership:desk-resource"), export=lambda r: r.title),
            Column("state", _("State"), state_of, sort="state", export=lambda r: r.get_state_display()),
            Column("kind", _("Kind"), lambda r: r.get_kind_display(), sort="kind"),
            Column("giver", _("Who gives it"), giver_words, sort="giver_kind"),
            Column("where", _("Where"), lambda r: r.where or spot_of(r), sort="grid__number"),
            Column("hours", _("When in the week"), lambda r: hours_words(r.hours)),
            Column("capacity", _("For how many"), sort="capacity", is_number=True),
            Column("until", _("Until"), lambda r: r.until_on, sort="until_on"),
            Column("written", _("Said"), lambda r: r.written_at, sort="written_at", shown=False),
            Column("door", _("Came by"), lambda r: r.get_door_display(), shown=False),
        ]

    def filters(self) -> list[Any]:
        return [
            Choice("state", _("State"), choices=ListState.choices),
            Choice("kind", _("Kind"), choices=ResourceKind.choices),
            Choice("giver", _("Who gives it"), choices=GiverKind.choices, field="giver_kind"),
            Choice("grid", _("Grid"), choices=grid_choices),
        ]

    def extra(self) -> dict[str, Any]:
        new = {"new_url": reverse("partnership:desk-resource-new"), "new": _("Write an offer down")}
        return {**_tabs("resources"), **new}


class ProjectList(DeskList):
    """The projects."""

    key = "projects"
    title = gettext_lazy("Projects")
    lead = gettext_lazy("Wishes and offers brought together, from the first yes to the judged result.")
    sort = "-made_at"
    empty = Empty(
        gettext_lazy("No project yet"),
        gettext_lazy("Open a wish: what fits it is suggested there with reasons, and becomes a project in one press."),
        "partnership:desk-needs",
        gettext_lazy("To the wishes"),
        "flag",
    )

    def rows(self) -> QuerySet[Any]:
        return lists.visible_projects(self.actor)

    def columns(self) -> list[Column]:
        return [
            Column("title", _("What"), _title("partnership:desk-project"), export=lambda p: p.title),
            Column("state", _("State"), state_of, sort="state", export=lambda p: p.get_state_display()),
            Column("grid", _("Grid"), lambda p: p.grid and str(p.grid), sort="grid__number", tight=True),
            Column("lead", _("Led by"), lambda p: p.lead.name, sort="lead__pinyin"),
            Column("problem", _("Answers"), sort="problem"),
            Column("money", _("Money, in yuan"), lambda p: yuan(p.budget_fen), sort="budget_fen", is_number=True),
            Column("tags", _("Good for"), lambda p: " · ".join(tags_of(p))),
            Column("made", _("Proposed"), lambda p: p.made_at, sort="made_at"),
            Column("finished", _("Done"), lambda p: p.finished_at, sort="finished_at"),
            Column("result", _("Result"), shown=False),
        ]

    def filters(self) -> list[Any]:
        return [
            Choice("state", _("State"), choices=ProjectState.choices),
            Flag("under_way", _("Under way"), apply=lambda rows: rows.filter(state__in=sorted(UNDER_WAY))),
            Choice("grid", _("Grid"), choices=grid_choices),
            *(Flag(f"is_{tag}", label) for tag, label in ResultTag.choices),
            Between("made", _("Proposed"), field="made_at"),
        ]

    def extra(self) -> dict[str, Any]:
        return _tabs("projects")


class Register(ProjectList):
    """The register of a year: its problems, the projects that answer them, and what came of it (G8)."""

    key = "register"
    title = gettext_lazy("Register of the year")
    lead = gettext_lazy(
        "From the problems of the year to the projects to what came of them, for the residents to read."
    )
    template_name = "partnership/register.html"
    empty = Empty(
        gettext_lazy("No project in this year"),
        gettext_lazy("Each project of the year will stand here with the problem it answers and what came of it."),
        "partnership:desk-needs",
        gettext_lazy("To the wishes"),
        "notebook",
    )

    @property
    def year(self) -> int:
        """The year that was asked for, else this one."""
        asked = self.query.get("year", "")
        return int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else self.now.year

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(made_at__year=self.year)

    def filters(self) -> list[Any]:
        years = [(str(year), str(year)) for year in range(self.now.year, self.now.year - 5, -1)]
        year = Choice("year", _("Year"), choices=years, apply=lambda rows, _year: rows)
        done = Flag("done", _("Done"), apply=lambda rows: rows.filter(state__in=sorted(DONE)))
        return [year, done, *(f for f in super().filters() if f.key in {"state", "grid"})]

    def extra(self) -> dict[str, Any]:
        return {**_tabs("register"), **year_above(self.actor, self.year)}
