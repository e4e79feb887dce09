"""What the processes of a race do: `python -m tests.slow.racers WHAT …` gets ready, waits for the start, and runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from types import SimpleNamespace

import django

django.setup()

from linli.base.codes import new_code  # noqa: E402 -- Django is set up first
from linli.base.errors import Refused  # noqa: E402
from linli.core.areas.models import Area  # noqa: E402
from linli.core.callouts.models import Ask, CallOut  # noqa: E402
from linli.core.callouts.operations.answering import AskHolder, answer_ask  # noqa: E402
from linli.core.matters.models import Matter  # noqa: E402
from linli.core.matters.operations.desk import accept_matter, dispatch_matter  # noqa: E402
from linli.core.matters.operations.report import Report, report_matter  # noqa: E402
from linli.core.people.models import Person  # noqa: E402
from linli.core.people.queries.actors import PersonActor  # noqa: E402
from tests.factories.callouts import DESK, make_callout, make_helpers  # noqa: E402
from tests.factories.clients import browser_of  # noqa: E402
from tests.factories.core import NOON, TODAY, make_world  # noqa: E402
from tests.factories.matters import category, make_matter  # noqa: E402


def build() -> Callable[[], object]:
    """A small community with one matter; who is who, and a session of the resident."""
    world = make_world()
    told = {role: str(person.pk) for role, person in world.people.items()}
    said = {"code": make_matter(world).code, "session": browser_of(world.people["resident"]).session.session_key}
    return lambda: json.dumps({**told, **said})


def accept(code: str, person: str) -> Callable[[], object]:
    """Take a matter on."""
    matter, actor = Matter.objects.get(code=code), actor_of(person)
    return lambda: accept_matter(matter=matter, actor=actor, now=NOON, category=category()) and "done"


def dispatch(code: str, person: str, handler: str) -> Callable[[], object]:
    """Hand a matter out."""
    matter, actor, to = Matter.objects.get(code=code), actor_of(person), Person.objects.get(pk=handler)
    return lambda: dispatch_matter(matter=matter, handler=to, actor=actor, now=NOON) and "done"


def report(person: str, count: str) -> Callable[[], object]:
    """Say so many needs, one after the other; their codes."""
    actor, community = actor_of(person), Area.objects.get(slug="zhaolin")

    def say() -> str:
        reports = [Report(community=community, text=f"第{number}盏路灯不亮") for number in range(int(count))]
        return " ".join(report_matter(report=one, actor=actor, now=NOON).code for one in reports)

    return say


def call(wanted: str) -> Callable[[], object]:
    """Call eight neighbours for fewer places than that; the codes by which they answer."""
    world = SimpleNamespace(community=Area.objects.get(slug="zhaolin"), actors={"community_worker": DESK})
    world.grid = Area.objects.get(community=world.community, slug="g01")
    callout = make_callout(world, wanted=int(wanted))
    asked = {"callout": callout, "wave": 1, "asked_at": NOON}
    asks = [Ask.objects.create(person=person, code=new_code(), **asked) for person in make_helpers(world, 8)]
    CallOut.objects.filter(pk=callout.pk).update(state="calling", wave=1)
    return lambda: " ".join(ask.code for ask in asks)


def come(code: str) -> Callable[[], object]:
    """Say yes to a call."""
    ask = Ask.objects.select_related("callout").get(code=code)
    return lambda: answer_ask(ask=ask, accept=True, actor=AskHolder(ask.pk), now=NOON) and "done"


def actor_of(person: str) -> PersonActor:
    actor = PersonActor(Person.objects.select_related("community").get(pk=person), TODAY)
    assert actor.own_roles is not None  # read before the start, so that the race is about the matter alone
    return actor


if __name__ == "__main__":
    run = {"build": build, "accept": accept, "dispatch": dispatch, "report": report, "call": call, "come": come}[
        sys.argv[1]
    ](*sys.argv[2:])
    print("ready", flush=True)  # noqa: T201 -- the referee hears it
    sys.stdin.readline()
    try:
        print(run())  # noqa: T201
    except Refused as refusal:
        print(refusal.code)  # noqa: T201
