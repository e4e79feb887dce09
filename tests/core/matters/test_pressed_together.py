"""Two people press the same button of a matter: one wins, the other is told so in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from linli.base.errors import Refused
from linli.core.matters.models import Entry, Matter
from linli.core.matters.operations import desk, handling, judging
from tests.core.matters.test_race import race
from tests.factories import matters as make
from tests.factories.core import NOON, TODAY, make_world

UNTIL = TODAY.replace(day=28)
# The button: how far the matter is, what it does, who presses, what the story then says once.
BUTTONS: dict[str, tuple[Callable[..., Matter], Callable[..., Any], tuple[str, str], dict[str, Any], str]] = {
    "accept": (
        make.make_matter, desk.accept_matter, ("community_worker", "committee_secretary"), {}, "accepted",
    ),
    "reject": (
        make.make_matter, desk.reject_matter, ("community_worker", "committee_secretary"),
        {"reason": "不归社区", "advice": "请打 12345"}, "rejected",
    ),
    "answer-at-once": (
        make.accepted, desk.answer_at_once, ("community_worker", "committee_secretary"), {"text": "周五修好"}, "ended",
    ),
    "sign": (make.dispatched, handling.sign_matter, ("grid_worker", "grid_worker"), {}, "signed"),
    "suspend": (
        make.handling, handling.suspend_matter, ("grid_worker", "grid_worker"),
        {"because": "parts", "until": UNTIL, "reason": "等配件"}, "suspended",
    ),
    "return": (
        make.handling, handling.return_dispatch, ("grid_worker", "grid_worker"), {"reason": "不是我的"}, "returned",
    ),
    "verify": (
        make.fed_back, judging.verify_matter, ("community_worker", "committee_secretary"), {}, "verified",
    ),
    "send-back": (
        make.fed_back, judging.send_back, ("community_worker", "committee_secretary"), {"reason": "还凉"}, "sent_back",
    ),
    "confirm": (make.verified, judging.confirm_matter, ("resident", "resident"), {"rating": 5}, "rated"),
    "reopen": (make.closed, judging.reopen_matter, ("resident", "resident"), {"text": "又凉了"}, "reopened"),
}  # fmt: skip


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("button", sorted(BUTTONS))
def test_of_two_who_press_together_one_wins_and_the_other_reads_why(button: str) -> None:
    make.bring_categories()
    bring, operation, who, said, told = BUTTONS[button]
    world = make_world()
    key, sentences = bring(world).pk, list[str]()

    def press(name: str) -> Callable[[], object]:
        def call() -> object:
            try:
                return operation(matter=Matter.objects.get(pk=key), actor=world.actors[name], now=NOON, **said)
            except Refused as refusal:
                sentences.append(str(refusal))
                raise

        return call

    ends = race([press(name) for name in who])
    assert ends.count("done") == 1
    assert [len(sentence.split()) > 3 for sentence in sentences] == [True]
    assert Entry.objects.filter(matter=key, kind=told).count() == 1
