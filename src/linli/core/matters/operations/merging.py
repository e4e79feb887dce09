"""Two people told the same twice: the desk makes one matter of two, and every voice is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.calendars.queries import add_working_days
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.matters import events
from linli.core.matters.enums import EntryKind, MatterPermission
from linli.core.matters.models import Follower, Matter, MatterClock, Merge
from linli.core.matters.operations.story import Told, lock, tell
from linli.core.matters.queries import moves

UNDO_DAYS = 5


@transaction.atomic
def merge_matter(*, gone: Matter, kept: Matter, reason: str, actor: Actor, now: datetime) -> Merge:
    """Let `gone` go on as part of `kept`: its slip, its story, its pictures and whoever follows it are all kept.

    Whoever asked in `gone` follows `kept` from now on with the code of their old slip. Of two people who merge at once
    one wins.
    """
    reason = clean_words(reason, field="reason", needed=_("Please say why it is the same."), most=400)
    lock_both(gone, kept)
    require(actor, MatterPermission.MERGE, gone)
    require(actor, MatterPermission.MERGE, kept)
    merge = join(gone, kept, reason, actor=actor, now=now)
    detail = {"gone": gone.code}
    tell(gone, Told(EntryKind.MERGED, reason, is_shown=False), events.MatterMerged, actor=actor, now=now)
    told = Told(EntryKind.MERGED_HERE, reason, is_shown=False, detail=detail)
    tell(kept, told, events.MatterMerged, actor=actor, now=now)
    return merge


def join(gone: Matter, kept: Matter, reason: str, *, actor: Actor, now: datetime) -> Merge:
    """Let `gone` rest in `kept` with everybody who waits for it. The caller holds both rows, and tells both stories."""
    _require_mergeable(gone, kept)
    if gone.due_at is None or gone.state not in moves.MERGE.sources:
        raise Refused("wrong-state", _("Someone else was quicker, or this step is no longer open. Please look again."))
    merge = Merge.objects.create(
        gone=gone,
        kept=kept,
        reason=reason,
        state_before=gone.state,
        due_at_before=gone.due_at,
        due_from_before=gone.due_from,
        due_days_before=gone.due_days,
        merged_by=actor.label,
        merged_at=now,
    )
    nothing_due = {"due_at": None, "due_from": None, "due_days": None}
    step(gone, moves.MERGE, actor=actor, now=now, merged_into=kept, **nothing_due)
    gone.followers.filter(merged_from=None).update(matter=kept, merged_from=gone)
    _follow_with_the_old_slip(gone, kept, now)
    return merge


def lock_both(first: Matter, second: Matter) -> None:
    """In the order of their keys, so that two who merge the other way round do not wait for each other for ever."""
    for matter in sorted((first, second), key=lambda one: one.pk):
        lock(matter)


def _require_mergeable(gone: Matter, kept: Matter) -> None:
    if gone.pk == kept.pk or gone.community_id != kept.community_id:
        raise Refused("merge-elsewhere", _("Only two matters of one community can be merged."), field="code")
    if not kept.is_open:
        raise Refused("wrong-state", _("The other matter is not open any more. Please look again."), field="code")
    if Merge.objects.filter(kept=gone, undone_at=None).exists():
        message = _("Another matter was merged into this one already. Please merge the other way round.")
        raise Refused("merged-here-already", message, field="code")


def _follow_with_the_old_slip(gone: Matter, kept: Matter, now: datetime) -> None:
    """Whoever asked, as a follower with the same code; merged anew after an undo it is the same row."""
    Follower.objects.update_or_create(
        code=gone.code,
        defaults={
            "matter": kept,
            "merged_from": gone,
            "person": gone.reporter,
            "contact_name": gone.contact_name,
            "contact_phone": gone.contact_phone,
            "is_anonymous": gone.is_anonymous,
            "hidden_from_handler": gone.hidden_from_handler,
            "text": gone.text,
            "door": gone.door,
            "consent_note": gone.consent_note,
            "written_by": gone.reported_by,
            "followed_at": now,
            "word": "",
            "word_at": None,
            "ended_at": None,
        },
    )


@transaction.atomic
def undo_merge(*, merge: Merge, reason: str, actor: Actor, now: datetime) -> Matter:
    """They were two after all: within five working days the matter goes on by itself, as it stood, with its people."""
    reason = clean_words(reason, field="reason", needed=_("Please say why they are two."), most=400)
    gone, kept = merge.gone, merge.kept
    lock_both(gone, kept)
    require(actor, MatterPermission.MERGE, gone)
    if now > undo_until(merge):
        raise Refused("undo-too-late", _("It was merged more than five working days ago. Please write a new matter."))
    if not Merge.objects.filter(pk=merge.pk, undone_at=None).update(undone_at=now):
        raise Refused("undone-already", _("This was undone already."))
    merge.undone_at = now
    back = replace(moves.UNMERGE, target=merge.state_before)
    due: dict[str, Any] = {
        "due_at": merge.due_at_before,
        "due_from": merge.due_from_before,
        "due_days": merge.due_days_before,
    }
    step(gone, back, actor=actor, now=now, merged_into=None, **due)
    theirs = Follower.objects.filter(merged_from=gone)
    theirs.filter(code=gone.code).update(ended_at=now)
    theirs.exclude(code=gone.code).update(matter=gone, merged_from=None)
    MatterClock.objects.filter(matter=gone, stopped_at=merge.merged_at, due_at__gte=F("started_at")).update(
        stopped_at=None
    )
    record(
        "matters.merge.undo", merge, actor=actor, now=now, reason=reason, data={"gone": gone.code, "kept": kept.code}
    )
    detail = {"gone": gone.code}
    for matter in (gone, kept):
        told = Told(EntryKind.UNMERGED, reason, is_shown=False, detail=detail)
        tell(matter, told, events.MatterUnmerged, actor=actor, now=now)
    return gone


def undo_until(merge: Merge) -> datetime:
    """Until when a merge can be undone."""
    return add_working_days(merge.merged_at, UNDO_DAYS)
