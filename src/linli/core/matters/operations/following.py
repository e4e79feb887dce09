"""One matter, told by many: whoever has the same joins it, hears what becomes of it, and has a word of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.permissions import Actor, Visitor, require
from linli.base.text import clean_words
from linli.core.matters import events
from linli.core.matters.enums import ENDED, EntryKind, FollowerWord, MatterPermission, MatterState, Voice
from linli.core.matters.models import Follower, Matter
from linli.core.matters.operations.judging import require_time, take_up_again
from linli.core.matters.operations.report import Report, cleaned, require_consent
from linli.core.matters.operations.story import Told, lock, tell
from linli.core.matters.queries import moves
from linli.core.matters.queries.followers import is_follower
from linli.core.matters.queries.nearby import is_shared
from linli.core.people.enums import Door


@transaction.atomic
def follow_matter(*, matter: Matter, report: Report, actor: Actor, now: datetime) -> Follower:
    """Join a matter that somebody else has told already, and get a slip of one's own. Asking twice is harmless.

    The words of `report` are read by the desk alone; the first who asked and other neighbours never see them.
    """
    report = cleaned(report)
    online = report.door == Door.ONLINE
    actor = Visitor() if online and report.is_anonymous else actor
    lock(matter)
    _require_joinable(matter, report, actor)
    person_id = _who_joins(report, actor)
    if person_id and (known := matter.followers.filter(person=person_id, ended_at=None).first()):
        return known
    follower = Follower(
        matter=matter,
        code=free_code(Follower.objects),
        person_id=person_id,
        contact_name=None if report.is_anonymous else report.contact_name or None,
        contact_phone=None if report.is_anonymous else report.contact_phone or None,
        is_anonymous=report.is_anonymous,
        hidden_from_handler=report.hidden_from_handler,
        text=report.text,
        door=report.door,
        consent_note=report.consent_note,
        written_by=actor.label,
        followed_at=now,
    )
    follower.save(force_insert=True)
    _say(follower, EntryKind.FOLLOWED, "", actor=actor, now=now, door=report.door)
    return follower


def _require_joinable(matter: Matter, report: Report, actor: Actor) -> None:
    if report.door == Door.ONLINE:
        if not is_shared(matter):
            raise Refused("not-shared", _("This matter concerns one home alone. Please say yours; we keep both."))
    else:
        require(actor, MatterPermission.REPORT_FOR, matter)
        require_consent(report)
    if not matter.is_open:
        raise Refused(
            "wrong-state", _("This matter has ended meanwhile. Please say what you need; we take it up anew.")
        )
    if report.is_anonymous:
        return
    if matter.reporter_id and matter.reporter_id == _who_joins(report, actor):
        raise Refused("own-matter", _("This is the matter that was told by the same person. Nothing need be done."))


def _who_joins(report: Report, actor: Actor) -> Any:
    """The person in the register, if there is one: whoever is signed in, or the one for whom a worker writes."""
    if report.is_anonymous:
        return None
    if report.door == Door.ONLINE:
        return getattr(actor, "self_id", None)
    return report.reporter.pk if report.reporter else None


@transaction.atomic
def unfollow_matter(*, follower: Follower, actor: Actor, now: datetime, door: str = Door.ONLINE) -> Follower:
    """Somebody wants to hear no more of it. Their slip still opens the story; what they said stays with it."""
    _speaks(follower, actor, door)
    rows = Follower.objects.filter(pk=follower.pk, ended_at=None)
    if not rows.update(ended_at=now):
        raise Refused("follows-no-more", _("You follow this matter no more."))
    follower.ended_at = now
    _say(follower, EntryKind.UNFOLLOWED, "", actor=actor, now=now, door=door)
    return follower


@transaction.atomic
def add_follower_fact(
    *, follower: Follower, text: str, actor: Actor, now: datetime, door: str = Door.ONLINE
) -> Follower:
    """Somebody who follows adds something while it is open; whoever handles it reads it."""
    text = clean_words(text, needed=_("Please write what is new."))
    matter = lock(follower.matter)
    _speaks(follower, actor, door)
    if not matter.is_open:
        raise Refused("wrong-state", _("This matter has ended. You can say whether it is solved for you."))
    _say(follower, EntryKind.FOLLOWER_FACT, text, actor=actor, now=now, door=door)
    return follower


@transaction.atomic
def judge_as_follower(
    *, follower: Follower, word: str, actor: Actor, now: datetime, text: str = "", door: str = Door.ONLINE
) -> Follower:
    """Somebody who follows says whether it is solved for them. The matter closes by the first who asked, or by silence.

    "Not solved for me" counts: while somebody else still has to look they read it; after that, and for fifteen
    working days after the end, the matter is taken up again.
    """
    needed = _("Please say what is still wrong.") if word == FollowerWord.NOT_SOLVED else ""
    text = clean_words(text, needed=needed)
    if word not in FollowerWord.values:
        raise Refused("word-needed", _("Please say whether it is solved for you."), field="word")
    matter = lock(follower.matter)
    _speaks(follower, actor, door)
    if matter.state not in ENDED:
        raise Refused("wrong-state", _("There is no answer yet. You will hear from us."))
    if matter.state == MatterState.CLOSED:
        require_time(matter, now)
    _keep_word(follower, word, now)
    agreed = word == FollowerWord.SOLVED
    kind = EntryKind.FOLLOWER_AGREED if agreed else EntryKind.FOLLOWER_OBJECTED
    _say(follower, kind, text, actor=actor, now=now, door=door)
    if not agreed and (matter.state != MatterState.FED_BACK or matter.answered_at_once):
        _object(follower, matter, actor=actor, now=now, door=door)
    return follower


def _keep_word(follower: Follower, word: str, now: datetime) -> None:
    if not Follower.objects.filter(pk=follower.pk, word="", ended_at=None).update(word=word, word_at=now):
        raise Refused("judged-already", _("You have said your word already. Thank you."))
    follower.word, follower.word_at = word, now


def _object(follower: Follower, matter: Matter, *, actor: Actor, now: datetime, door: str) -> None:
    """Back to the desk. Everybody may say a new word about the next answer."""
    detail = {"follower": str(follower.pk)}
    told = Told(EntryKind.REOPENED, "", _voice(door), door=door, detail=detail)
    take_up_again(matter, told, actor=actor, now=now, move=moves.OBJECT)
    Follower.objects.filter(matter=matter).exclude(word="").update(word="", word_at=None)
    follower.word, follower.word_at = "", None


def _voice(door: str) -> Voice:
    return Voice.REPORTER if door == Door.ONLINE else Voice.STAFF


def _speaks(follower: Follower, actor: Actor, door: str) -> None:
    """Refuse unless it is the follower, the holder of their slip, or a worker who notes it for them."""
    if is_follower(actor, follower):
        return
    require(actor, MatterPermission.REPORT_FOR, follower.matter)
    if door == Door.ONLINE:
        raise Refused("door-needed", _("Please say how the person told you: by phone, at the counter …"), field="door")


def _say(follower: Follower, kind: EntryKind, text: str, *, actor: Actor, now: datetime, door: str) -> None:
    """One entry for the desk, never for the first who asked; one audit row; the news of it."""
    matter = follower.matter
    record(f"matters.follower.{kind.value}", follower, actor=actor, now=now, data={"matter": matter.code, "door": door})
    told = Told(kind, text, _voice(door), is_shown=False, door=door, detail={"follower": str(follower.pk)})
    event = events.MatterFollowed if kind == EntryKind.FOLLOWED else events.FollowerSpoke
    tell(matter, told, event, actor=actor, now=now)
