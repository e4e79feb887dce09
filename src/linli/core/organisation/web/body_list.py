"""The register of units, businesses, the market and social organisations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from linli.base.permissions import may
from linli.base.text import masked_name, masked_phone
from linli.base.web.charts import Tab
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.core.areas.enums import AreaPermission
from linli.core.areas.queries.tree import grids_for
from linli.core.organisation.enums import BodyKind, Coverage, LiaisonRole, OrganisationPermission
from linli.core.organisation.models import Body, Liaison
from linli.core.organisation.queries.bodies import bodies_for, found_by, with_liaisons

NOWHERE = "none"
FIRST = (LiaisonRole.LIAISON, LiaisonRole.HEAD, LiaisonRole.PARTY_SECRETARY)
TABS = {
    BodyKind.UNIT: gettext_lazy("Member units"),
    BodyKind.BUSINESS: gettext_lazy("Businesses"),
    BodyKind.MARKET: gettext_lazy("Markets"),
    BodyKind.SOCIAL_ORG: gettext_lazy("Social organisations"),
}


def speaker_of(body: Body) -> Liaison | None:
    """Whom to ask first; the list has fetched who speaks."""
    speaking = {liaison.role: liaison for liaison in getattr(body, "speaking", ())}
    return next((speaking[role] for role in FIRST if role in speaking), None)


def _speaker(body: Body) -> Any:
    liaison = speaker_of(body)
    if liaison is None:
        return ""
    return format_html('{}<br><small class="quiet number">{}</small>', liaison.name, masked_phone(liaison.phone))


def _exported_speaker(body: Body) -> str:
    liaison = speaker_of(body)
    return f"{masked_name(liaison.name)} {masked_phone(liaison.phone)}".strip() if liaison else ""


def _name(body: Body) -> Any:
    named = link(body.name, reverse("organisation:body", args=[body.pk]))
    return format_html('{}<br><small class="quiet">{}</small>', named, body.trade) if body.trade else named


def _in_grid(rows: QuerySet[Any], grid: str) -> QuerySet[Any]:
    return rows.filter(grid=None) if grid == NOWHERE else rows.filter(grid=grid)


def _grids(page: ListPage) -> list[tuple[str, str]]:
    grids = grids_for(page.actor, AreaPermission.VIEW).defer("outline")
    return [*((str(grid.pk), str(grid)) for grid in grids), (NOWHERE, _("No grid yet"))]


def _in_force(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(ends_on__isnull=value == "live")


class BodyList(ListPage):
    """Who lies in the community besides the people: units, businesses, the market, social organisations."""

    key = "bodies"
    title = gettext_lazy("Units and businesses")
    lead = gettext_lazy("Who works here besides us, what they can give, and whom to call.")
    permission = OrganisationPermission.VIEW_BODY
    export_permission = OrganisationPermission.EXPORT_BODY
    template_name = "organisation/body_list.html"
    search_hint = gettext_lazy("Name, pinyin, trade or credit code")
    sort = "name"
    empty = Empty(
        gettext_lazy("Nobody is in this register yet"),
        gettext_lazy("Bring in the registers of units and of businesses as you keep them, or enter one."),
        icon="building-store",
    )

    def rows(self) -> QuerySet[Any]:
        return with_liaisons(bodies_for(self.actor))

    def narrowed(self) -> QuerySet[Any]:
        """Those at work, unless somebody asks for the others."""
        rows = super().narrowed()
        return rows if self.query.get("time") else rows.filter(ends_on=None)

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(found_by(text))

    def columns(self) -> list[Column]:
        return [
            Column("name", pgettext("of a thing", "Name"), _name, sort="name", export=lambda b: b.name),
            Column("kind", _("Kind"), lambda b: b.get_kind_display(), sort="kind"),
            Column("grid", _("Grid"), lambda b: b.grid and str(b.grid), sort="grid__number", tight=True),
            Column("speaker", _("Whom to call"), _speaker, export=_exported_speaker),
            Column("members", _("Party members"), lambda b: b.party_members, sort="party_members", is_number=True),
            Column("coverage", _("Party coverage"), lambda b: b.get_coverage_display(), sort="coverage"),
            Column("offers", _("Can give"), lambda b: b.offers, shown=False),
            Column("asks", _("Needs"), lambda b: b.asks, shown=False),
            Column("trade", _("Trade"), lambda b: b.trade, sort="trade", shown=False),
            Column("staff", _("People who work there"), lambda b: b.staff, sort="staff", is_number=True, shown=False),
            Column("code", _("Credit code"), lambda b: b.credit_code, shown=False),
            Column("address", _("Address"), lambda b: b.address, shown=False),
        ]

    def filters(self) -> list[Any]:
        return [
            Choice("kind", _("Kind"), choices=BodyKind.choices),
            Choice("grid", _("Grid"), choices=_grids, apply=_in_grid),
            Choice("coverage", _("Party coverage"), choices=Coverage.choices),
            Choice("time", _("Which"), choices=[("live", _("At work")), ("ended", _("Closed"))], apply=_in_force),
        ]

    def extra(self) -> dict[str, Any]:
        here = reverse("organisation:body-list")
        tabs = [Tab("", _("All"), here), *(Tab(k, str(label), f"{here}?kind={k}") for k, label in TABS.items())]
        scopes = self.actor.scopes(OrganisationPermission.EDIT_BODY)
        imports = bool(self.actor.scopes(OrganisationPermission.IMPORT_BODY))
        return {"tabs": tabs, "which": self.query.get("kind", ""), "may_add": bool(scopes), "may_import": imports}


def may_edit(actor: Any, body: Body) -> bool:
    """Whether somebody may correct it, as long as it is at work."""
    return body.ends_on is None and may(actor, OrganisationPermission.EDIT_BODY, body)
