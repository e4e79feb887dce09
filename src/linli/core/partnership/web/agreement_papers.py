"""An agreement on paper: as PDF to sign, and as a Word document to talk about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.papers import Contract, render_docx, render_pdf
from linli.base.papers.render import ContractPart, Signature
from linli.base.papers.word import WORD
from linli.core.partnership.enums import PromiseState, Side
from linli.core.partnership.models import Agreement, Promise
from linli.core.partnership.queries.agreements import promises_of
from linli.core.partnership.web.seats import Seat


def paper_of(agreement: Agreement) -> Contract:
    """Everything that both sides sign, in the language of whoever asks."""
    unit, community = agreement.partner.body.name, str(agreement.community)
    promises = [one for one in promises_of(agreement) if one.state != PromiseState.DROPPED]
    return {
        "language": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "title": _("Agreement of co-construction"),
        "subtitle": _("Code %(code)s · words no. %(revision)s") % {"code": agreement.code,
                                                                   "revision": agreement.revision},
        "parties": [
            {"label": pgettext("party of a contract", "Party A"), "name": community},
            {"label": pgettext("party of a contract", "Party B"), "name": unit},
        ],
        "columns": [_("No."), _("What is promised"), _("Where, when, under which terms"), _("By when")],
        "parts": [
            _article(_("1. What it is for"), agreement.aim),
            _article(_("2. Term"), _("From %(first)s until %(last)s. Both sides look through it every half-year.")
                     % {"first": date_format(agreement.starts_on), "last": date_format(agreement.ends_on)}),
            _promised(_("3. What %(name)s gives") % {"name": unit}, promises, Side.UNIT),
            _promised(_("4. What %(name)s gives") % {"name": community}, promises, Side.COMMUNITY),
            _article(_("5. Changes"), _("Other words count when both sides have agreed to them. Each promise ends with "
                                        "a proof that both sides accept.")),
            _article(_("6. Leaving"), agreement.leaving),
            _article(_("7. What is never handed over"), agreement.privacy),
        ],
        "signatures": [_signed(agreement, Side.COMMUNITY, community), _signed(agreement, Side.UNIT, unit)],
        "footer": _("Two copies, one for each side. %(code)s") % {"code": agreement.code},
    }  # fmt: skip


def _article(title: str, text: str) -> ContractPart:
    return {"title": title, "lines": text.split("\n"), "rows": []}


def _promised(title: str, promises: list[Promise], side: Side) -> ContractPart:
    own = [one for one in promises if one.side == side]
    rows = [[str(n), one.text, one.terms, date_format(one.due_on)] for n, one in enumerate(own, start=1)]
    return {"title": title, "lines": [], "rows": rows}


def _signed(agreement: Agreement, side: Side, party: str) -> Signature:
    at = agreement.community_signed_at if side == Side.COMMUNITY else agreement.unit_signed_at
    name = agreement.community_signer if side == Side.COMMUNITY else agreement.unit_signer
    return {"party": party, "name": name, "day": date_format(localtime(at)) if at else ""}


@require_safe
def pdf(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    """As PDF, ready to be signed by hand."""
    agreement = seat.seen_or_404(request, code)
    paper = render_pdf("contract", paper_of(agreement), at=timezone.now().replace(microsecond=0))
    return _file(paper, "application/pdf", f"{agreement.code}.pdf", inside=True)


@require_safe
def docx(request: HttpRequest, code: str, seat: Seat) -> HttpResponse:
    """As a Word document."""
    agreement = seat.seen_or_404(request, code)
    return _file(render_docx("contract", paper_of(agreement)), WORD, f"{agreement.code}.docx")


def _file(content: bytes, kind: str, name: str, *, inside: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'{"inline" if inside else "attachment"}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
