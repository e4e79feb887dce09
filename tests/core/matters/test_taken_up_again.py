"""What is asked again reaches somebody with a name, whoever works there; and its page stays cheap."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.matters.models import Matter
from linli.core.matters.operations.desk import reject_matter
from linli.core.matters.operations.following import follow_matter
from linli.core.matters.operations.handling import add_note, feed_back
from linli.core.matters.operations.judging import confirm_matter, reopen_matter
from linli.core.matters.operations.report import Report
from linli.core.matters.operations.splitting import Second, split_matter
from linli.core.matters.operations.tasks import add_task
from linli.core.people.models import Grant
from tests.factories import matters as make
from tests.factories.clients import browser_of
from tests.factories.core import NOON

MOST = 12
DESK, LEADERS = {"community_worker"}, {"committee_secretary"}
READERS = {"grid_worker", "neighbour", "street_officer", "street_leader"}


def appealed(world: SimpleNamespace, without: set[str]) -> set[str]:
    """Who hears that somebody asks again, when some have left meanwhile."""
    matter = make.make_matter(world)
    said = {"reason": "不归社区", "advice": "请打 12345"}
    reject_matter(matter=matter, actor=world.actors["community_worker"], now=NOON, **said)
    Grant.objects.filter(person__in=[world.people[name].pk for name in without]).update(ended_at=NOON, ends_on=NOON)
    reopen_matter(matter=matter, text="请再看看", actor=world.actors["resident"], now=NOON)
    while deliver_due(NOON + timedelta(days=1)):
        pass
    told = set(Message.objects.filter(template="matters.reopened_for_worker").values_list("recipient", flat=True))
    return {name for name, person in world.people.items() if person.pk in told}


@pytest.mark.parametrize(
    ("without", "reached"),
    [
        (set(), DESK | LEADERS),
        (DESK, LEADERS),
        (DESK | LEADERS, {"grid_worker", "street_officer", "street_leader"}),
        (DESK | LEADERS | READERS, {"security_admin"}),
    ],
)
def test_an_appeal_reaches_somebody_with_a_name_whoever_has_left(
    world: SimpleNamespace, without: set[str], reached: set[str]
) -> None:
    assert appealed(world, without) == reached


def reopened(world: SimpleNamespace) -> Matter:
    """Everything that may stand on a page: followers, tasks, notes, a judgement, a second matter; taken up again."""
    desk, matter = world.actors["community_worker"], make.handling(world)
    follow_matter(
        matter=matter, report=Report(community=world.community, text="我也是"), actor=world.actors["child"], now=NOON
    )
    add_task(matter=matter, title="带阀门去", actor=desk, now=NOON)
    add_note(matter=matter, text="先打电话", actor=desk, now=NOON)
    split_matter(matter=matter, second=Second(text="还有灯坏了"), reason="两件", actor=desk, now=NOON)

    feed_back(matter=matter, ending="solved", text="换了阀门", actor=world.actors["grid_worker"], now=NOON)
    return confirm_matter(matter=matter, rating=1, words="还是凉", actor=world.actors["resident"], now=NOON)


def test_the_page_of_what_was_taken_up_again_asks_twelve_times_at_most(world: SimpleNamespace) -> None:
    matter = reopened(world)
    assert (matter.reopened, matter.state) == (1, "accepted")
    for who, page in (("community_worker", "desk-detail"), ("grid_worker", "desk-detail"), ("resident", "mine-detail")):
        browser, address = browser_of(world.people[who]), reverse(f"matters:{page}", args=[matter.code])
        assert browser.get(address).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        assert len(asked) <= MOST, [query["sql"][:160] for query in asked]
