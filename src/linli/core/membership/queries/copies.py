"""What a member's copy of their record tells of their membership (X-02). Higher rooms add pages of their own."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from linli.base.hours import hours_words
from linli.core.membership.enums import ServicePost
from linli.core.membership.models import InServiceMember, Member
from linli.core.membership.queries.members import moves_of
from linli.core.people.models import Person
from linli.core.people.queries.record import CopyPage, register_copy, register_look


def pairs(said: list[tuple[str, object]]) -> list[dict[str, str]]:
    """What is kept as pairs of what and value; what is not known is left out."""
    return [{"what": what, "value": str(value)} for what, value in said if value not in (None, "")]


def _card(person: Person, _today: date) -> list[dict[str, str]]:
    rows = Member.objects.filter(person=person).select_related("org", "group").order_by("state_since", "pk")
    return [row for member in rows for row in _of_member(member)]


def _of_member(member: Member) -> list[dict[str, str]]:
    moved = [
        (_("Moved on %(day)s") % {"day": move.on}, f"{move.from_org.name} → {move.to_org.name}: {move.reason}")
        for move in moves_of(member)
    ]
    said: list[tuple[str, object]] = [
        (pgettext("of the party", "Branch"), member.org.name),
        (_("Group"), member.group and member.group.name),
        (pgettext("of members", "Class"), member.get_member_class_display()),
        (_("Full or probationary"), member.get_standing_display()),
        (_("Joined on"), member.joined_on),
        (_("Full member on"), member.full_on),
        (_("Skills"), member.skills),
        (_("State"), member.get_state_display()),
        (_("No longer here since"), member.left_on),
    ]
    return pairs([*said, *moved])


def _reports(person: Person, _today: date) -> list[dict[str, str]]:
    rows = InServiceMember.objects.filter(person=person).select_related("unit", "grid").order_by("state_since", "pk")
    return [row for report in rows for row in _of_report(report)]


def _of_report(report: InServiceMember) -> list[dict[str, str]]:
    posts = "、".join(str(ServicePost(post).label) for post in report.service_posts)
    return pairs(
        [
            (pgettext("where somebody works", "Unit"), report.unit.name if report.unit else report.unit_name),
            (_("Post in the unit"), report.post),
            (_("Grid"), report.grid),
            (_("Skills"), report.skills),
            (_("Free hours"), hours_words(report.hours)),
            (_("Service posts"), posts),
            (_("Reported in on"), report.reported_on),
            (_("State"), report.get_state_display()),
        ]
    )


VALUE = {"value": gettext_lazy("Kept as")}
register_copy("membership", CopyPage(gettext_lazy("Membership"), VALUE, _card))
register_copy("in_service", CopyPage(pgettext_lazy("in-service member", "Reporting in"), VALUE, _reports))
register_look("membership.member.open", gettext_lazy("opened your page as a member"))
