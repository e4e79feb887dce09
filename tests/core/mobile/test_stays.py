"""Away and guests: a word each month, the longest silence first, a link that is good once (W14)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.permissions import SystemActor, Visitor, may
from linli.core.membership.enums import MemberClass, MembershipPermission
from linli.core.membership.models import Member
from linli.core.membership.operations.forgetting import forget_member
from linli.core.mobile.enums import StayState, Way
from linli.core.mobile.models import Contact, Stay
from linli.core.mobile.operations.forgetting import forget_stays
from linli.core.mobile.operations.links import ask_if_well, link_for_other_end, say_well, stay_of_link
from linli.core.mobile.operations.stays import end_stay, issue_card, note_contact, register_guest, register_out
from linli.core.mobile.tasks import ask_who_is_away
from linli.core.people.queries.actors import PersonActor
from linli.core.people.queries.record import copy_of
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_account, make_person, make_world
from tests.factories.membership import make_member, make_secretary, make_stay
from tests.factories.organisation import make_branch, make_group

pytestmark = pytest.mark.django_db
COMMAND = SystemActor("command")


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.first, world.second = make_branch(world.grid, "第一党支部"), make_branch(world.grid, "第二党支部")
    world.group = make_group(world.grid, world.first)
    world.secretary, world.other = make_secretary(world.first), make_secretary(world.second, "赵书记")
    world.member = make_member(world.first)
    return world


def away(world: Any, **more: Any) -> Stay:
    told = {"whereabouts": "沈阳", "reason": "work", "since": TODAY, "actor": world.secretary, "now": NOON, **more}
    return register_out(member=world.member, **told)


def test_member_goes_away_and_comes_back(world: Any) -> None:
    stay = away(world)
    world.member.refresh_from_db()
    assert (world.member.member_class, stay.due_on) == (MemberClass.MOBILE_OUT, TODAY + timedelta(days=30))
    issue_card(stay=stay, card_number="21100001", actor=world.secretary, now=NOON)
    end_stay(stay=stay, ending="return", on=TODAY, actor=world.secretary, now=NOON)
    world.member.refresh_from_db()
    assert (stay.state, world.member.member_class) == (StayState.RETURNED, MemberClass.COMMUNITY)


def test_word_abroad_is_due_each_half_year(world: Any) -> None:
    assert away(world, reason="abroad").due_on == TODAY + timedelta(days=180)


def test_nobody_is_away_twice(world: Any) -> None:
    away(world)
    with pytest.raises(Refused) as refusal:
        away(world)
    assert refusal.value.code == "registered-already"


def test_member_tells_it_themselves_and_others_do_not(world: Any) -> None:
    me = PersonActor(world.member.person, TODAY)
    for actor in (world.other, world.actors["community_worker"]):
        with pytest.raises(Refused) as refusal:
            away(world, actor=actor)
        assert refusal.value.code == "forbidden"
    stay = away(world, actor=me)
    note_contact(stay=stay, how="self", on=TODAY, actor=me, now=NOON)
    assert end_stay(stay=stay, ending="return", on=TODAY, actor=me, now=NOON).state == StayState.RETURNED


def test_word_that_was_heard_moves_the_next_one(world: Any) -> None:
    stay = away(world, since=TODAY - timedelta(days=60))
    for on in (TODAY - timedelta(days=10), TODAY - timedelta(days=20)):
        note_contact(stay=stay, how="phone", on=on, actor=world.secretary, now=NOON)
    stay.refresh_from_db()
    assert (stay.heard_on, stay.due_on) == (TODAY - timedelta(days=10), TODAY + timedelta(days=20))
    with pytest.raises(Refused):
        note_contact(stay=stay, how="phone", on=TODAY + timedelta(days=1), actor=world.secretary, now=NOON)


def test_six_months_away_suggest_a_transfer(world: Any) -> None:
    stay = away(world)
    assert [stay.suggests_transfer(TODAY + timedelta(days=n)) for n in (182, 183)] == [False, True]


def test_guest_is_put_into_a_group_and_becomes_no_member(world: Any) -> None:
    guest = make_person("客人", at=world.community)
    stay = register_guest(
        person=guest, org=world.first, group=world.group, card_number="2103", whereabouts="鞍山", reason="work",
        since=TODAY, actor=world.secretary, now=NOON,
    )  # fmt: skip
    assert (stay.way, stay.place, Member.objects.filter(person=guest).count()) == (Way.IN, world.group.path, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.filter(pk=stay.pk).update(member=world.member)


def test_link_is_good_once_and_for_thirty_days(world: Any) -> None:
    stay = away(world)
    token = ask_if_well(stay=stay, actor=world.secretary, now=NOON).split("/")[2]
    assert Message.objects.get(recipient=world.member.person_id).link == reverse("mobile:well", args=[token])
    with pytest.raises(Refused) as refusal:
        stay_of_link(token, NOON + timedelta(days=31))
    assert refusal.value.code == "link-expired"
    say_well(token=token, actor=Visitor(), now=NOON)
    with pytest.raises(Refused) as refusal:
        say_well(token=token, actor=Visitor(), now=NOON)
    assert (refusal.value.code, Contact.objects.count()) == ("link-used", 1)


def test_older_link_is_good_no_more(world: Any) -> None:
    stay = away(world)
    first = ask_if_well(stay=stay, actor=world.secretary, now=NOON).split("/")[2]
    ask_if_well(stay=stay, actor=world.secretary, now=NOON)
    with pytest.raises(Refused) as refusal:
        say_well(token=first, actor=Visitor(), now=NOON)
    assert refusal.value.code == "link-used"


def test_page_of_the_link_needs_no_account(world: Any, client: Any) -> None:
    path = ask_if_well(stay=away(world), actor=world.secretary, now=datetime.now(tz=UTC))
    assert (client.get(path).status_code, client.post(path).status_code) == (200, 200)
    assert client.get(path).status_code == 410


def test_other_end_reads_the_day_and_nothing_else(world: Any, client: Any) -> None:
    stay = away(world, whereabouts="沈阳市和平区")
    note_contact(stay=stay, how="phone", on=TODAY, note="身体不好", actor=world.secretary, now=NOON)
    page = client.get(link_for_other_end(stay=stay, actor=world.secretary, now=datetime.now(tz=UTC))).content.decode()
    assert ("2026-11-23" in page, "沈阳市和平区" in page, "身体不好" in page) == (True, False, False)
    assert world.member.person.name not in page


def test_quarter_asks_those_who_were_not_heard_of_lately(world: Any) -> None:
    away(world, since=TODAY - timedelta(days=90))
    make_stay(make_member(world.first, "罗平"))
    ask_who_is_away(NOON)
    assert [message.recipient for message in Message.objects.all()] == [world.member.person_id]


def test_longest_silence_stands_first_and_only_the_own_branch(world: Any) -> None:
    make_stay(world.member, silent_since=TODAY - timedelta(days=3))
    make_stay(make_member(world.first, "白久"), silent_since=TODAY - timedelta(days=90))
    make_stay(make_member(world.second, "罗平"))
    page = browser_of(world.secretary.person).get(reverse("mobile:stay-list")).content.decode()
    assert page.index("白久") < page.index("秦荣静")
    assert "罗平" not in page


def test_rows_and_objects_are_one_rule(world: Any) -> None:
    make_stay(world.member)
    make_stay(make_member(world.second, "罗平"))
    for permission in MembershipPermission:
        for actor in (*world.actors.values(), world.secretary, world.other):
            seen = set(Stay.objects.visible_to(actor, permission))
            assert seen == {one for one in Stay.objects.all() if may(actor, permission, one)}


def test_own_pages(world: Any) -> None:
    make_account(world.member.person)
    browser = browser_of(world.member.person)
    form = {"whereabouts": "大连", "reason": "family", "since": "2026-11-01"}
    assert browser.post(reverse("mobile:mine"), form).status_code == 302
    assert browser.post(reverse("mobile:mine-well")).status_code == 302
    assert Contact.objects.get().how == "self"
    assert browser.get(reverse("mobile:mine")).status_code == 200
    assert {"what": "Away from here", "value": "2026-11-01 –  大连"} in copy_of(world.member.person, TODAY)["mobile"]
    browser.post(reverse("mobile:mine-back"))
    assert Stay.objects.get().state == StayState.RETURNED


def test_desk_goes_the_whole_way(world: Any) -> None:
    browser = browser_of(world.secretary.person)
    form = {"whereabouts": "大连", "reason": "work", "since": "2026-11-01"}
    browser.post(reverse("mobile:away-new", args=[world.member.pk]), form)
    stay = Stay.objects.get()
    browser.post(reverse("mobile:contact", args=[stay.pk]), {"on": "2026-11-02", "how": "phone"})
    browser.post(reverse("mobile:card", args=[stay.pk]), {"card_number": "2110"})
    assert browser.get(reverse("mobile:stay", args=[stay.pk])).status_code == 200
    assert browser.post(reverse("mobile:link", args=[stay.pk])).status_code == 200
    browser.post(reverse("mobile:end", args=[stay.pk]), {"ending": "transfer", "on": "2026-11-20"})
    stay.refresh_from_db()
    assert (stay.state, stay.card_number, stay.contacts.count()) == (StayState.TRANSFERRED, "2110", 1)


def test_erased_person_was_never_away(world: Any) -> None:
    note_contact(stay=away(world), how="phone", on=TODAY, actor=world.secretary, now=NOON)
    forget_stays(person_id=world.member.person_id, actor=COMMAND, now=NOON)
    forget_member(person_id=world.member.person_id, actor=COMMAND, now=NOON)
    assert (Stay.objects.count(), Member.objects.count()) == (0, 0)
