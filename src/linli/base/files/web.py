"""Handing a file to a browser. The view that calls this has checked who may see the record that the file belongs to."""

from __future__ import annotations

import re
from typing import BinaryIO, TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from linli.base.errors import Refused
from linli.base.files.models import FileKind, StoredFile
from linli.base.files.operations import open_stored

RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
Response = TypeVar("Response", bound="HttpResponse | FileResponse")


def serve_file(stored: StoredFile, request: HttpRequest, *, small: bool = False) -> HttpResponse | FileResponse:
    """The file for this browser alone: what is seen or heard inside the page, all else as a download; nothing runs."""
    tag = f'"{stored.sha256[:32]}{"-s" if small else ""}"'
    if stored.ended_at is None and request.headers.get("If-None-Match") == tag:
        return _guarded(HttpResponseNotModified(), tag)
    try:
        file = open_stored(stored, small=small)
    except Refused:
        raise Http404 from None
    inside = stored.kind in {FileKind.PHOTO, FileKind.RECORDING}
    if stored.kind == FileKind.RECORDING and (piece := _piece(file, request, stored)):
        return _guarded(piece, tag)
    response = FileResponse(file, as_attachment=not inside, filename=stored.name, content_type=stored.media_type)
    if stored.kind == FileKind.RECORDING:  # telephones play nothing that they cannot ask for in pieces
        response.headers["Accept-Ranges"] = "bytes"
    return _guarded(response, tag)


def _piece(file: BinaryIO, request: HttpRequest, stored: StoredFile) -> HttpResponse | None:
    """The bytes that were asked for with `Range: bytes=first-last`; None when all were."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or not any(asked.groups()):
        return None
    first, last = (int(end) if end else None for end in asked.groups())
    if first is None:
        first, last = max(0, stored.size - (last or 0)), None
    last = stored.size - 1 if last is None else min(last, stored.size - 1)
    with file:
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
        file.seek(first)
        content = file.read(last - first + 1)
    said = {"Content-Range": f"bytes {first}-{last}/{stored.size}", "Accept-Ranges": "bytes"}
    return HttpResponse(content, status=206, content_type=stored.media_type, headers=said)


def _guarded(response: Response, tag: str) -> Response:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"  # kept by the browser, asked for each time: rights end
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
