"""Open data: the same numbers as the public page, for programs and spreadsheets."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linli.core.areas.models import Area
from linli.core.areas.queries.communities import community_for
from linli.core.matters.models import Category
from linli.core.openness.models import OpenMonth
from linli.core.openness.models.months import COUNTS
from linli.core.openness.queries.counts import NO_KIND
from linli.core.openness.queries.months import published

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
DICTIONARY = (
    ("month", _("The month, YYYY-MM. It is counted once, when it is over, and not changed later.")),
    ("kind", _("The code of the upper kind; ALL: all kinds together; NONE: not sorted into a kind.")),
    ("kind_zh", _("The kind in Chinese.")),
    ("kind_en", _("The kind in English.")),
    ("reported", _("How many needs and problems were said in the month.")),
    ("ended", _("How many got one of the three endings in the month.")),
    ("solved", _("Of these: solved.")),
    ("not_possible", _("Of these: answered that it can't be done, and why.")),
    ("handed_on", _("Of these: handed on to someone else who has the power to act.")),
    ("rated", _("How many endings were judged by the person who asked.")),
    ("rating", _("Their mean judgement, 1 to 5; empty when fewer than five judged.")),
    ("answer_days", _("Working days from the first word to the first answer: the middle one.")),
    ("end_days", _("Working days from the first word to the ending: the middle one.")),
)
FIELDS = [name for name, _meaning in DICTIONARY]


def asked_community(request: HttpRequest) -> Area | None:
    """The community that was named, one's own, or the one there is."""
    own = getattr(getattr(getattr(request, "actor", None), "person", None), "community", None)
    slug = request.GET.get("community", "")[:24].replace("\x00", "")
    return community_for(own, slug)


def community_of(request: HttpRequest) -> Area:
    """The same for programs: 404 where there are several and none was named."""
    community = asked_community(request)
    if community is None:
        raise Http404
    return community


def records(community: Area) -> list[dict[str, Any]]:
    """Every published month and kind. An empty number is not shown, because it could point at somebody."""
    kinds = {kind.code: kind for kind in Category.objects.filter(parent=None)}
    return [_record(month, kinds) for month in published(community)]


def _record(month: OpenMonth, kinds: dict[str, Category]) -> dict[str, Any]:
    kind = kinds.get(month.kind)
    named = {"": ("ALL", "全部", "All kinds"), NO_KIND: ("NONE", "未分类", "Not sorted into a kind")}
    code, zh, en = (kind.code, kind.name_zh, kind.name_en) if kind else named.get(month.kind, (month.kind, "", ""))
    told: dict[str, Any] = {"month": f"{month.month:%Y-%m}", "kind": code, "kind_zh": zh, "kind_en": en}
    told |= {name: getattr(month, name) for name in COUNTS}
    return told | {name: getattr(month, name) for name in ("rating", "answer_days", "end_days")}


@login_not_required
@require_safe
def months_csv(request: HttpRequest) -> HttpResponse:
    """All months as a table."""
    community, file = community_of(request), StringIO()
    file.write("\ufeff")  # by which spreadsheets know UTF-8
    writer = csv.DictWriter(file, FIELDS)
    writer.writeheader()
    writer.writerows(records(community))
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="linli-{community.slug}-months.csv"'
    response["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return _for_all(response)


@login_not_required
@require_safe
def months_json(request: HttpRequest) -> HttpResponse:
    """All months with the licence and the meaning of each field."""
    community = community_of(request)
    body = {
        "community": {"id": community.slug, "name_zh": community.name_zh, "name_en": community.name_en},
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "fields": {name: str(meaning) for name, meaning in DICTIONARY},
        "withheld": "null: the number is below five, or would give one below five away",
        "months": records(community),
    }
    return _for_all(JsonResponse(body, json_dumps_params={"ensure_ascii": False}))


def _for_all(response: HttpResponse) -> HttpResponse:
    """Any page of the world may read it: it says nothing about whoever asks."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
