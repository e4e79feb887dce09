"""What can be taken along on paper: the slip of whoever reported in, and the sealed extract for the unit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.codes import qr_svg
from linli.base.hours import hours_words
from linli.base.papers.render import Report, Slip, render_pdf
from linli.base.text import masked_phone
from linli.core.membership.enums import ServicePost
from linli.core.membership.models import InServiceMember, UnitStatement
from linli.core.membership.web.lists import unit_of

SHOWN_OF_THE_SEAL = 16


def pdf_page(pdf: bytes, name: str) -> HttpResponse:
    """A paper that is kept nowhere on the way."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def report_slip(report: InServiceMember) -> bytes:
    """The slip: the eight fields as they were told, to hand to the unit or to keep."""
    url = settings.LINLI_URL + reverse("membership:mine")
    with translation.override("zh-hans"):
        posts = "、".join(str(ServicePost(post).label) for post in report.service_posts)
        hours = hours_words(report.hours)
    said = [
        ("姓名", "Name", report.person.name),
        ("工作单位", "Unit", unit_of(report)),
        ("单位党组织", "Party organisation of the unit", report.unit_org),
        ("联系电话", "Phone", masked_phone(report.person.phone)),
        ("网格", "Grid", str(report.grid or "")),
        ("特长", "Skills", report.skills),
        ("空闲时间", "Free hours", hours),
        ("认领岗位", "Service posts", posts),
    ]
    community = report.community
    slip: Slip = {
        "community_zh": community.name_zh,
        "community_en": community.name_en or community.name_zh,
        "title_zh": "在职党员报到单",
        "title_en": "Slip of an in-service member",
        "code": report.reported_on.isoformat() if report.reported_on else "",
        "url": url,
        "qr": qr_svg(url),
        "rows": [{"zh": zh, "en": en, "value": value or "—"} for zh, en, value in said],
        "note_zh": "报到自愿。特长和时间随时可以自己修改，也可以暂停或退出，不问原因。",
        "note_en": "Reporting in is voluntary. Change it, pause or leave whenever you like; nobody asks why.",
        "phone": community.phone,
    }
    return render_pdf("slip", slip, at=timezone.now().replace(microsecond=0))


def check_url(statement: UnitStatement) -> str:
    """Where anybody checks an extract."""
    return settings.LINLI_URL + reverse("membership:statement-check", args=[statement.code])


def statement_paper(statement: UnitStatement) -> bytes:
    """The extract with its number, its seal and the page where it can be checked."""
    said = statement.said
    seal = statement.seal[:SHOWN_OF_THE_SEAL]
    hours = f"{sum(line['minutes'] for line in said['lines']) / 60:g}"
    told = {**said, "hours": hours, "code": statement.code, "seal": seal, "url": check_url(statement)}
    data: Report = {
        "language": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "title": _("Extract of the service record"),
        "purpose": _("For the unit, with the person's consent, good until %(day)s; the person may take it back.")
        % {"day": statement.ends_on.isoformat()},
        "sentences": [
            _("%(name)s (%(unit)s) helped in %(community)s from %(since)s to %(until)s, together %(hours)s hours.")
            % {**told, "community": str(statement.community)},
            _("Number %(code)s, seal %(seal)s. Check it at %(url)s") % told,
        ],
        "parts": [{"title": _("What was done"), "columns": _heads(), "rows": _rows(said)}],
        "none": _("Nothing is confirmed in this time."),
        "footer": f"{statement.code} · {seal}",
    }
    return render_pdf("report", data, at=statement.made_at.replace(microsecond=0))


def _heads() -> list[str]:
    return [_("Day"), _("Hours"), _("What was done")]


def _rows(said: dict[str, Any]) -> list[list[str]]:
    return [[line["on"], f"{line['minutes'] / 60:g}", line["what"]] for line in said["lines"]]
