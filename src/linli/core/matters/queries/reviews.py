"""Bad judgements on their way (W18), and what judgements say together, from five on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.workflow import Move, open_moves
from linli.core.matters.enums import ENDED, REVIEW_LIVE, JudgeReason, MatterPermission, ReviewState
from linli.core.matters.models import BadReview, Judgement
from linli.core.people.enums import Rating

S, P = ReviewState, MatterPermission.REVIEW
FEWEST = 5  # of fewer one could tell who said it

CONTACT = Move("contact", frozenset({S.RECEIVED}), S.CONTACTED, P, _("I spoke with them"))
UPHOLD = Move("uphold", frozenset({S.CONTACTED}), S.VERIFIED, P, _("They are right"))
DOUBT = Move("doubt", frozenset({S.CONTACTED}), S.DOUBTED, P, _("I doubt it: a second reader"))
AGREE = Move("agree", frozenset({S.DOUBTED}), S.INVALID, P, _("I agree: not upheld"))
DISAGREE = Move("disagree", frozenset({S.DOUBTED}), S.VERIFIED, P, _("No, they are right"))
RECTIFY = Move("rectify", frozenset({S.VERIFIED}), S.RECTIFYING, P, _("Somebody puts it right"))
RECTIFIED = Move("rectified", frozenset({S.RECTIFYING}), S.RECTIFIED, P, _("It is put right"))
CALL_BACK = Move("call-back", frozenset({S.RECTIFIED}), S.CALLED_BACK, P, _("Called back: it is right now"))
STILL_BAD = Move("still-bad", frozenset({S.RECTIFIED}), S.RECTIFYING, P, _("Called back: not right yet"))
CLOSE = Move("close", frozenset({S.CALLED_BACK}), S.CLOSED, P, _("Close it"))
AGAIN = Move("again", REVIEW_LIVE, S.RECEIVED, P)

MOVES = (CONTACT, UPHOLD, DOUBT, AGREE, DISAGREE, RECTIFY, RECTIFIED, CALL_BACK, STILL_BAD, CLOSE)
NEVER_THE_RECTIFIERS = frozenset({CALL_BACK.name, STILL_BAD.name})


def review_moves(actor: Actor, review: BadReview) -> list[Move]:
    """What somebody may do about a bad judgement now; nobody judges their own work."""
    found = [move for move in open_moves(review, MOVES, actor) if _fits(move, actor, review)]
    if puts_right(actor, review) and RECTIFIED not in found and review.state in RECTIFIED.sources:
        found.append(RECTIFIED)
    return found


def _fits(move: Move, actor: Actor, review: BadReview) -> bool:
    if move is RECTIFIED:
        return review.matter.state in ENDED and (puts_right(actor, review) or not is_about(actor, review))
    if is_about(actor, review):
        return False
    if move in {AGREE, DISAGREE} and review.doubted_by_id == actor.person_id:
        return False
    return not (move.name in NEVER_THE_RECTIFIERS and puts_right(actor, review))


def is_about(actor: Actor, review: BadReview) -> bool:
    """Whether the actor's own work was judged."""
    return review.about_id is not None and review.about_id == actor.person_id


def puts_right(actor: Actor, review: BadReview) -> bool:
    """Whether the actor was asked to put it right."""
    return review.rectifier_id is not None and review.rectifier_id == actor.person_id


def visible_reviews(actor: Actor, permission: str = MatterPermission.REVIEW) -> QuerySet[BadReview]:
    """Bad judgements at the places of a worker."""
    rows = BadReview.objects.visible_to(actor, permission)
    return rows.select_related("matter__category", "matter__grid", "judgement", "about", "rectifier")


def live_reviews() -> Q:
    """Those about which somebody still has to do something."""
    return Q(state__in=sorted(REVIEW_LIVE))


def late_reviews(now: datetime) -> QuerySet[BadReview]:
    """Those whose next step is late."""
    return BadReview.objects.filter(live_reviews(), due_at__lt=now).select_related("matter").order_by("due_at")


@dataclass(frozen=True)
class Judged:
    """What people say together: how many, of each level, for which reasons."""

    count: int
    by_rating: dict[int, int]
    by_reason: dict[str, int]

    @property
    def satisfied_percent(self) -> int:
        """How many of a hundred are satisfied: the three upper levels (E-15)."""
        good = sum(count for rating, count in self.by_rating.items() if rating >= Rating.FAIR)
        return round(100 * good / self.count)


def judgements_at(community_id: UUID, since: datetime, until: datetime) -> QuerySet[Judgement]:
    """Judgements that count: those that two readers did not uphold are left out."""
    rows = Judgement.objects.filter(community=community_id, at__gte=since, at__lt=until)
    return rows.exclude(review__state=ReviewState.INVALID)


def judged(rows: QuerySet[Judgement]) -> Judged | None:
    """The sum of judgements; None for fewer than five, because of few one could tell who said it."""
    found = list(rows.order_by().values_list("rating", "reasons"))
    if len(found) < FEWEST:
        return None
    ratings = Counter(rating for rating, _reasons in found)
    reasons = Counter(reason for _rating, given in found for reason in given)
    return Judged(
        len(found),
        {rating.value: ratings[rating.value] for rating in sorted(Rating, reverse=True)},
        {reason.value: reasons[reason.value] for reason in JudgeReason},
    )


def judged_by_group(rows: QuerySet[Judgement]) -> dict[str, Judged]:
    """The same for each group of kinds of matters (EN, UT …) that has five judgements or more."""
    codes = set(rows.order_by().values_list("category__code", flat=True).distinct())
    groups = sorted({code[:2] for code in codes if code})
    sums = {group: judged(rows.filter(category__code__startswith=group)) for group in groups}
    return {group: found for group, found in sums.items() if found}


def answered_words(community_id: UUID, most: int = 10) -> QuerySet[Judgement]:
    """Words that people allowed us to show and the community has answered, the newest first: for everybody."""
    rows = Judgement.objects.filter(community=community_id, may_show=True, answered_at__isnull=False)
    return rows.select_related("entry", "category").order_by("-answered_at")[:most]
