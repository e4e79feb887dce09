"""At which side of the table somebody sits: the same pages for the desk and for a unit, each in its own house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from linli.base.codes import normalise_code
from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.core.partnership.enums import PartnershipPermission, Side
from linli.core.partnership.models import Agreement


@dataclass(frozen=True)
class Seat:
    """Which side it is, who may sit there, and where its pages are."""

    side: Side
    permission: str
    start: str  # how the names of its addresses begin
    shell: str

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"{self.start}{name}", args=args)

    def seen_or_404(self, request: HttpRequest, code: str) -> Agreement:
        """An agreement that whoever sits here may see; to all others there is none."""
        rows = Agreement.objects.select_related("partner__body", "community", "lead").defer("community__outline")
        found = rows.filter(code=normalise_code(code) or "").first()
        if found is None or not may(actor_of(request), self.permission, found):
            raise Http404
        return found


DESK = Seat(Side.COMMUNITY, PartnershipPermission.AGREEMENT_VIEW, "partnership:desk-agreement", "shell/desk.html")
UNIT = Seat(Side.UNIT, PartnershipPermission.SPEAK, "partnership:unit-agreement", "shell/portal.html")
