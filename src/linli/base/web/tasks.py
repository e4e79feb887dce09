"""Long exports, done by the worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from linli.base.files.operations import store_result
from linli.base.files.sniff import XLSX
from linli.base.jobs.registry import JobRun, Outcome, job
from linli.base.permissions import Actor
from linli.base.web.lists.export import KIND, file_name, write_export
from linli.base.web.lists.page import ListPage, lists
from linli.base.web.models import ListExport


@job(KIND)
def export_list(run: JobRun) -> Outcome:
    """Write a long list as a spreadsheet, as the person who asked, with the rights that they hold by now."""
    export = ListExport.objects.get(pk=UUID(run.params["export"]))
    actor: Actor = import_string(settings.LINLI_ACTOR)(export.owner_id, run.now())
    page = page_of(export, actor, run.now())
    with TemporaryFile() as file:
        count = write_export(page, export, file, progress=run.progress)
        file.seek(0)
        name = file_name(page, export)
        stored = store_result(_chunks(file), name=name, media_type=XLSX, place=run.place, actor=actor, now=run.now())
    return Outcome(_("%(title)s: %(n)s rows") % {"title": page.title, "n": count}, {"rows": count}, stored)


def page_of(export: ListExport, actor: Actor, now: datetime) -> ListPage:
    """The list as it was asked for, without a browser."""
    import_module(settings.ROOT_URLCONF)  # lists make themselves known when the pages of their rooms are loaded
    request = HttpRequest()
    request.method = "GET"
    request.GET = QueryDict(export.query)
    request.actor = actor  # type: ignore[attr-defined]
    page = lists[export.list_key]()
    page.setup(request)
    page.now = now
    return page


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(1 << 16):
        yield chunk
