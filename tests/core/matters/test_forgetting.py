"""What is to be forgotten is forgotten; the work goes on."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

from django.core import serializers
from django.core.files.base import ContentFile
from django.db import models

from linli.base.files.operations import store_recording
from linli.base.outbox.worker import deliver_due
from linli.core.callouts.operations.calling import cancel_callout
from linli.core.matters.enums import MatterState
from linli.core.matters.models import BadReview, Entry, Judgement, Matter, Recording
from linli.core.matters.operations.desk import dispatch_matter
from linli.core.matters.operations.handling import add_note, ask_back, feed_back, sign_matter
from linli.core.matters.operations.judging import add_fact, answer_question, confirm_matter, verify_matter
from linli.core.matters.operations.reviews import answer_words, contact_reviewer
from linli.core.matters.operations.tasks import add_task, drop_task
from linli.core.matters.tasks import close_what_nobody_objected_to, forget_after_three_years
from linli.core.people.operations.erasure import erase_person
from tests.consistency.test_models import own_models
from tests.factories import matters as make
from tests.factories import sounds
from tests.factories.callouts import make_callout
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


SECRET = "蓝色暖壶七七八八"


def told_secretly(world: SimpleNamespace) -> Matter:
    """A matter in which each free text holds the secret: theirs, ours about them, and what other rooms made of it."""
    desk, worker, resident = (world.actors[who] for who in ("community_worker", "grid_worker", "resident"))
    matter = make.accepted(world, text=f"{SECRET}。窗户漏风", address=f"{SECRET}1单元")
    dispatch_matter(matter=matter, handler=world.people["grid_worker"], actor=desk, now=NOON)
    sign_matter(matter=matter, actor=worker, now=NOON)
    spoken = store_recording(ContentFile(sounds.a_wav()), place=matter.place, actor=worker, now=NOON)
    add_note(matter=matter, text=SECRET, recording=spoken, actor=worker, now=NOON)
    task = add_task(matter=matter, title=SECRET, assignee=world.people["community_worker"], actor=worker, now=NOON)
    drop_task(task=task, reason=SECRET, actor=worker, now=NOON)
    ask_back(matter=matter, text="哪天在家？", actor=worker, now=NOON)
    answer_question(matter=matter, text=SECRET, actor=resident, now=NOON)
    add_fact(matter=matter, text=SECRET, actor=resident, now=NOON)
    callout = make_callout(world, matter=matter, title=SECRET, text=SECRET, where=SECRET)
    cancel_callout(callout=callout, words="不用了", actor=desk, now=NOON)
    feed_back(matter=matter, ending="solved", text="修好了。", actor=worker, now=NOON)
    verify_matter(matter=matter, actor=desk, now=NOON)
    confirm_matter(matter=matter, rating=1, words=SECRET, may_show=True, actor=resident, now=NOON)
    review = BadReview.objects.get()
    contact_reviewer(review=review, text=SECRET, actor=desk, now=NOON)
    answer_words(judgement=review.judgement, text=SECRET, actor=desk, now=NOON)
    dispatch_matter(matter=matter, handler=world.people["grid_worker"], actor=desk, now=NOON)
    sign_matter(matter=matter, actor=worker, now=NOON)
    feed_back(matter=matter, ending="solved", text="又修了一遍。", actor=worker, now=NOON)
    verify_matter(matter=matter, actor=desk, now=NOON)
    return confirm_matter(matter=matter, actor=resident, now=NOON)


def rows_with(words: str) -> list[str]:
    """Every row of the whole database that says it."""
    found = []
    for model in own_models():
        for row in models.QuerySet(model).all():
            if any(words in str(getattr(row, field.attname)) for field in model._meta.concrete_fields):
                found.append(model._meta.label)
    return sorted(found)


def test_no_row_of_the_whole_database_keeps_what_they_said(world: SimpleNamespace) -> None:
    told_secretly(world)
    while deliver_due(NOON + timedelta(days=1)):
        pass
    assert {"matters.Entry", "matters.ReviewStep", "matters.Task", "messaging.Message"} <= set(rows_with(SECRET))
    forget_after_three_years(NOON + timedelta(days=1100))
    while deliver_due(NOON + timedelta(days=1101)):
        pass
    assert rows_with(SECRET) == []
    assert not Recording.objects.filter(file__ended_at=None).exists()
    assert Judgement.objects.get().may_show is False
