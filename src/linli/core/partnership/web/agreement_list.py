"""The agreements at the desk: with whom, until when, how much is promised and kept on both sides."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.codes import normalise_code
from linli.base.web.lists import Between, Choice, Column, Empty, Flag, ListPage, link
from linli.core.organisation.enums import Nature
from linli.core.organisation.queries.bodies import found_by
from linli.core.partnership.enums import VALID, AgreementState, PartnershipPermission, Side
from linli.core.partnership.models import Agreement
from linli.core.partnership.queries import agreements as read
from linli.core.partnership.web.agreement_words import agreement_state


class AgreementList(ListPage):
    """Agreements with units. What is kept is shown to both sides of each, and to nobody as a row of marks (B-1)."""

    key = "agreements"
    title = gettext_lazy("Agreements with units")
    lead = gettext_lazy("What units and the community promise each other, with a day and a proof that both accept.")
    permission = PartnershipPermission.AGREEMENT_VIEW
    export_permission = PartnershipPermission.EXPORT
    template_name = "partnership/agreement_list.html"
    search_hint = gettext_lazy("Unit or code")
    sort = "-made_at"
    empty = Empty(
        gettext_lazy("No agreement yet"),
        gettext_lazy("Choose a unit, write down what each side gives, and let both sign. The rest reminds itself."),
        "partnership:desk-agreement-new",
        gettext_lazy("Begin one"),
        "file-text",
    )

    def rows(self) -> QuerySet[Any]:
        return read.counted(read.agreements_for(self.actor), self.now.date())

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        code = normalise_code(text)
        return rows.filter(code=code) if code else rows.filter(_of_body(found_by(text)))

    def columns(self) -> list[Column]:
        return [
            Column("unit", _("Unit"), _unit, sort="partner__body__name", export=lambda one: one.partner.body.name),
            Column("state", _("State"), agreement_state, sort="state", export=lambda one: one.get_state_display()),
            Column("ends", _("Until"), lambda one: one.ends_on, sort="ends_on"),
            Column("unit_all", _("Unit: kept of promised"), lambda one: _of(one, "unit")),
            Column("community_all", _("Community: kept of promised"), lambda one: _of(one, "community")),
            Column("late", _("Day over, still open"), lambda one: one.late or "", is_number=True),
            Column("lead", _("Looked after by"), lambda one: one.lead and one.lead.name, sort="lead__pinyin"),
            Column("starts", _("From"), lambda one: one.starts_on, sort="starts_on", shown=False),
            Column("made", _("Begun to be written"), lambda one: one.made_at, sort="made_at", shown=False),
        ]

    def filters(self) -> list[Any]:
        today = self.now.date()
        soon = Q(state__in=sorted(VALID), ends_on__lte=today + read.END_WARNING)
        return [
            Choice("state", _("State"), choices=AgreementState.choices),
            Flag("waiting", _("Waits for us"), apply=lambda rows: read.waiting_on(rows, Side.COMMUNITY)),
            Flag("soon", _("Ends within two months"), apply=lambda rows: rows.filter(soon)),
            Flag("late", _("A day is over"), apply=lambda rows: read.with_late(rows, today)),
            Choice("nature", _("Kind of unit"), choices=Nature.choices, field="partner__body__nature"),
            Between("ends", _("Until"), field="ends_on"),
        ]

    def extra(self) -> dict[str, Any]:
        may_lead = bool(self.actor.scopes(PartnershipPermission.AGREEMENT_LEAD))
        return {"new_url": reverse("partnership:desk-agreement-new") if may_lead else ""}


def _of_body(found: Q) -> Q:
    """The same condition seen from an agreement."""
    moved = Q(_connector=found.connector, _negated=found.negated)
    for child in found.children:
        if isinstance(child, Q):
            moved.children.append(_of_body(child))
        else:
            name, value = child  # type: ignore[misc]  # what is no condition is a pair
            moved.children.append((f"partner__body__{name}", value))
    return moved


def _unit(one: Agreement) -> Any:
    url = reverse("partnership:desk-agreement", args=[one.code])
    return format_html('{}<br><small class="quiet number">{}</small>', link(one.partner.body.name, url), one.code)


def _of(one: Any, side: str) -> str:
    kept, everything = getattr(one, f"{side}_kept"), getattr(one, f"{side}_all")
    return _("%(kept)s of %(all)s") % {"kept": kept, "all": everything} if everything else "–"
