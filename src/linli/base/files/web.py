"""Handing a file to a browser. The view that calls this has checked who may see the record that the file belongs to."""

from __future__ import annotations

from typing import TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from linli.base.errors import Refused
from linli.base.files.models import FileKind, StoredFile
from linli.base.files.operations import open_stored

Response = TypeVar("Response", bound="HttpResponse | FileResponse")


def serve_file(stored: StoredFile, request: HttpRequest, *, small: bool = False) -> HttpResponse | FileResponse:
    """The file for this browser alone: photos inside the page, all else as a download; nothing in it can run."""
    tag = f'"{stored.sha256[:32]}{"-s" if small else ""}"'
    if stored.ended_at is None and request.headers.get("If-None-Match") == tag:
        return _guarded(HttpResponseNotModified(), tag)
    try:
        file = open_stored(stored, small=small)
    except Refused:
        raise Http404 from None
    inside = stored.kind == FileKind.PHOTO
    response = FileResponse(file, as_attachment=not inside, filename=stored.name, content_type=stored.media_type)
    return _guarded(response, tag)


def _guarded(response: Response, tag: str) -> Response:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"  # kept by the browser, asked for each time: rights end
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
