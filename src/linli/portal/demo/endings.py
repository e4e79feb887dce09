"""How endings were judged in the demo, what followed the bad ones, and what people said four weeks later."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from linli.base.permissions import SystemActor
from linli.core.areas.models import Area
from linli.core.matters.enums import BAD_RATINGS, EntryKind, JudgeReason, MatterState, ReviewState, TaskState
from linli.core.matters.models import BadReview, Entry, FollowUp, Judgement, Matter, ReviewStep, Task
from linli.core.matters.operations.texts import bring_usual
from linli.core.matters.queries.deadlines import STILL_AFTER
from linli.core.matters.queries.texts import checklist_for
from linli.portal.demo.keys import Keys
from linli.portal.demo.pen import insert_all
from linli.portal.demo.staff import Staff, Worker

DAY = timedelta(days=1)
WAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (ReviewState.RECEIVED, ()),
    (ReviewState.CONTACTED, ("contact",)),
    (ReviewState.DOUBTED, ("contact", "doubt")),
    (ReviewState.VERIFIED, ("contact", "uphold")),
    (ReviewState.RECTIFYING, ("contact", "uphold", "rectify")),
    (ReviewState.RECTIFIED, ("contact", "uphold", "rectify", "rectified")),
    (ReviewState.CALLED_BACK, ("contact", "uphold", "rectify", "rectified", "call-back")),
    (ReviewState.INVALID, ("contact", "doubt", "agree")),
)
CLOSED = ("contact", "uphold", "rectify", "rectified", "call-back", "close")
SAID = {
    "contact": "电话里说：当时修好了，过了两天又不行，等得有点着急。",
    "uphold": "去现场看了，确实没彻底弄好，居民说得对。",
    "doubt": "去看了两次都是好的，师傅也有照片，像是和别的楼弄混了。",
    "agree": "我也去看过，现场是好的。您说的那处在隔壁小区，已经帮您转过去了。",
    "rectify": "请师傅重新来一趟，换新的，当面试给居民看。",
    "rectified": "换了新的，当面试过，好用。",
    "call-back": "回访：这回好了，谢谢。",
    "close": "以后修完隔一天再问一次，别等居民来催。",
}
ANSWERS = ("谢谢您的肯定，我们接着努力。", "您说得对，来晚了，下次先打电话说一声。", "谢谢，师傅知道了很高兴。")


def write_endings(
    community: Area, staff: Staff, entries: list[Entry], *, chance: random.Random, keys: Keys, now: datetime
) -> None:
    """Judgements for each rated entry, bad reviews in every state, checklists half done, answers."""
    bring_usual(community=community, actor=SystemActor("demo"), now=now - timedelta(days=390))
    matters = {matter.pk: matter for matter in Matter.objects.filter(community=community).select_related("category")}
    judged = [_judgement(entry, matters[entry.matter_id], chance, staff, now) for entry in _rated(entries, matters)]
    insert_all(judged)
    _reviews([one for one in judged if one.rating in BAD_RATINGS], matters, staff, keys, now)
    _follow_ups(list(matters.values()), chance, now)
    _tasks(community, list(matters.values()), staff, chance, now)


def _rated(entries: list[Entry], matters: dict[Any, Matter]) -> list[Entry]:
    return [entry for entry in entries if entry.kind == EntryKind.RATED and entry.matter_id in matters]


def _at(matter: Matter) -> dict[str, Any]:
    return {"community_id": matter.community_id, "place": matter.place, "matter_id": matter.pk}


def _judgement(entry: Entry, matter: Matter, chance: random.Random, staff: Staff, now: datetime) -> Judgement:
    """One judgement; words that may be shown were answered by the desk."""
    reasons = sorted(chance.sample(list(JudgeReason.values), chance.choice((0, 0, 1, 1, 2))))
    may_show = bool(entry.text) and chance.random() < 0.4
    answer = chance.choice(ANSWERS) if may_show and entry.at < now - 2 * DAY else ""
    return Judgement(
        entry_id=entry.pk, category_id=matter.category_id, rating=entry.detail["rating"], reasons=reasons,
        may_show=may_show, answer=answer, answered_by=staff.desk[0].person.resident.name if answer else "",
        answered_at=entry.at + DAY if answer else None, at=entry.at, **_at(matter),
    )  # fmt: skip


def _reviews(bad: list[Judgement], matters: dict[Any, Matter], staff: Staff, keys: Keys, now: datetime) -> None:
    """The newest are on their way, one in each state; all before them are closed."""
    reviews: list[BadReview] = []
    steps: list[ReviewStep] = []
    newest: dict[Any, Judgement] = {judgement.matter_id: judgement for judgement in bad}
    ways = list(WAYS)
    for judgement in sorted(newest.values(), key=lambda one: one.at, reverse=True):
        state, moves = ways.pop(0) if ways else (ReviewState.CLOSED, CLOSED)
        matter = matters[judgement.matter_id]
        reader, second, rectifier = staff.desk[0], staff.desk[1], staff.desk[2]
        review = BadReview(
            judgement_id=judgement.pk, state=state, received_at=judgement.at, due_at=None,
            state_since=min(judgement.at + len(moves) * DAY / 2, now), **_at(matter),
            verified_by_id=reader.person.id if "uphold" in moves else None,
            doubted_by_id=reader.person.id if "doubt" in moves else None,
            second_reader_id=second.person.id if "agree" in moves else None,
            rectifier_id=rectifier.person.id if "rectify" in moves else None,
        )  # fmt: skip
        if review.is_live and state != ReviewState.CALLED_BACK:
            review.due_at = now + (DAY if state == ReviewState.RECEIVED else 6 * DAY)
        reviews.append(review)
        steps += _steps(review, moves, (reader, second, rectifier), keys, now)
    insert_all(reviews)
    insert_all(steps)


def _steps(
    review: BadReview, moves: tuple[str, ...], workers: tuple[Worker, Worker, Worker], keys: Keys, now: datetime
) -> list[ReviewStep]:
    """What was done about one bad judgement, and by whom."""
    reader, second, rectifier = workers
    who = {"agree": second, "rectified": rectifier}
    written = [ReviewStep(id=keys.at(review.received_at), review=review, move="received", actor="reporter",
                          at=review.received_at)]  # fmt: skip
    for number, move in enumerate(moves, start=1):
        worker, at = who.get(move, reader), min(review.received_at + number * DAY / 2, now)
        written.append(
            ReviewStep(
                id=keys.at(at),
                review=review,
                move=move,
                text=SAID[move],
                name=worker.person.resident.name,
                actor=f"person:{worker.person.id}",
                at=at,
            )
        )
    return written


def _follow_ups(matters: list[Matter], chance: random.Random, now: datetime) -> None:
    """Most say that it is still so; some have not answered; who has no account waits to be called."""
    rows = []
    for matter in sorted(matters, key=lambda one: one.pk):
        ended = matter.closed_at
        asked = ended + STILL_AFTER if ended else now
        reachable = matter.reporter_id or matter.contact_phone
        if asked >= now or not reachable or matter.reopened or matter.ending == "not_possible":
            continue
        if matter.rating in BAD_RATINGS or chance.random() < 0.4:
            continue
        recent = asked > now - 3 * DAY
        answered = matter.reporter_id and not recent and chance.random() < 0.7
        rows.append(
            FollowUp(
                asked_at=asked,
                answer="yes" if answered else "",
                answered_at=asked + DAY if answered else None,
                **_at(matter),
            )
        )
    insert_all(rows)


def _tasks(community: Area, matters: list[Matter], staff: Staff, chance: random.Random, now: datetime) -> None:
    """The checklists of what is being handled, begun by whoever handles it."""
    rows: list[Task] = []
    lists: dict[Any, Any] = {}
    names: dict[Any, str] = {
        worker.person.id: worker.person.resident.name for worker in (*staff.desk, *staff.grids.values())
    }
    working = {MatterState.ACCEPTED, MatterState.DISPATCHED, MatterState.HANDLING}
    for matter in sorted(matters, key=lambda one: one.pk):
        if matter.state not in working or matter.category is None:
            continue
        if matter.category_id not in lists:
            lists[matter.category_id] = checklist_for(community.pk, matter.category)
        ready = lists[matter.category_id]
        done = chance.randrange(3) if matter.state == MatterState.HANDLING else 0
        for number, line in enumerate(ready.lines if ready else ()):
            state = TaskState.DONE if number < done else TaskState.OPEN
            by = names.get(matter.handler_id) or staff.desk[0].person.resident.name if number < done else ""
            at: dict[str, Any] = {"state_since": matter.state_since, "made_at": matter.reported_at, **_at(matter)}
            title: dict[str, Any] = {"title_zh": line.zh, "title_en": line.en, "is_needed": line.is_needed}
            rows.append(Task(from_checklist=True, position=number, state=state, settled_by=by, **title, **at))
    insert_all(rows)
