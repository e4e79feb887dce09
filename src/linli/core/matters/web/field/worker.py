"""The service worker of the round: it keeps one page without anybody's data, and the files that page needs."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linli.core.matters.web.field.stops import field_actor

FILES = (
    "vendor/tabler.css", "vendor/icons.svg", "vendor/htmx.min.js", "linli/linli.css", "linli/linli.js",
    "linli/blur.js", "linli/favicon.svg", "matters/matters.css", "matters/field/field.css", "matters/field/store.js",
    "matters/field/sending.js", "matters/field/recorder.js", "matters/field/capture.js",
)  # fmt: skip


@never_cache
@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """The worker with the names of the files; another name of one of them, or another language, is a new version."""
    field_actor(request)
    files = [static(name) for name in FILES]
    said = json.dumps([get_language(), *files])
    version = hashlib.sha256(said.encode()).hexdigest()[:12]
    context = {"version": version, "files": json.dumps(files), "shell": reverse("matters:round-capture")}
    return render(request, "matters/field/worker.js", context, content_type="text/javascript")
