"""What the same work costs without the product: one SELECT and a template; the same rows inserted, unchecked."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path
from django.utils.timezone import now

from linli.base.audit.models import AuditEntry
from linli.base.codes import new_code
from linli.base.outbox.models import Delivery
from linli.base.search.models import SearchEntry
from linli.base.search.tokens import tokens_of
from linli.core.areas.models import Area
from linli.core.matters.models import Entry, Matter

ROWS = Engine().from_string(
    "<!doctype html><html lang='zh-Hans'><title>rows</title><table>{% for row in rows %}<tr>"
    "<td><a href='/desk/matters/{{ row.code }}/'>{{ row.title }}</a></td><td>{{ row.code }}</td>"
    "<td>{{ row.get_state_display }}</td><td>{{ row.due_at|date:'Y-m-d H:i' }}</td><td>{{ row.category.name_zh }}</td>"
    "<td>{{ row.grid.name_zh }}</td><td>{{ row.handler.name }}</td><td>{{ row.reported_at|date:'Y-m-d H:i' }}</td></tr>"
    "{% endfor %}</table></html>"
)
WORDS: Any = tokens_of("路灯不亮")


@cache
def community_id() -> UUID:
    """The community with the matters; asked once, so that each answer is one SELECT."""
    return Matter.objects.values_list("community_id", flat=True)[:1].get()


def rows(_request: HttpRequest) -> HttpResponse:
    """Fifty rows of one SELECT, newest first, in the columns of the desk's list."""
    found = Matter.objects.filter(community=community_id()).select_related("category", "grid", "handler")
    return HttpResponse(ROWS.render(Context({"rows": found.order_by("-reported_at")[:50]})))


@transaction.atomic
def insert(_request: HttpRequest) -> HttpResponse:
    """The rows that saying a need writes, and nothing else."""
    moment = now()
    community = Area.objects.get(pk=community_id())
    matter = Matter.objects.create(
        community=community,
        place=community.path,
        code=new_code(),
        title="路灯不亮",
        text="路灯不亮",
        reported_by="visitor",
        reported_at=moment,
        state_since=moment,
        due_at=moment,
    )
    AuditEntry(
        action="x", subject_type="x", subject_id=str(matter.pk), place=community.path, actor="visitor", at=moment
    ).save()
    Entry(matter=matter, kind="reported", voice="reporter", actor="visitor", at=moment).save()
    SearchEntry(subject_type="matter", subject_id=matter.pk, words=WORDS).save()
    Delivery.objects.create(topic="x", subscriber="x", payload={}, due_at=moment, state="done", done_at=moment)
    return HttpResponse("ok")


urlpatterns = [path("rows/", rows), path("insert/", insert)]
