"""Taking rows away: never without saying for whom, what for and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.jobs.operations import start_job
from linli.base.sheets.write import Column as SheetColumn
from linli.base.sheets.write import Page, Purpose, write_workbook
from linli.base.web.forms import DayField
from linli.base.web.lists.columns import exported_rows
from linli.base.web.models import ListExport
from linli.base.web.operations import note_export
from linli.base.web.parts import refusals_on

if TYPE_CHECKING:
    from linli.base.web.lists.page import ListPage

AT_ONCE = 2_000  # rows that are written while the person waits
KIND = "web.list-export"
LONGEST = timedelta(days=366)
STEP = 5_000
Progress = Callable[[int, int, str], None]


class ExportForm(forms.Form):
    """For whom, what for, until when."""

    whom = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=120,
        help_text=gettext_lazy("The person or the office that will have the file."),
    )
    what_for = forms.CharField(
        label=gettext_lazy("What for?"),
        max_length=200,
        help_text=gettext_lazy("It stands at the top of the file, and in the record of who saw what."),
    )
    until = DayField(label=gettext_lazy("To be deleted after"))

    def __init__(self, page: ListPage, data: Any = None) -> None:
        today = page.now.date()
        super().__init__(data, initial={"until": today + timedelta(days=30)})
        self._first, self._last = today, today + LONGEST

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if not self._first <= until <= self._last:
            raise forms.ValidationError(_("Choose a day from today to a year from now."))
        return until


def export_page(page: ListPage, request: HttpRequest) -> HttpResponseBase:
    """Ask for the purpose; then hand over the file, or begin a job when there is much to write."""
    form = ExportForm(page, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _hand_over(page, _note(page, form.cleaned_data))
    columns = [column.label for column in columns_of(page)]
    context = {"list": page, "form": form, "columns": columns, "back_url": page.address(), "shell_template": page.shell}
    return render(request, "web/export.html", context)


def _note(page: ListPage, purpose: dict[str, Any]) -> ListExport:
    scopes = page.actor.scopes(page.export_permission or page.permission or "")
    return note_export(
        list_key=page.key,
        place=scopes[0].path if scopes else "/",
        query=page.address().partition("?")[2],
        columns=[column.key for column in columns_of(page)],
        actor=page.actor,
        now=page.now,
        **purpose,
    )


def _hand_over(page: ListPage, export: ListExport) -> HttpResponseBase:
    if page.exported().order_by().values("pk")[: AT_ONCE + 1].count() > AT_ONCE:
        job = start_job(KIND, params={"export": str(export.pk)}, place=export.place, actor=page.actor, now=page.now)
        return redirect("web:job", job.pk)
    file = TemporaryFile()  # noqa: SIM115 -- the response closes it
    write_export(page, export, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(page, export))


def columns_of(page: ListPage) -> list[Any]:
    """The columns that the page shows now and that may leave the house."""
    return [column for column in page.shown_columns if column.export]


def write_export(page: ListPage, export: ListExport, target: Any, progress: Progress | None = None) -> int:
    """Write the rows of a list as a workbook; returns how many there were."""
    columns = [column for column in page.all_columns if column.key in export.columns and column.export]
    purpose = Purpose(whom=export.whom, what_for=export.what_for, until=export.until)
    rows = exported_rows(_told(page.exported().iterator(chunk_size=2_000), progress), columns)
    sheet = Page(str(page.title), [SheetColumn(str(column.label)) for column in columns], rows)
    return write_workbook(target, title=str(page.title), pages=[sheet], purpose=purpose)


def _told(rows: Iterator[Any], progress: Progress | None) -> Iterator[Any]:
    """The rows, while their number is told now and then; how many there will be is not known without counting."""
    for n, row in enumerate(rows):
        if progress and n % STEP == 0:
            progress(0, 0, _("%(n)s rows so far") % {"n": n})
        yield row


def file_name(page: ListPage, export: ListExport) -> str:
    """What the file is called: the list and the day."""
    name = slugify(str(page.title), allow_unicode=True) or page.key
    return str(Path(f"{name}-{export.created_at:%Y-%m-%d}.xlsx").name)
