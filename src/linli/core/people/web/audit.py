"""The audit for whoever watches: who did what, when, where and why; and whether it is as it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.base.audit.models import AuditEntry
from linli.base.web.lists import Between, Column, Empty, ListPage, Text
from linli.core.areas.models import Area
from linli.core.people.enums import SystemPermission
from linli.core.people.models import Person
from linli.core.people.operations.audit import note_audit_read, verify_audit
from linli.core.people.queries.record import who_of
from linli.core.people.web.action_words import WORDS

NAMES_AT_MOST = 50
ASKED = ("who", "action", "at_from", "at_to", "place", "subject", "sort", "page", "export")
LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z-])\+?\d[\d -]{9,}[\dXx](?![0-9A-Za-z-])")


def _noted(asked: str) -> str:
    """What somebody looked for, as the audit keeps it for ever: without a number that belongs to a person."""
    return LONG_NUMBER.sub("*", asked)[:80]


def _by_name(rows: QuerySet[AuditEntry], name: str) -> QuerySet[AuditEntry]:
    people = Person.objects.filter(name=name).values_list("pk", flat=True)[:NAMES_AT_MOST]
    return rows.filter(person_id__in=list(people))


def _below(rows: QuerySet[AuditEntry], path: str) -> QuerySet[AuditEntry]:
    return rows.filter(place__under=path if path.endswith("/") else f"{path}/")


def _by_action(rows: QuerySet[AuditEntry], typed: str) -> QuerySet[AuditEntry]:
    """By the code, or by what it means in the reader's language."""
    meant = [code for code, words in WORDS.items() if typed.casefold() in str(words).casefold()]
    return rows.filter(Q(action__icontains=typed) | Q(action__in=meant))


class AuditList(ListPage):
    """Who did what, the newest first."""

    key = "audit"
    title = gettext_lazy("Audit")
    lead = gettext_lazy("Who did what, when, and why. Nobody can change it; that you read it is written down, too.")
    permission = SystemPermission.AUDIT
    template_name = "people/audit_list.html"
    sort = "-pk"  # keys sort by time
    empty = Empty(gettext_lazy("Nothing was done"), gettext_lazy("Every step that somebody takes stands here."))
    filters = [
        Text("who", gettext_lazy("Who (full name)"), apply=_by_name),
        Text("action", gettext_lazy("What"), apply=_by_action),
        Between("at", gettext_lazy("When")),
        Text("place", gettext_lazy("Place (path)"), apply=_below),
        Text("subject", gettext_lazy("About (key)"), field="subject_id"),
    ]

    def columns(self) -> Sequence[Column]:
        return [
            Column("at", _("When"), lambda entry: entry.at, sort="pk"),
            Column("who", _("Who"), lambda entry: entry.name or who_of(entry, {})),
            Column("action", _("What"), self._action, export=lambda entry: entry.action),
            Column("subject", _("About"), lambda entry: f"{entry.subject_type} {entry.subject_id}"),
            Column("place", _("Place"), self._place, export=lambda entry: entry.place),
            Column("reason", _("Reason"), lambda entry: entry.reason),
            Column("seal", _("Seal"), lambda entry: entry.seal, shown=False, is_number=True),
        ]

    @staticmethod
    def _action(entry: AuditEntry) -> str:
        return str(WORDS.get(entry.action, entry.action))

    def _place(self, entry: AuditEntry) -> str:
        """A place by its name; nothing for what belongs to no place."""
        area = self._areas.get(entry.place)
        return str(area) if area else "" if entry.place == "/" else entry.place

    @cached_property
    def _areas(self) -> dict[str, Area]:
        """The places of this page, with one query."""
        named = Area.objects.filter(
            path__in={str(entry.place) for entry in self.found if isinstance(entry, AuditEntry)}
        )
        return {area.path: area for area in named.defer("outline")}

    def rows(self) -> QuerySet[AuditEntry]:
        name = Person.objects.filter(pk=OuterRef("person_id")).values("name")[:1]
        return AuditEntry.objects.visible_to(self.actor, SystemPermission.AUDIT).annotate(name=Subquery(name))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = {name: _noted(request.GET[name]) for name in ASKED if request.GET.get(name)}
        note_audit_read(asked=asked, actor=self.actor, now=timezone.now())
        return super().get(request, *args, **kwargs)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Is the audit as it was written?"""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.scopes(SystemPermission.AUDIT):
        raise Http404
    verdict = verify_audit(actor=actor, now=timezone.now())
    return render(request, "people/audit_verdict.html", {"verdict": verdict})
