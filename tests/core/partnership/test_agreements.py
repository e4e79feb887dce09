"""Agreements: nothing counts from one side alone, and a change of words needs both again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.partnership.enums import Side
from linli.core.partnership.models import Agreement, Promise, Review
from linli.core.partnership.operations import agreements as work
from linli.core.partnership.operations import promises as words
from linli.core.partnership.operations.reviews import say_in_review
from linli.core.partnership.queries.agreements import half_years, waiting_on
from linli.core.partnership.tasks import turn_agreements
from tests.factories import agreements as make
from tests.factories.core import NOON, TODAY

DAY = timedelta(days=1)


@pytest.fixture
def school(world):
    return make.make_partner(world.grid)


@pytest.fixture
def liaison(school):
    return make.liaison_actor(school)


def code_of(call, **given) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        call(**given)
    return refused.value.code


def state(agreement: Agreement) -> str:
    return Agreement.objects.get(pk=agreement.pk).state


def promised(agreement: Agreement) -> list[tuple[str, str]]:
    return list(Promise.objects.filter(agreement=agreement).order_by("pk").values_list("side", "state"))


def told(template: str) -> list[object]:
    return sorted(Message.objects.filter(template=f"partnership.{template}").values_list("recipient", flat=True))


def test_agreement_needs_a_promise_of_each_side(world, school):
    desk = {"actor": world.actors["community_worker"], "now": NOON}
    agreement = work.draft_agreement(partner=school, terms=make.terms(), **desk)
    words.add_promise(agreement=agreement, gives=Side.UNIT, wording=make.wording(), side=Side.COMMUNITY, **desk)
    assert code_of(work.negotiate_agreement, agreement=agreement, **desk) == "two-sides"
    assert code_of(work.draft_agreement, partner=school, terms=make.terms(), **desk) == "one-draft"


def test_term_is_one_to_three_years(world, school):
    desk = {"actor": world.actors["community_worker"], "now": NOON}
    for last in (make.FIRST + 300 * DAY, make.FIRST + 1200 * DAY, make.FIRST - DAY):
        terms = make.terms(ends_on=last)
        assert code_of(work.draft_agreement, partner=school, terms=terms, **desk) == "term-odd"


def test_both_signatures_make_it_count_and_one_does_not(world, school, liaison):
    agreement = make.negotiated(world, school)
    make.sign(agreement, Side.UNIT, liaison)
    assert (state(agreement), agreement.unit_door) == ("negotiated", "online")
    assert code_of(make.sign, agreement=agreement, side=Side.UNIT, actor=liaison) == "wrong-state"
    assert code_of(make.sign, agreement=agreement, side=Side.COMMUNITY, actor=liaison) == "forbidden"
    worker = world.actors["community_worker"]
    assert code_of(make.sign, agreement=agreement, side=Side.COMMUNITY, actor=worker) == "forbidden"
    make.sign(agreement, Side.COMMUNITY, world.actors["committee_secretary"])
    assert (state(agreement), promised(agreement)) == ("in_force", [("unit", "open"), ("community", "open")])


def test_signature_of_a_unit_noted_at_the_desk_names_its_door(world, school):
    agreement, worker = make.negotiated(world, school), world.actors["community_worker"]
    assert code_of(make.sign, agreement=agreement, side=Side.UNIT, actor=worker) == "door-needed"
    make.sign(agreement, Side.UNIT, worker, name="王校长", door="paper")
    assert (agreement.unit_signer, agreement.unit_door) == ("王校长", "paper")


def test_change_of_words_needs_both_signatures_again(world, school, liaison):
    agreement = make.negotiated(world, school, starts_on=TODAY + 30 * DAY, ends_on=TODAY + 600 * DAY)
    read = agreement.revision
    make.sign(agreement, Side.COMMUNITY, world.actors["committee_secretary"])
    make.sign(agreement, Side.UNIT, liaison)
    assert state(agreement) == "signed"
    promise = make.promise_of(agreement, Side.UNIT)
    words.change_promise(
        promise=promise, wording=make.wording("三场讲座"), side=Side.UNIT, actor=liaison, now=NOON
    )  # fmt: skip
    agreement.refresh_from_db()
    signed = (agreement.state, agreement.community_signed_at, agreement.unit_signed_at, agreement.unit_signer)
    assert signed == ("negotiated", None, None, "")
    assert code_of(make.sign, agreement=agreement, side=Side.UNIT, actor=liaison, revision=read) == "words-changed"
    deliver_due(now=NOON)
    assert told("agreement_reopened") == sorted([liaison.person_id, world.people["community_worker"].pk])


def test_new_words_in_force_count_only_with_the_others_yes(world, school, liaison):
    agreement = make.in_force(world, school)
    promise = make.promise_of(agreement, Side.UNIT)
    unit = {"side": Side.UNIT, "actor": liaison, "now": NOON}
    desk = {"side": Side.COMMUNITY, "actor": world.actors["community_worker"], "now": NOON}
    other = words.change_promise(promise=promise, wording=make.wording("三场讲座"), **unit)
    assert Promise.objects.get(pk=promise.pk).state == "open"
    assert code_of(words.agree_promise, promise=other, **unit) == "own-word"
    assert code_of(words.change_promise, promise=promise, wording=make.wording("四场"), **desk) == "proposed-already"
    words.agree_promise(promise=other, **desk)
    assert promised(agreement) == [("unit", "replaced"), ("community", "open"), ("unit", "open")]
    assert state(agreement) == "in_force"


def test_declined_words_leave_the_promise_as_it_was(world, school, liaison):
    agreement = make.in_force(world, school)
    promise = make.promise_of(agreement, Side.UNIT)
    other = words.change_promise(
        promise=promise, wording=make.wording("一场"), side=Side.UNIT, actor=liaison, now=NOON
    )  # fmt: skip
    words.decline_promise(promise=other, side=Side.COMMUNITY, actor=world.actors["community_worker"], now=NOON)
    assert promised(agreement) == [("unit", "open"), ("community", "open"), ("unit", "dropped")]


def test_promise_is_kept_when_both_say_so(world, school, liaison):
    agreement = make.in_force(world, school)
    promise = make.promise_of(agreement, Side.UNIT)
    unit = {"promise": promise, "side": Side.UNIT, "actor": liaison, "now": NOON}
    desk = {"promise": promise, "side": Side.COMMUNITY, "actor": world.actors["community_worker"], "now": NOON}
    assert code_of(words.tell_promise, outcome="kept", proof=" ", **unit) == "words-needed"
    words.tell_promise(outcome="kept", proof="3月12日讲了两场，来了六十人", **unit)
    assert code_of(words.accept_outcome, **unit) == "own-word"
    words.send_back_promise(words="只讲了一场", **desk)
    assert (promise.state, promise.outcome) == ("open", "")
    words.tell_promise(outcome="partly", proof="讲了一场，来了六十人", **unit)
    words.accept_outcome(**desk)
    found = Promise.objects.get(pk=promise.pk)
    assert (found.state, found.accepted_by) == ("partly", world.actors["community_worker"].label)
    deliver_due(now=NOON)
    assert told("promise_told") == [world.people["community_worker"].pk]
    assert told("promise_sent_back") == [liaison.person_id]


def test_database_refuses_an_ending_without_the_others_word(world, school):
    agreement = make.in_force(world, school)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(agreement=agreement).update(state="kept")


def test_promise_is_let_go_only_by_both(world, school, liaison):
    agreement = make.in_force(world, school)
    promise = make.promise_of(agreement, Side.COMMUNITY)
    desk = {"promise": promise, "side": Side.COMMUNITY, "actor": world.actors["community_worker"], "now": NOON}
    words.drop_promise(words="人手不够", **desk)
    assert code_of(words.let_go_promise, **desk) == "own-word"
    words.let_go_promise(promise=promise, side=Side.UNIT, actor=liaison, now=NOON)
    assert promised(agreement) == [("unit", "open"), ("community", "dropped")]


def test_either_side_leaves_with_a_word_and_the_other_hears_it(world, school, liaison):
    agreement = make.in_force(world, school)
    leave = {"agreement": agreement, "side": Side.UNIT, "now": NOON}
    assert code_of(work.end_agreement, words="", actor=liaison, **leave) == "words-needed"
    assert code_of(work.end_agreement, words="搬走了", actor=world.actors["resident"], **leave) == "forbidden"
    work.end_agreement(words="学校搬走了", actor=liaison, **leave)
    deliver_due(now=NOON)
    assert (state(agreement), told("agreement_ended")) == ("ended", [world.people["community_worker"].pk])


def test_both_sides_are_warned_once_before_the_end_and_before_a_day(world, school, liaison):
    agreement = make.in_force(world, school)
    both = sorted([liaison.person_id, world.people["community_worker"].pk])
    before = NOON + (make.LAST - TODAY - 60 * DAY)
    for moment in (before - DAY, before, before + DAY):
        turn_agreements(moment)
        deliver_due(now=moment)
    assert told("agreement_expiring") == both
    assert told("promise_due") == sorted(both * 2)  # one promise of each side, both sides hear of both
    assert AuditEntry.objects.filter(action="partnership.agreement.warn", subject_id=agreement.pk).count() == 1


def test_agreement_begins_on_its_day_and_ends_after_its_last(world, school):
    agreement = make.in_force(world, school, starts_on=TODAY + 9 * DAY, ends_on=TODAY + 400 * DAY)
    seen = []
    for days in (8, 9, 400, 401):
        turn_agreements(NOON + days * DAY)
        seen.append(state(agreement))
    assert seen[:2] == ["signed", "in_force"]
    assert (seen[2], seen[3]) == ("in_force", "ended")


def test_next_agreement_carries_on_what_was_kept_up_and_passes_the_old_one_on(world, school):
    old = make.in_force(world, school)
    desk = {"actor": world.actors["community_worker"], "now": NOON}
    terms = make.terms(starts_on=make.LAST + DAY, ends_on=make.LAST + 730 * DAY)
    new = work.draft_agreement(partner=school, terms=terms, renews=old, **desk)
    assert promised(new) == [("unit", "proposed"), ("community", "proposed")]
    work.negotiate_agreement(agreement=new, **desk)
    make.sign(new, Side.COMMUNITY, world.actors["committee_secretary"])
    make.sign(new, Side.UNIT, world.actors["community_worker"], door="paper")
    turn_agreements(NOON + (make.LAST + DAY - TODAY))
    assert (state(old), state(new)) == ("renewed", "in_force")


def test_half_years_end_with_the_term_also_across_a_leap_day(world, school):
    agreement = make.drafted(world, school, starts_on=date(2027, 8, 31), ends_on=date(2028, 10, 1))
    assert half_years(agreement) == [
        (date(2027, 8, 31), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2028, 8, 30)),
        (date(2028, 8, 31), date(2028, 10, 1)),
    ]


def test_half_year_is_done_when_both_have_spoken_and_keeps_its_account(world, school, liaison):
    agreement = make.in_force(world, school)
    moment = NOON + (date(2027, 3, 20) - TODAY)
    turn_agreements(moment)
    turn_agreements(moment + DAY)
    review = Review.objects.select_related("agreement__partner").get(agreement=agreement)
    assert list(waiting_on(Agreement.objects.all(), Side.UNIT)) == [agreement]
    say_in_review(review=review, words="操场开放得好", side=Side.COMMUNITY,
                  actor=world.actors["community_worker"], now=moment)  # fmt: skip
    assert state(agreement) == "in_force"
    say_in_review(review=review, words="志愿者再多两位", side=Side.UNIT, actor=liaison, now=moment)
    review.refresh_from_db()
    kept = {side: [(one["text"], one["state"]) for one in rows] for side, rows in review.account.items()}
    assert state(agreement) == "reviewed"
    assert kept == {"unit": [("两场防诈骗讲座", "open")], "community": [("十名志愿者护学", "open")]}
    again = {"review": review, "words": "又", "side": Side.UNIT, "actor": liaison, "now": moment}
    assert code_of(say_in_review, **again) == "wrong-state"
