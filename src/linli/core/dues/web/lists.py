"""Who owes what, the months, the receipts: three lists under tabs, each in the scope of membership."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, IntegerField, Min, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from linli.base.calendars.months import month_of
from linli.base.permissions import Actor
from linli.base.text import masked_name, yuan
from linli.base.web.charts import Tab
from linli.base.web.lists import Between, Choice, Column, Empty, Flag, ListPage, link
from linli.core.dues.enums import OPEN, DuesPermission, DueState, Method
from linli.core.dues.models import Due, Payment
from linli.core.dues.queries import dues as queries
from linli.core.dues.web.words import month_words, months_of, payer_of, state_of
from linli.core.membership.models import Member
from linli.core.membership.queries.members import branches_for, named
from linli.core.organisation.models import PartyOrg

LATE = (DueState.REMINDED, DueState.OVERDUE)


def _branches(page: ListPage) -> list[tuple[str, str]]:
    return [(str(org.pk), org.name) for org in branches_for(page.actor, DuesPermission.VIEW)]


def _under(field: str) -> Any:
    """Rows of a branch and of its groups; a branch that the actor may not see is not offered."""

    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        branch = PartyOrg.objects.filter(pk=value).first()
        return rows.filter(**{f"{field}__under": branch.path}) if branch else rows.none()

    return narrow


def _branch_filter(field: str) -> Choice:
    label = pgettext_lazy("of the party", "Branch")
    return Choice("org", label, choices=_branches, apply=_under(field))


def tabs_of() -> list[Tab]:
    """The four views of dues."""
    return [
        Tab("dues-members", _("Members"), reverse("dues:member-list")),
        Tab("dues", _("Months"), reverse("dues:due-list")),
        Tab("dues-receipts", _("Receipts"), reverse("dues:payment-list")),
        Tab("quarters", _("Quarters and years"), reverse("dues:quarters")),
    ]


class DuesList(ListPage):
    """What the lists of dues have in common."""

    permission = DuesPermission.VIEW
    export_permission = DuesPermission.EXPORT
    template_name = "dues/list.html"
    search_hint = gettext_lazy("Name or pinyin")

    def extra(self) -> dict[str, Any]:
        return {"tabs": tabs_of(), "which": self.key}


def with_open(rows: QuerySet[Member], today: date) -> QuerySet[Member]:
    """Members with what is open of theirs, and since which month."""
    waiting = Due.objects.filter(member=OuterRef("pk"), state__in=sorted(OPEN), month__lte=today)
    grouped = waiting.order_by().values("member")
    rest = grouped.annotate(rest=Sum(F("amount_fen") - F("paid_fen"))).values("rest")
    oldest = grouped.annotate(first=Min("month")).values("first")
    return rows.annotate(rest=Subquery(rest, output_field=IntegerField()), oldest=Subquery(oldest))


class PayerList(DuesList):
    """The members of the branches that one may see, with what is asked of them and what is open."""

    key = "dues-members"
    title = gettext_lazy("Party dues")
    lead = gettext_lazy("Each secretary sees their own branch. Who is late is talked with; nothing follows by itself.")
    sort = "person__pinyin"
    empty = Empty(
        gettext_lazy("Nobody is here"),
        gettext_lazy("When the members of your branch are written down, their dues stand here."),
        icon="users",
    )

    def rows(self) -> QuerySet[Any]:
        today = localdate(self.now)
        members = queries.payers_for(self.actor).exclude(state="left")
        return with_open(queries.with_assessment(members, month_of(today)), today)

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(named(text))

    def columns(self) -> list[Column]:
        return [
            Column(
                "name", _("Name"), lambda m: link(m.person.name, reverse("dues:member", args=[m.pk])),
                sort="person__pinyin", export=lambda m: masked_name(m.person.name),
            ),
            Column("org", pgettext("of the party", "Branch"), lambda m: m.org.name, sort="org__path"),
            Column("asked", _("Each month, in yuan"), lambda m: yuan(m.asked), sort="asked", is_number=True),
            Column("rest", _("Open, in yuan"), lambda m: yuan(m.rest), sort="rest", is_number=True),
            Column("oldest", _("Open since"), lambda m: m.oldest and month_words(m.oldest), sort="oldest"),
        ]  # fmt: skip

    def filters(self) -> list[Any]:
        return [
            _branch_filter("place"),
            Flag("open", gettext_lazy("Something is open"), apply=lambda rows: rows.filter(rest__gt=0)),
            Flag("late", gettext_lazy("Three months late or more"), apply=self._late),
            Flag("bare", gettext_lazy("Not assessed yet"), apply=self._bare),
        ]

    @staticmethod
    def _late(rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(pk__in=Due.objects.filter(state__in=LATE).values("member"))

    def _bare(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        month = month_of(localdate(self.now))
        return rows.filter(pk__in=queries.not_assessed(self.actor, month).values("pk"))


class DueList(DuesList):
    """The months of the members, those that are open first of all."""

    key = "dues"
    title = gettext_lazy("Dues by month")
    sort = "-month"
    empty = Empty(
        gettext_lazy("Nothing is open"),
        gettext_lazy("Each month the dues stand here as they were assessed, until they are paid."),
        icon="calendar",
    )

    def rows(self) -> QuerySet[Any]:
        return queries.dues_for(self.actor)

    def narrowed(self) -> QuerySet[Any]:
        """What is open, unless somebody asks for the rest."""
        rows = super().narrowed()
        return rows if self.query.get("state") else rows.filter(state__in=sorted(OPEN))

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        members = Member.objects.filter(named(text))
        return rows.filter(member__in=members)

    def columns(self) -> list[Column]:
        return [
            Column(
                "name", _("Name"), lambda d: link(d.member.person.name, reverse("dues:member", args=[d.member_id])),
                sort="member__person__pinyin", export=lambda d: masked_name(d.member.person.name),
            ),
            Column("month", _("Month"), lambda d: month_words(d.month), sort="month"),
            Column("amount", _("Asked, in yuan"), lambda d: yuan(d.amount_fen), sort="amount_fen", is_number=True),
            Column("paid", _("Paid, in yuan"), lambda d: yuan(d.paid_fen), sort="paid_fen", is_number=True),
            Column("state", _("State"), state_of, sort="state", export=lambda d: d.get_state_display()),
            Column("org", pgettext("of the party", "Branch"), lambda d: d.member.org.name, sort="member__org__path"),
        ]  # fmt: skip

    def filters(self) -> list[Any]:
        return [
            _branch_filter("member__place"),
            Choice("state", _("State"), choices=DueState.choices),
            Between("month", gettext_lazy("Month"), is_day=True),
        ]


class PaymentList(DuesList):
    """Every receipt of the branches that one may see."""

    key = "dues-receipts"
    title = gettext_lazy("Receipts of dues")
    sort = "-at"
    search_hint = gettext_lazy("Number of the transfer")
    empty = Empty(
        gettext_lazy("No receipt yet"),
        gettext_lazy("Open a member and press “Take money”: the receipt has its number at once."),
        icon="file-text",
    )

    def rows(self) -> QuerySet[Any]:
        return queries.payments_for(self.actor)

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(transfer_no__contains=text.strip())

    def columns(self) -> list[Column]:
        return [
            Column(
                "number", _("Number"), lambda p: link(p.number, reverse("dues:payment", args=[p.pk])), sort="serial"
            ),
            Column("name", _("Name"), payer_of, export=lambda p: masked_name(payer_of(p))),
            Column("months", _("For"), months_of),
            Column("sum", _("Sum, in yuan"), _signed, sort="amount_fen", is_number=True),
            Column("method", _("How"), lambda p: p.get_method_display(), sort="method"),
            Column("paid_on", _("Day"), lambda p: p.paid_on, sort="paid_on"),
            Column("org", pgettext("of the party", "Branch"), lambda p: p.org.name, sort="org__path", shown=False),
            Column("at", _("Written down"), lambda p: p.at, sort="at", shown=False),
        ]

    def filters(self) -> list[Any]:
        return [
            _branch_filter("place"),
            Choice("method", _("How"), choices=Method.choices),
            Between("at", gettext_lazy("Written down")),
        ]


def _signed(payment: Payment) -> str:
    """What a receipt counts: one that undoes another takes its sum back."""
    if payment.reverses_id:
        return f"-{yuan(payment.amount_fen)}"
    counts = yuan(payment.amount_fen)
    return _("%(sum)s (undone)") % {"sum": counts} if hasattr(payment, "reversed_by") else counts


def waiting(actor: Actor) -> int:
    """For the menu: how many members a talk is due with, or who stand in the list of the committee."""
    late = queries.dues_for(actor).filter(state__in=LATE)
    return late.order_by().values("member").distinct().count()
