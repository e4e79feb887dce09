"""One matter or two, for programs: merging, splitting, and undoing either."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from linli.base.errors import Refused
from linli.base.permissions import Actor, may, require
from linli.base.web.api import REFUSALS
from linli.core.matters import schemas as s
from linli.core.matters.api.matters import actor_of, category_or_refused, seen
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import Matter, Merge, Photo, Split
from linli.core.matters.operations.merging import merge_matter, undo_merge
from linli.core.matters.operations.splitting import Second, split_matter, undo_split
from linli.core.matters.queries import lists
from linli.core.matters.queries.story import strands

router = Router(tags=["matters"])


class MergeIn(Schema):
    """Which matter it goes on in."""

    into: str = Field(max_length=20, description="The code of the matter that stays.")
    reason: str = Field(max_length=400)


class SplitIn(Schema):
    """The second of two things."""

    text: str = Field(max_length=2000, description="The words of the second thing.")
    category: str | None = Field(None, pattern=s.CODE)
    photos: list[UUID] = Field(default_factory=list, max_length=6, description="Pictures of the story that show it.")
    followers: list[UUID] | None = Field(None, max_length=500, description="Who has it, too; all when left out.")
    first_title: str = Field("", max_length=60)
    reason: str = Field(max_length=400)


class ReasonNeededIn(Schema):
    reason: str = Field(max_length=400)


@router.post("/{code}/merge", response={200: s.MatterOut, **REFUSALS}, operation_id="matter_merge")
def merge(request: HttpRequest, code: str, data: MergeIn) -> Matter:
    """Let it go on in another matter; every slip stays good. The answer is the one that stays."""
    gone, actor = _to_join(request, code), actor_of(request)
    kept = lists.matter_of_code(data.into)
    if kept is None or not may(actor, MatterPermission.VIEW, kept):
        raise Refused("merge-unknown", _("There is no matter with this code at your places."), field="into")
    merge_matter(gone=gone, kept=kept, reason=data.reason, actor=actor, now=now())
    return kept


@router.post("/{code}/unmerge", response={200: s.MatterOut, **REFUSALS}, operation_id="matter_unmerge")
def unmerge(request: HttpRequest, code: str, data: ReasonNeededIn) -> Matter:
    """They were two after all: it goes on by itself, as it stood."""
    gone = _to_join(request, code)
    found = get_object_or_404(Merge.objects.select_related("gone", "kept"), gone=gone, undone_at=None)
    return undo_merge(merge=found, reason=data.reason, actor=actor_of(request), now=now())


@router.post("/{code}/split", response={201: s.MatterOut, **REFUSALS}, operation_id="matter_split")
def split(request: HttpRequest, code: str, data: SplitIn) -> Status:
    """Take the second thing out of it; the answer is the new matter."""
    matter = _to_join(request, code)
    photos = list(Photo.objects.filter(strands(matter, "entry__"), pk__in=data.photos).select_related("file"))
    if len(photos) < len(set(data.photos)):
        raise Refused("photo-elsewhere", _("This picture belongs to another matter."), field="photos")
    chosen = None
    if data.followers is not None:
        chosen = list(matter.followers.filter(pk__in=data.followers, ended_at=None))
        if len(chosen) < len(set(data.followers)):
            raise Refused("follower-elsewhere", _("Somebody you chose does not follow this matter."), field="followers")
    second = Second(
        text=data.text, category=category_or_refused(data.category), photos=photos, followers=chosen,
        first_title=data.first_title,
    )  # fmt: skip
    made = split_matter(matter=matter, second=second, reason=data.reason, actor=actor_of(request), now=now())
    return Status(201, made.part)


@router.post("/{code}/unsplit", response={200: s.MatterOut, **REFUSALS}, operation_id="matter_unsplit")
def unsplit(request: HttpRequest, code: str, data: ReasonNeededIn) -> Matter:
    """It was one thing after all: the answer is the first matter, with everything said meanwhile."""
    part = _to_join(request, code)
    made = get_object_or_404(Split.objects.select_related("whole", "part"), part=part, undone_at=None)
    return undo_split(split=made, reason=data.reason, actor=actor_of(request), now=now())


def _to_join(request: HttpRequest, code: str) -> Matter:
    """A matter that the caller sees, and may merge and split."""
    matter = seen(request, code)
    actor: Actor = actor_of(request)
    require(actor, MatterPermission.MERGE, matter)
    return matter
