"""The members of the branches, and the in-service members who reported in: two lists under two tabs."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from linli.base.hours import hours_words
from linli.base.text import masked_name, masked_phone
from linli.base.web.charts import Tab
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.core.membership.enums import (
    MemberClass,
    MembershipPermission,
    MemberState,
    ReportState,
    ServicePost,
    Standing,
)
from linli.core.membership.models import InServiceMember, Member
from linli.core.membership.queries.members import branches_for, in_service_for, members_for, named
from linli.core.organisation.models import PartyOrg

BETWEEN = re.compile(r"[、，,;；\s]+")
MOST_SKILLS = 300


def _branches(page: ListPage) -> list[tuple[str, str]]:
    return [(str(org.pk), org.name) for org in branches_for(page.actor)]


def _of_branch(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Those of a branch and of its groups; in-service members lie at its groups, too."""
    branch = PartyOrg.objects.filter(pk=value).first()
    return rows.filter(place__under=branch.path) if branch else rows.none()


def _by_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(state=value)


def _person(row: Any, name: str) -> Any:
    return link(row.person.name, reverse(name, args=[row.pk]))


def _phone(row: Any) -> str:
    return masked_phone(row.person.phone)


def _class(member: Member) -> str:
    return member.get_member_class_display()


def _org(member: Member) -> Any:
    if member.group is None:
        return member.org.name
    return format_html('{}<br><small class="quiet">{}</small>', member.org.name, member.group.name)


def unit_of(report: InServiceMember) -> str:
    """Where somebody works, by the register of units or as it was written."""
    return report.unit.name if report.unit else report.unit_name


def _skills(page: ListPage) -> list[tuple[str, str]]:
    """What people of these places can do, each thing once: one query, however many they are."""
    said = in_service_for(page.actor).exclude(skills="").order_by("skills").values_list("skills", flat=True).distinct()
    words = {word for skills in said[:MOST_SKILLS] for word in BETWEEN.split(skills) if word}
    return [(word, word) for word in sorted(words)]


def _can(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(skills__contains=value)


def _has_post(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Those who claimed a service post; the column is a short list, read as text on both databases."""
    return rows.annotate(posts=Cast("service_posts", TextField())).filter(posts__contains=f'"{value}"')


class TabbedList(ListPage):
    """What both lists have in common."""

    permission = MembershipPermission.VIEW
    export_permission = MembershipPermission.EXPORT
    template_name = "membership/list.html"
    sort = "person__pinyin"
    gone: str = ""

    def narrowed(self) -> QuerySet[Any]:
        """Those who are here, unless somebody asks for the others."""
        rows = super().narrowed()
        return rows if self.query.get("state") else rows.exclude(state=self.gone)

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(named(text))

    def extra(self) -> dict[str, Any]:
        tabs = [
            Tab("members", _("Members"), reverse("membership:member-list")),
            Tab("in-service", _("In-service members"), reverse("membership:in-service-list")),
        ]
        imports = bool(self.actor.scopes(MembershipPermission.IMPORT))
        adds = self.key == "in-service" and imports
        return {"tabs": tabs, "which": self.key, "may_import": imports, "may_add": adds}


class MemberList(TabbedList):
    """The members of the branches that one may see."""

    key = "members"
    title = gettext_lazy("Members")
    lead = gettext_lazy("Each secretary sees their own branch. The national system stays the book of record.")
    search_hint = gettext_lazy("Name, pinyin or skill")
    gone = MemberState.LEFT
    empty = Empty(
        gettext_lazy("No member is written down yet"),
        gettext_lazy("The secretary of the committee brings the register of members in, as it is kept."),
        icon="users",
    )

    def rows(self) -> QuerySet[Any]:
        return members_for(self.actor)

    def columns(self) -> list[Column]:
        return [
            Column(
                "name", _("Name"), lambda m: _person(m, "membership:member"), sort="person__pinyin",
                export=lambda m: masked_name(m.person.name),
            ),
            Column("org", pgettext("of the party", "Branch"), _org, sort="org__path", export=lambda m: str(m.org)),
            Column("class", pgettext("of members", "Class"), _class, sort="member_class"),
            Column("standing", _("Full or probationary"), lambda m: m.get_standing_display(), sort="standing"),
            Column("phone", _("Phone"), _phone, tight=True),
            Column("skills", _("Skills"), lambda m: m.skills),
            Column("joined", _("Joined on"), lambda m: m.joined_on, sort="joined_on", shown=False),
            Column("state", _("State"), lambda m: m.get_state_display(), sort="state", shown=False),
        ]  # fmt: skip

    def filters(self) -> list[Any]:
        return [
            Choice("org", pgettext("of the party", "Branch"), choices=_branches, apply=_of_branch),
            Choice("class", pgettext("of members", "Class"), choices=MemberClass.choices, field="member_class"),
            Choice("standing", _("Full or probationary"), choices=Standing.choices),
            Choice("state", _("State"), choices=MemberState.choices, apply=_by_state),
        ]


class InServiceList(TabbedList):
    """Who works in a unit, lives here and lends a hand."""

    key = "in-service"
    title = gettext_lazy("In-service members")
    lead = gettext_lazy("Who works elsewhere, lives here and reported in: what they can do, and when. Nobody counts.")
    search_hint = gettext_lazy("Name, pinyin or skill")
    gone = ReportState.LEFT
    empty = Empty(
        gettext_lazy("Nobody has reported in yet"),
        gettext_lazy("Bring in the list of those who reported to the community. Home addresses are left out."),
        icon="users",
    )

    def rows(self) -> QuerySet[Any]:
        return in_service_for(self.actor)

    def columns(self) -> list[Column]:
        return [
            Column(
                "name", _("Name"), lambda r: _person(r, "membership:in-service"), sort="person__pinyin",
                export=lambda r: masked_name(r.person.name),
            ),
            Column("unit", pgettext("where somebody works", "Unit"), unit_of, sort=("unit__name", "unit_name")),
            Column("skills", _("Skills"), lambda r: r.skills, sort="skills"),
            Column("hours", _("Free hours"), lambda r: hours_words(r.hours)),
            Column("grid", _("Grid"), lambda r: r.grid and str(r.grid), sort="grid__number", tight=True),
            Column("phone", _("Phone"), _phone, tight=True),
            Column("reported", _("Reported in on"), lambda r: r.reported_on, sort="reported_on", shown=False),
            Column("state", _("State"), lambda r: r.get_state_display(), sort="state", shown=False),
        ]  # fmt: skip

    def filters(self) -> list[Any]:
        return [
            Choice("org", pgettext_lazy("of the party", "Branch"), choices=_branches, apply=_of_branch),
            Choice("skill", _("Skills"), choices=_skills, apply=_can),
            Choice("post", _("Service posts"), choices=ServicePost.choices, apply=_has_post),
            Choice("state", _("State"), choices=ReportState.choices, apply=_by_state),
        ]
