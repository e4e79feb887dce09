"""What waits on the telephone: the page that works without network, and the address that takes things in, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from linli.base.errors import Refused
from linli.base.permissions import Actor, may
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import communities_for
from linli.core.matters.enums import EndingKind, MatterPermission
from linli.core.matters.models import Capture, Matter
from linli.core.matters.operations.captures import Enclosed, Kept, TakeIn, receive_capture
from linli.core.matters.operations.handling import add_note, feed_back
from linli.core.matters.operations.report import Report, report_matter
from linli.core.matters.queries.lists import matter_of_code
from linli.core.matters.queries.suggest import suggest_categories
from linli.core.matters.web.field.phone import phone_words
from linli.core.matters.web.field.stops import field_actor, reported_grids
from linli.core.matters.web.forms import PhotosField
from linli.core.people.enums import Door

NEW, NOTE, ENDING = "matter", "note", "ending"
KINDS = [
    (NEW, gettext_lazy("Something I found")),
    (NOTE, gettext_lazy("A note")),
    (ENDING, gettext_lazy("How it ended")),
]


class CaptureForm(forms.Form):
    """One thing that waited on a telephone, as it is sent."""

    key = forms.UUIDField()
    person = forms.UUIDField()
    kind = forms.ChoiceField(choices=KINDS)
    code = forms.CharField(max_length=20, required=False)
    text = forms.CharField(max_length=2000, required=False)
    address = forms.CharField(max_length=200, required=False)
    grid = forms.UUIDField(required=False)
    lat = forms.FloatField(min_value=-90, max_value=90, required=False)
    lng = forms.FloatField(min_value=-180, max_value=180, required=False)
    ending = forms.ChoiceField(choices=[("", ""), *EndingKind.choices], required=False)
    handed_on_to = forms.CharField(max_length=80, required=False)
    is_shown = forms.BooleanField(required=False)
    emergency_confirmed = forms.BooleanField(required=False)
    photos = PhotosField()
    recording = forms.FileField(required=False)


@dataclass(frozen=True)
class Sent:
    """What was sent, by whom, when."""

    said: dict[str, Any]
    actor: Actor
    now: datetime


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Write down what is found, with or without network. The page holds nothing about anybody: it may be kept."""
    field_actor(request)
    context = {"kinds": KINDS, "endings": EndingKind.choices, "words": phone_words(), "photos": CaptureForm()["photos"]}
    return render(request, "matters/field/capture.html", context)


@never_cache
@require_GET
def who(request: HttpRequest) -> HttpResponse:
    """Who is signed in on this telephone, and the token without which nothing is taken in."""
    actor = field_actor(request)
    return JsonResponse({"person": str(actor.person_id), "token": get_token(request)})


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take in one thing; sent twice, it is taken in once. What is refused says why, and stays on the telephone."""
    actor = field_actor(request)
    form = CaptureForm(request.POST, request.FILES)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        return _refusal(422, "invalid", str(errors[0]), field)
    said = form.cleaned_data
    if said["person"] != actor.person_id:
        return _refusal(409, "other-person", _("Somebody else wrote this. Only they can send it, signed in."), "")
    now = timezone.now()
    try:
        capture = _receive(Sent(said, actor, now))
    except Refused as refusal:
        status = 403 if refusal.code == "forbidden" else 409
        return _refusal(status, refusal.code, str(refusal), refusal.field or "")
    except Http404:
        return _refusal(404, "not-found", _("This matter is not there any more, or not yours to see."), "code")
    code = capture.matter.code
    url, again = reverse("matters:desk-detail", args=[code]), capture.at != now
    return JsonResponse({"code": code, "url": url, "again": again})


def _refusal(status: int, code: str, message: str, field: str) -> JsonResponse:
    return JsonResponse({"code": code, "message": str(message), "field": field}, status=status)


def _matter_of(sent: Sent) -> Matter:
    """The matter that a note or an ending belongs to."""
    matter = matter_of_code(sent.said["code"])
    if matter is None or not may(sent.actor, MatterPermission.VIEW, matter):
        raise Http404
    return matter


def _receive(sent: Sent) -> Capture:
    take_in: dict[str, Callable[[Sent], tuple[str, TakeIn]]] = {NEW: _new, NOTE: _note, ENDING: _ending}
    place, how = take_in[sent.said["kind"]](sent)
    enclosed = Enclosed(sent.said["photos"], sent.said["recording"])
    return receive_capture(
        key=sent.said["key"], place=place, enclosed=enclosed, take_in=how, actor=sent.actor, now=sent.now
    )


def _new(sent: Sent) -> tuple[str, TakeIn]:
    """Something that a worker found, or was told, on the way."""
    said, grid = sent.said, _grid_of(sent)
    community = grid.community if grid else communities_for(sent.actor, MatterPermission.REPORT_FOR).first()
    if community is None:
        raise Refused("forbidden", _("You do not have the right to do this here."))
    kinds = suggest_categories(said["text"], most=1)

    def take_in(kept: Kept) -> Matter:
        report = Report(
            community=community, text=said["text"], category=kinds[0] if kinds else None, grid=grid,
            address=said["address"], lat=said["lat"], lng=said["lng"], door=Door.VISIT,
            photos=kept.photos, recording=kept.recording, emergency_confirmed=said["emergency_confirmed"],
        )  # fmt: skip
        return report_matter(report=report, actor=sent.actor, now=sent.now)

    return (grid or community).path, take_in


def _grid_of(sent: Sent) -> Area | None:
    """The grid that was chosen; the only one of whoever serves one."""
    grids = {grid.pk: grid for grid in reported_grids(sent.actor)}
    if sent.said["grid"]:
        if sent.said["grid"] not in grids:
            raise Refused("grid-elsewhere", _("This grid is not one of yours. Please choose again."), field="grid")
        return grids[sent.said["grid"]]
    return next(iter(grids.values())) if len(grids) == 1 else None


def _note(sent: Sent) -> tuple[str, TakeIn]:
    matter, said = _matter_of(sent), sent.said

    def take_in(kept: Kept) -> Matter:
        shown = {"is_shown": said["is_shown"], "photos": kept.photos, "recording": kept.recording}
        return add_note(matter=matter, text=said["text"], actor=sent.actor, now=sent.now, **shown).matter

    return matter.place, take_in


def _ending(sent: Sent) -> tuple[str, TakeIn]:
    matter, said = _matter_of(sent), sent.said

    def take_in(kept: Kept) -> Matter:
        return feed_back(
            matter=matter, ending=said["ending"], text=said["text"], handed_on_to=said["handed_on_to"],
            photos=kept.photos, recording=kept.recording, actor=sent.actor, now=sent.now,
        )  # fmt: skip

    return matter.place, take_in
