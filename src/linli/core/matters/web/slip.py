"""The slip: what somebody takes home. Whoever holds its code may see how far their matter is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.base.codes import qr_svg
from linli.base.papers import Slip, SlipRow, render_pdf
from linli.base.web.context import actor_of
from linli.base.web.limits import count, guards_codes, is_resting
from linli.base.web.views import too_many
from linli.core.matters.enums import ClockKind
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.followers import Held, is_follower
from linli.core.matters.queries.moves import is_reporter
from linli.core.matters.queries.rules import rule_book
from linli.core.matters.queries.story import title_for
from linli.core.matters.web.limits import any_held_or_404
from linli.core.people.enums import Door

DRAFTS = {"say", "twin-", *(f"twin-{door}" for door in Door)}  # what a browser kept while it was being written
PRINTED = 60  # from one address in ten minutes: a counter prints many, nobody needs more
JUST_NOW = timedelta(minutes=5)


def status_url(code: str) -> str:
    """The address that the QR square holds."""
    return settings.LINLI_URL + reverse("matters:status", args=[code])


@login_not_required
@guards_codes
@require_GET
def page(request: HttpRequest, code: str) -> HttpResponse:
    """A large code to write down, photograph or print, and what happens now."""
    held = any_held_or_404(code)
    matter, follower = held.matter, held.follower
    square = qr_svg(status_url(held.code), title=_("QR code of your slip"))
    context = {
        "matter": matter,
        "code": held.code,
        "follower": follower,
        "title": title_for(SlipHolder(matter.pk), matter),
        "qr": mark_safe(square),  # noqa: S308 -- drawn by our own code from an address
        "limit_days": matter.category.limit_days if matter.category else None,
        "silent_days": rule_book(matter.community_id).days(ClockKind.SILENT),
        "draft": written if (written := request.GET.get("written", "say")) in DRAFTS else "say",
        "is_new": timezone.now() - _given_at(held) < JUST_NOW,
        "status": _own_page(request, held),
        "for_desk": request.user.is_authenticated
        and (follower.written_by if follower else matter.reported_by).startswith("person:")
        and (follower or matter).door != "online",
    }
    return render(request, "matters/slip.html", context)


def _given_at(held: Held) -> datetime:
    return held.follower.followed_at if held.follower else held.matter.reported_at


def _own_page(request: HttpRequest, held: Held) -> str:
    actor = actor_of(request)
    name = "matters:status"
    if held.follower and is_follower(actor, held.follower):
        name = "matters:following-detail"
    elif not held.follower and is_reporter(actor, held.matter):
        name = "matters:mine-detail"
    return reverse(name, args=[held.code])


@login_not_required
@guards_codes
@require_GET
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The slip as a page to print, in large letters, in both languages; `large`: in very large ones, on A4."""
    if is_resting(request, "slip-pdf", PRINTED):
        return too_many(request)
    held = any_held_or_404(code)
    matter = held.matter
    count(request, "slip-pdf", minutes=10)
    url = status_url(held.code)
    slip: Slip = {
        "community_zh": matter.community.name_zh,
        "community_en": matter.community.name_en,
        "title_zh": _in("zh-hans", "Slip"),
        "title_en": _in("en", "Slip"),
        "code": held.code,
        "url": url,
        "qr": qr_svg(url),
        "rows": _rows(held),
        "note_zh": _note("zh-hans"),
        "note_en": _note("en"),
        "phone": matter.community.phone,
    }
    response = HttpResponse(
        render_pdf("slip_large" if "large" in request.GET else "slip", slip, at=timezone.now().replace(microsecond=0)),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = f'inline; filename="{held.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _in(language: str, words: str) -> str:
    with translation.override(language):
        return _(words)


def _note(language: str) -> str:
    with translation.override(language):
        return _("Scan the square, open the address, or call and read us the code: we tell you how far it is.")


def _rows(held: Held) -> list[SlipRow]:
    """What stands on the slip: no name, so that a lost slip tells little."""
    matter, said = held.matter, localtime(_given_at(held))
    values = [
        ("What", title_for(SlipHolder(matter.pk), matter)),
        ("Said", date_format(said, "Y-m-d H:i")),
        ("First answer by", date_format(localtime(matter.due_at), "Y-m-d H:i") if matter.due_at else ""),
    ]
    return [{"zh": _in("zh-hans", label), "en": _in("en", label), "value": value} for label, value in values if value]
