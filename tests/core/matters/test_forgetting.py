"""What is to be forgotten is forgotten; the work goes on."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

from django.core import serializers

from linli.base.outbox.worker import deliver_due
from linli.core.matters.enums import MatterState
from linli.core.matters.models import Entry, Matter
from linli.core.matters.tasks import close_what_nobody_objected_to, forget_after_three_years
from linli.core.people.operations.erasure import erase_person
from tests.factories import matters as make
from tests.factories.core import NOON


def everything(*matters: Matter) -> str:
    rows = [*Matter.objects.filter(pk__in=[m.pk for m in matters]), *Entry.objects.filter(matter__in=matters)]
    return json.dumps(json.loads(serializers.serialize("json", rows)), ensure_ascii=False)


def test_whoever_was_erased_is_forgotten_in_their_matters(world: SimpleNamespace) -> None:
    ended, open_one, other = (
        make.closed(world),
        make.handling(world),
        make.make_matter(world, actor=world.actors["child"]),
    )
    resident = world.people["resident"]
    erase_person(person=resident, actor=world.actors["committee_secretary"], now=NOON)
    while deliver_due(NOON + timedelta(days=1)):
        pass
    told = everything(ended, open_one)
    assert str(resident.pk) not in told
    assert make.WORDS not in everything(ended)
    open_one.refresh_from_db()
    assert (open_one.state, open_one.text, open_one.reporter) == (MatterState.HANDLING, make.WORDS, None)
    other.refresh_from_db()
    assert other.reporter == world.people["child"]


def test_what_was_open_is_forgotten_when_it_has_ended(world: SimpleNamespace) -> None:
    matter = make.verified(world, lat=41.4, lng=123.3)
    erase_person(person=world.people["resident"], actor=world.actors["committee_secretary"], now=NOON)
    while deliver_due(NOON + timedelta(days=1)):
        pass
    forget_after_three_years(NOON + timedelta(days=1))
    assert make.WORDS in everything(matter)
    close_what_nobody_objected_to(NOON + timedelta(days=30))
    forget_after_three_years(NOON + timedelta(days=31))
    assert make.WORDS not in everything(matter)
    matter.refresh_from_db()
    assert (matter.state, matter.lat, matter.lng) == (MatterState.CLOSED, None, None)


def test_who_asked_is_forgotten_three_years_after_the_end(world: SimpleNamespace) -> None:
    ended, open_one = make.closed(world, contact_phone="13912345678"), make.handling(world)
    forget_after_three_years(NOON + timedelta(days=1000))
    ended.refresh_from_db()
    assert ended.contact_phone == "13912345678"
    forget_after_three_years(NOON + timedelta(days=1100))
    ended.refresh_from_db()
    open_one.refresh_from_db()
    assert (ended.reporter, ended.contact_phone, ended.rating, ended.ending) == (None, None, None, "solved")
    assert open_one.reporter == world.people["resident"]
