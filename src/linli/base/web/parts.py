"""Small helpers of views: show a refusal where the person is looking, send the whole page or the part that changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from linli.base.errors import Refused


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Show a refusal on the form that was just sent, beside the field it names.

    After the block ask `form.is_valid()` again, or `form.errors`: a refused form is not valid.
    """
    try:
        yield
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))


def render_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any] | None = None, status: int | None = None
) -> HttpResponse:
    """The part for htmx, the whole page for everybody else (also for a step back in the history)."""
    htmx: Any = getattr(request, "htmx", None)
    wants_part = htmx and not htmx.boosted and not htmx.history_restore_request
    response = render(request, part if wants_part else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
