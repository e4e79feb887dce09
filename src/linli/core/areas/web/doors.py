"""Small helpers of the views of core: what you may see but not do is 403, a refusal is shown where the person looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from linli.base.errors import Refused
from linli.base.permissions import may
from linli.base.web.context import actor_of
from linli.base.web.parts import render_part

Words = str | Promise


def need(request: HttpRequest, permission: str, thing: Any) -> None:
    """403 for whoever may see this, but not do it."""
    if not may(actor_of(request), permission, thing):
        raise PermissionDenied


@contextmanager
def refusals_said(request: HttpRequest) -> Iterator[None]:
    """A button that was refused says so at the top of the next page. A missing right is 403."""
    try:
        yield
    except Refused as refusal:
        if refusal.code == "forbidden":
            raise PermissionDenied from refusal
        messages.error(request, str(refusal))


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: Words,
    submit: Words,
    back: str,
    lead: Words = "",
    template: str = "areas/form.html",
    **context: Any,
) -> HttpResponse:
    """A page with one form: as a whole page, or in a dialog."""
    shown = {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "lead": lead,
        "action": request.get_full_path(),
    }
    status = 422 if form.is_bound and form.errors and not getattr(request, "htmx", None) else None
    return render_part(request, template, "areas/_form.html", {**shown, **context}, status=status)
