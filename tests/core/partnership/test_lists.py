"""Wishes and offers: said by any door, looked at before others read them, pressed for once a person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.base.audit.models import AuditEntry
from linli.base.errors import Refused
from linli.base.permissions import SystemActor, Visitor
from linli.core.partnership.models import Need, Resource, Support
from linli.core.partnership.operations.forgetting import forget_person
from linli.core.partnership.operations.settle import fulfil_listed, publish_listed, reword_listed, withdraw_listed
from linli.core.partnership.operations.support import support_need, withdraw_support
from linli.core.partnership.queries import lists
from linli.core.partnership.queries.matching import needs_for, resources_for
from linli.core.partnership.queries.slips import SlipOfList
from linli.core.partnership.tasks import forget_after_three_years, take_off_what_is_over
from tests.factories import partnership as make
from tests.factories.core import NOON, TODAY, make_area


def code_of(call, **given) -> str:
    with pytest.raises(Refused) as refused:
        call(**given)
    return refused.value.code


def test_wish_is_nobodys_to_read_before_the_desk_has_looked(world):
    need = make.make_need(world)
    assert (need.state, need.author, need.supporters) == ("received", world.people["resident"], 1)
    assert list(lists.public(Need, world.community)) == []
    publish_listed(thing=need, actor=world.actors["community_worker"], now=NOON, **make.PUBLIC_WORDS)
    shown = lists.public(Need, world.community).get()
    assert (shown.title, shown.place) == (make.PUBLIC_WORDS["title"], world.grid.path)


def test_whoever_stays_unnamed_is_written_down_nowhere(world):
    need = make.make_need(world, is_anonymous=True, contact_name="刘桂芳", contact_phone="13800001234")
    row = Need.objects.get(pk=need.pk)
    assert (row.author, row.contact_name, row.contact_phone, row.written_by, row.supporters) == (
        None, None, None, "visitor", 0,
    )  # fmt: skip
    assert set(AuditEntry.objects.filter(subject_id=str(need.pk)).values_list("actor", "person_id")) == {
        ("visitor", None)
    }


def test_place_is_a_compound_at_the_finest(world):
    compound = make_area("compound", world.grid, name_zh="兆麟小区")
    need = make.make_need(world, spot=compound)
    assert (need.place, need.grid) == (compound.path, world.grid)
    assert code_of(make.make_need, world=world, spot=world.family.home) == "place-too-fine"
    assert code_of(make.make_need, world=world, spot=world.other_grid) == "grid-elsewhere"


def test_worker_writes_for_somebody_who_agreed(world):
    told = {"door": "phone", "person": world.people["resident"], "actor": world.actors["grid_worker"]}
    assert code_of(make.make_need, world=world, **told) == "consent-needed"
    need = make.make_need(world, **told, consent_note="电话里说同意")
    assert (need.author, need.supporters) == (world.people["resident"], 1)
    assert code_of(make.make_need, world=world, door="counter", actor=world.actors["neighbour"]) == "forbidden"


def test_offer_needs_somebody_to_talk_to_and_a_body_its_name(world):
    visitor = Visitor()
    assert code_of(make.make_resource, world=world, actor=visitor) == "contact-needed"
    assert code_of(make.make_resource, world=world, giver_kind="shop") == "giver-needed"
    shop = {"giver_kind": "shop", "giver_name": "好邻居超市", "contact_name": "张店长", "contact_phone": "13800001234"}
    assert make.make_resource(world, actor=visitor, **shop).giver_name == "好邻居超市"


def test_press_counts_once_a_person_and_is_taken_back_without_a_trace(world):
    need, actor = make.open_need(world), world.actors["child"]
    assert [support_need(need=need, actor=actor, now=NOON) for _ in range(2)] == [True, False]
    assert Need.objects.get(pk=need.pk).supporters == 2
    assert withdraw_support(need=need, actor=actor, now=NOON)
    assert not withdraw_support(need=need, actor=actor, now=NOON)
    assert (Need.objects.get(pk=need.pk).supporters, Support.objects.filter(person=actor.person).count()) == (1, 0)


def test_press_at_the_desk_leaves_no_name_in_the_audit(world):
    need = make.open_need(world)
    somebody = {"person": world.people["child"], "door": "phone"}
    support_need(need=need, actor=world.actors["grid_worker"], now=NOON, **somebody)
    row = AuditEntry.objects.get(action="partnership.need.support-for")
    assert (row.data, str(somebody["person"].pk) in str(row.data)) == ({"door": "phone"}, False)
    wrong = {"need": need, "now": NOON, **somebody}
    assert code_of(support_need, actor=world.actors["neighbour"], **wrong) == "forbidden"
    assert code_of(support_need, actor=world.actors["resident"], **wrong) == "forbidden"


def test_press_is_for_neighbours_who_are_known(world):
    need = make.open_need(world)
    assert code_of(support_need, need=need, actor=Visitor(), now=NOON) == "sign-in"
    assert code_of(support_need, need=need, actor=world.actors["other_resident"], now=NOON) == "other-community"
    waiting = make.make_need(world)
    assert code_of(support_need, need=waiting, actor=world.actors["child"], now=NOON) == "not-on-the-list"


def test_database_refuses_a_second_press(world):
    support = Support.objects.get(need=make.open_need(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.create(need=support.need, person=support.person, at=NOON)


@pytest.mark.parametrize("role", ["grid_worker", "resident", "street_officer", "other_secretary", "system_admin"])
def test_only_the_desk_publishes_and_ends(world, role):
    need, other = make.make_need(world), make.open_need(world)
    actor = {"actor": world.actors[role], "now": NOON}
    assert code_of(publish_listed, thing=need, **actor, **make.PUBLIC_WORDS) == "forbidden"
    assert code_of(reword_listed, thing=other, **actor, **make.PUBLIC_WORDS) == "forbidden"
    assert code_of(fulfil_listed, thing=other, words="做好了", **actor) == "forbidden"
    if role != "resident":  # who said it may take it back
        assert code_of(withdraw_listed, thing=need, words="不合适", **actor) == "forbidden"


def test_whoever_said_it_takes_it_back_with_account_or_slip(world):
    mine, held = make.make_need(world), make.open_resource(world)
    withdraw_listed(thing=mine, words="", actor=world.actors["resident"], now=NOON)
    withdraw_listed(thing=held, words="", actor=SlipOfList(held.pk), now=NOON)
    assert {mine.state, held.state} == {"withdrawn"}
    assert code_of(withdraw_listed, thing=make.make_need(world), words="", actor=SlipOfList(held.pk), now=NOON)


def test_order_is_by_time_and_by_presses_only_when_asked(world, client):
    old = make.open_need(world, now=NOON - timedelta(days=2))
    new = make.open_need(world)
    support_need(need=old, actor=world.actors["child"], now=NOON)
    order = [
        [card["thing"] for card in client.get(f"/neighbourhood/{q}").context["cards"]]
        for q in ("?community=zhaolin", "?order=many")
    ]
    assert order == [[new, old], [old, new]]


def test_match_gives_reasons_and_leaves_out_what_cannot_be(world):
    monday_evening, sunday = 1 << 2, 1 << 18
    need = make.open_need(world, hours=monday_evening, people=12)
    fits = make.open_resource(world, hours=monday_evening, capacity=20)
    plain = make.open_resource(world, spot=world.next_grid)
    make.open_resource(world, capacity=5)
    make.open_resource(world, hours=sunday)
    make.open_resource(world, kind="thing")
    make.open_resource(world, until_on=TODAY - timedelta(days=1), starts_on=date(2026, 1, 1))
    found = resources_for(need, TODAY)
    assert [(one.resource, len(one.reasons)) for one in found] == [(fits, 4), (plain, 1)]
    assert [one.need for one in needs_for(fits)] == [need]


def test_offer_leaves_the_list_when_its_last_day_is_over(world):
    over = make.open_resource(world, until_on=TODAY)
    take_off_what_is_over(NOON)
    assert Resource.objects.get(pk=over.pk).state == "open"
    take_off_what_is_over(NOON + timedelta(days=1))
    assert Resource.objects.get(pk=over.pk).state == "withdrawn"


def test_erased_person_is_named_nowhere_and_presses_no_more(world):
    need, person = make.open_need(world), world.people["resident"]
    forget_person(person_id=person.pk, actor=SystemActor("erasure"), now=NOON)
    row = Need.objects.get(pk=need.pk)
    assert (row.author, row.said, row.supporters, row.title) == (None, "(erased)", 0, make.PUBLIC_WORDS["title"])


def test_who_wished_is_forgotten_three_years_after_the_end(world):
    over, open_one = make.open_need(world, contact_phone="13912345678"), make.open_need(world)
    withdraw_listed(thing=over, words="已经有了", actor=world.actors["community_worker"], now=NOON)
    forget_after_three_years(NOON + timedelta(days=1095))
    over.refresh_from_db()
    assert over.author == world.people["resident"]
    forget_after_three_years(NOON + timedelta(days=1096))
    for need in (over, open_one):
        need.refresh_from_db()
    assert (over.author, over.contact_phone, over.said, over.title) == (None, None, "(erased)", "活动室要一个读书角")
    assert open_one.author == world.people["resident"]
