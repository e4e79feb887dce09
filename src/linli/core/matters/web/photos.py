"""Pictures and voice notes of a story: stored with their step, handed out only to those who may read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from linli.base.files.models import StoredFile
from linli.base.files.operations import store_photo
from linli.base.files.web import serve_file
from linli.base.permissions import Actor, may
from linli.base.web.context import actor_of
from linli.base.web.limits import guards_codes
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter, Photo, Recording
from linli.core.matters.queries.actors import SlipHolder
from linli.core.matters.queries.lists import matter_of_code
from linli.core.matters.queries.moves import is_reporter
from linli.core.matters.queries.story import THEIR_WORDS, strands
from linli.core.matters.web.limits import held_or_404


def stored(uploads: Sequence[UploadedFile], *, place: str, actor: Actor, now: datetime) -> list[StoredFile]:
    """Keep what was uploaded, without the place and the camera."""
    return [store_photo(upload, place=place, actor=actor, now=now) for upload in uploads]


@require_GET
def for_person(request: HttpRequest, code: str, pk: UUID) -> HttpResponse | FileResponse:
    """A picture for a worker of that place, or for the person who asked."""
    return _serve(request, matter_of_code(code), pk, actor_of(request))


@login_not_required
@guards_codes
@require_GET
def for_slip(request: HttpRequest, code: str, pk: UUID) -> HttpResponse | FileResponse:
    """A picture for whoever holds the slip."""
    matter = held_or_404(code)
    return _serve(request, matter, pk, SlipHolder(matter.pk))


@require_GET
def recording(request: HttpRequest, code: str, pk: UUID) -> HttpResponse | FileResponse:
    """A voice note for a worker of that place, or for the person who asked when it is meant for them; for no slip."""
    matter, actor = matter_of_code(code), actor_of(request)
    if matter is None:
        raise Http404
    works_here = may(actor, MatterPermission.VIEW, matter)
    spoken = Recording.objects.filter(strands(matter, "entry__", for_reporter=not works_here)).select_related("file")
    if not works_here:
        if not is_reporter(actor, matter):
            raise Http404
        spoken = spoken.filter(entry__is_shown=True)
    return serve_file(get_object_or_404(spoken, pk=pk).file, request)


def _serve(request: HttpRequest, matter: Matter | None, pk: UUID, actor: Actor) -> HttpResponse | FileResponse:
    if matter is None:
        raise Http404
    theirs = is_reporter(actor, matter)
    pictures = Photo.objects.filter(strands(matter, "entry__", for_reporter=theirs)).select_related("file")
    if theirs:
        pictures = pictures.filter(entry__is_shown=True)
        if isinstance(actor, SlipHolder):
            pictures = pictures.exclude(entry__kind__in=THEIR_WORDS)
    elif not may(actor, MatterPermission.VIEW, matter):
        raise Http404
    picture = get_object_or_404(pictures, pk=pk)
    return serve_file(picture.file, request, small="small" in request.GET)
