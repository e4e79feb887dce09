"""A bad judgement from the first call to the last (W18), and what judgements say together."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from linli.base.calendars.queries import add_working_days
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.matters.enums import ReviewState
from linli.core.matters.models import BadReview, Judgement, Matter
from linli.core.matters.operations import reviews as work
from linli.core.matters.operations.desk import dispatch_matter
from linli.core.matters.operations.handling import feed_back, sign_matter
from linli.core.matters.operations.judging import confirm_matter
from linli.core.matters.queries import reviews as q
from linli.core.matters.tasks import tell_leaders_of_late_reviews
from tests.factories import matters as make
from tests.factories.core import NOON

DAY = timedelta(days=1)


def deliver(now: datetime) -> None:
    """Bring everything that happened to whoever listens."""
    while deliver_due(now + timedelta(days=60)):
        pass


def received(world: SimpleNamespace, words: str = "晚上又凉了") -> BadReview:
    said = {"rating": 2, "words": words, "reasons": ["speed"], "may_show": True}
    confirm_matter(matter=make.verified(world), actor=world.actors["resident"], now=NOON, **said)
    return BadReview.objects.get()


def step(world: SimpleNamespace, operation: Any, review: BadReview, who: str = "community_worker", **more: Any) -> Any:
    return operation(review=review, text="写在这里", actor=world.actors[who], now=NOON, **more)


def ended_anew(world: SimpleNamespace, review: BadReview) -> Matter:
    matter, handler = Matter.objects.get(pk=review.matter_id), world.people["grid_worker"]
    dispatch_matter(matter=matter, handler=handler, actor=world.actors["community_worker"], now=NOON)
    sign_matter(matter=matter, actor=world.actors["grid_worker"], now=NOON)
    return feed_back(matter=matter, ending="solved", text="换了新的", actor=world.actors["grid_worker"], now=NOON)


def test_the_whole_way_of_a_bad_judgement(world: SimpleNamespace) -> None:
    review = received(world)
    assert (review.state, review.about_id) == (ReviewState.RECEIVED, world.people["grid_worker"].pk)
    assert review.due_at == add_working_days(NOON, 1)
    step(world, work.contact_reviewer, review)
    assert review.due_at == add_working_days(NOON, 15)
    step(world, work.uphold_review, review)
    step(world, work.rectify_review, review, rectifier=world.people["grid_worker"])
    with pytest.raises(Refused) as refusal:
        step(world, work.say_rectified, review, "grid_worker")
    assert refusal.value.code == "matter-open"
    ended_anew(world, review)
    review.refresh_from_db()
    step(world, work.say_rectified, review, "grid_worker")
    with pytest.raises(Refused) as refusal:
        step(world, work.call_back, review, "grid_worker", is_right=True)
    assert refusal.value.code == "own-work"
    step(world, work.call_back, review, is_right=False)
    assert review.state == ReviewState.RECTIFYING
    step(world, work.say_rectified, review)
    step(world, work.call_back, review, is_right=True)
    step(world, work.close_review, review)
    assert (review.state, review.steps.count()) == (ReviewState.CLOSED, 9)


def test_nobody_verifies_the_judgement_of_their_own_work(world: SimpleNamespace) -> None:
    review = received(world)
    BadReview.objects.filter(pk=review.pk).update(about=world.people["community_worker"])
    with pytest.raises(Refused) as refusal:
        step(world, work.contact_reviewer, review)
    assert refusal.value.code == "own-work"
    step(world, work.contact_reviewer, review, "committee_secretary")


def test_not_upheld_needs_a_reason_and_a_second_reader(world: SimpleNamespace) -> None:
    review = step(world, work.contact_reviewer, received(world))
    with pytest.raises(Refused) as refusal:
        work.doubt_review(review=review, text=" ", actor=world.actors["community_worker"], now=NOON)
    assert refusal.value.code == "words-needed"
    step(world, work.doubt_review, review)
    with pytest.raises(Refused) as refusal:
        step(world, work.read_second, review, agree=True)
    assert refusal.value.code == "second-reader"
    step(world, work.read_second, review, "committee_secretary", agree=True)
    assert (review.state, review.due_at) == (ReviewState.INVALID, None)
    deliver(NOON)
    assert Message.objects.filter(
        recipient=world.people["resident"].pk, template="matters.review_not_upheld"
    ).count() == 1  # fmt: skip


def test_a_second_reader_who_disagrees_upholds_it(world: SimpleNamespace) -> None:
    review = step(world, work.doubt_review, step(world, work.contact_reviewer, received(world)))
    step(world, work.read_second, review, "committee_secretary", agree=False)
    assert (review.state, review.verified_by_id) == (ReviewState.VERIFIED, world.people["committee_secretary"].pk)


@pytest.mark.parametrize("who", ["grid_worker", "neighbour", "resident", "other_secretary", "street_officer"])
def test_only_the_desk_of_the_place_follows_a_bad_judgement(world: SimpleNamespace, who: str) -> None:
    review = received(world)
    BadReview.objects.filter(pk=review.pk).update(about=None)
    with pytest.raises(Refused) as refusal:
        step(world, work.contact_reviewer, review, who)
    assert refusal.value.code == "forbidden"


def test_a_second_bad_judgement_begins_the_live_one_anew(world: SimpleNamespace) -> None:
    review = step(world, work.contact_reviewer, received(world))
    matter = ended_anew(world, review)
    confirm_matter(matter=matter, rating=1, actor=world.actors["resident"], now=NOON + DAY)
    review.refresh_from_db()
    assert (BadReview.objects.count(), review.state, review.judgement.rating) == (1, ReviewState.RECEIVED, 1)


def test_the_desk_is_told_at_once_and_the_leader_when_it_is_late(world: SimpleNamespace) -> None:
    review = received(world)
    for _time in range(2):
        deliver(NOON)
        tell_leaders_of_late_reviews(NOON + 3 * DAY)
    to = {
        template: {str(key) for key in Message.objects.filter(template=template).values_list("recipient", flat=True)}
        for template in ("matters.review_received", "matters.review_late")
    }
    desk, leader = (str(world.people[who].pk) for who in ("community_worker", "committee_secretary"))
    assert to == {"matters.review_received": {desk, leader}, "matters.review_late": {leader}}
    assert Message.objects.filter(template="matters.review_late").count() == 1
    assert review.is_live


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
def test_judgements_are_told_together_from_five_on(world: SimpleNamespace, count: int, shown: bool) -> None:
    for _one in range(count):
        confirm_matter(
            matter=make.verified(world), rating=4, reasons=["skill"], actor=world.actors["resident"], now=NOON
        )
    rows = q.judgements_at(world.community.pk, NOON - DAY, NOON + DAY)
    found = q.judged(rows)
    assert (found is not None) is shown
    assert set(q.judged_by_group(rows)) == ({"UT"} if shown else set())
    if found:
        assert (found.count, found.satisfied_percent, found.by_rating[4], found.by_reason["skill"]) == (5, 100, 5, 5)


def test_what_two_readers_did_not_uphold_is_not_counted(world: SimpleNamespace) -> None:
    review = step(world, work.doubt_review, step(world, work.contact_reviewer, received(world)))
    assert q.judgements_at(world.community.pk, NOON - DAY, NOON + DAY).count() == 1
    step(world, work.read_second, review, "committee_secretary", agree=True)
    assert q.judgements_at(world.community.pk, NOON - DAY, NOON + DAY).count() == 0


def test_an_unknown_reason_is_refused_and_nothing_is_judged(world: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refusal:
        confirm_matter(matter=make.verified(world), rating=4, reasons=["x"], actor=world.actors["resident"], now=NOON)
    assert (refusal.value.code, Judgement.objects.count()) == ("reason-unknown", 0)


def test_words_are_answered_for_everybody_only_when_they_allowed_it(world: SimpleNamespace) -> None:
    for may_show in (True, False):
        said = {"rating": 5, "words": "谢谢", "may_show": may_show}
        confirm_matter(matter=make.verified(world), actor=world.actors["resident"], now=NOON, **said)
    for judgement in Judgement.objects.all():
        work.answer_words(judgement=judgement, text="应该的", actor=world.actors["community_worker"], now=NOON)
    shown = q.answered_words(world.community.pk)
    assert [(one.answer, one.may_show) for one in shown] == [("应该的", True)]
    with pytest.raises(Refused) as refusal:
        work.answer_words(judgement=shown[0], text="谢", actor=world.actors["neighbour"], now=NOON)
    assert refusal.value.code == "forbidden"
