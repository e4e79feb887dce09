"""Papers about dues: the receipt, and the sheet of a quarter."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.calendars.months import QUARTER, add_months
from linli.base.papers import Ledger, render_pdf
from linli.base.papers.render import Receipt
from linli.base.sheets.write import Column, Page, Purpose, write_workbook
from linli.base.text import yuan
from linli.core.dues.enums import Method
from linli.core.dues.models import HandUp, Payment
from linli.core.dues.operations.handing_up import moment_of
from linli.core.dues.queries.dues import payments_between
from linli.core.dues.web.words import months_of, payer_of, quarter_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOW = {Method.CASH: ("现金", "in cash"), Method.TRANSFER: ("转账", "by bank transfer")}


def receipt_file(payment: Payment) -> HttpResponse:
    """A receipt on A5, in Chinese and English, to take home."""
    how_zh, how_en = HOW[Method(payment.method)]
    number = f" {payment.transfer_no}" if payment.transfer_no else ""
    months = "、".join(f"{part.due.month:%Y-%m}" for part in sorted(payment.parts.all(), key=lambda p: p.due.month))
    rows = [
        {"zh": "交纳人", "en": "From", "value": payer_of(payment)},
        {"zh": "月份", "en": "For", "value": months},
        {"zh": "方式", "en": "How", "value": f"{how_zh}{number} ({how_en})"},
        {"zh": "日期", "en": "Day", "value": payment.paid_on.isoformat()},
        {"zh": "收缴人", "en": "Taken by", "value": payment.collector.name if payment.collector else ""},
    ]
    undone = hasattr(payment, "reversed_by")
    data: Receipt = {
        "title_zh": "党费收据（已撤销）" if undone else "党费收据",
        "title_en": "Receipt of party dues (undone)" if undone else "Receipt of party dues",
        "org": payment.org.name,
        "number": payment.number,
        "sum": f"{payment.amount_fen / 100:,.2f}",
        "rows": rows,  # type: ignore[typeddict-item]  # rows of a slip
        "note_zh": "本收据由党支部留底。党费不在网上交纳。",
        "note_en": "The branch keeps a copy. Dues are never paid online.",
    }
    if payment.by_another:
        rows.append({"zh": "备注", "en": "Note", "value": "由他人代交 (brought by somebody else)"})
    return _file(render_pdf("receipt", data, at=_now()), "application/pdf", f"{payment.number}.pdf")


def _sheet(handup: HandUp) -> tuple[list[str], list[list[Any]]]:
    first, after = moment_of(handup.quarter), moment_of(add_months(handup.quarter, QUARTER))
    payments = payments_between(handup.org_id, first, after).filter(at__lt=handup.handed_at)
    rows = payments.select_related("org").prefetch_related("parts__due__member__person")
    heads = [_("Receipt"), _("Name"), _("For"), _("Sum, in yuan"), _("How"), _("Day")]
    table = [
        [row.number, payer_of(row), months_of(row), yuan(row.amount_fen), row.get_method_display(),
         row.paid_on.isoformat()]
        for row in rows
    ]  # fmt: skip
    return heads, [*table, ["", _("Together"), "", yuan(handup.total_fen), "", ""]]


def _titles(handup: HandUp) -> tuple[str, Purpose]:
    title = _("Dues of %(org)s, %(quarter)s") % {"org": handup.org.name, "quarter": quarter_words(handup.quarter)}
    return title, Purpose(_("the committee"), _("handing up dues"))


def handup_pdf(handup: HandUp) -> HttpResponse:
    """The sheet of a quarter as a paper to sign."""
    (title, purpose), (heads, rows) = _titles(handup), _sheet(handup)
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    footer = _("Handed up %(at)s") % {"at": f"{localtime(handup.handed_at):%Y-%m-%d %H:%M}"}
    data: Ledger = {
        "language": language, "title": title, "purpose": purpose.sentence(), "columns": heads,
        "rows": [[str(cell) for cell in row] for row in rows], "footer": footer,
    }  # fmt: skip
    return _file(render_pdf("ledger", data, at=_now()), "application/pdf", f"{title}.pdf")


def handup_xlsx(handup: HandUp) -> HttpResponse:
    """The sheet of a quarter as a spreadsheet."""
    (title, purpose), (heads, rows) = _titles(handup), _sheet(handup)
    out = io.BytesIO()
    columns = [Column(head) for head in heads]
    write_workbook(out, title=title, pages=[Page(quarter_words(handup.quarter), columns, rows)], purpose=purpose)
    return _file(out.getvalue(), XLSX, f"{title}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _now() -> Any:
    return timezone.now().replace(microsecond=0)
