"""Members are corrected and moved; only their own branch, the committee and they themselves see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from linli.base.errors import Refused
from linli.base.permissions import SystemActor, may
from linli.core.membership.enums import LeaveReason, MembershipPermission, MemberState, ReportState
from linli.core.membership.models import InServiceMember, Member, MemberMove
from linli.core.membership.operations import in_service as service
from linli.core.membership.operations import members as work
from linli.core.membership.queries.members import in_service_for, members_for
from linli.core.membership.subscriptions import close_the_card_of_the_dead, forget_who_was_erased
from linli.core.organisation.queries.orgs import MemberCount, member_counts
from linli.core.people.events import PersonEnded, PersonErased
from linli.core.people.operations.grants import give_grant
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_account, make_person, make_world
from tests.factories.membership import make_in_service, make_member, make_secretary
from tests.factories.organisation import make_branch, make_committee, make_group

pytestmark = pytest.mark.django_db
COMMAND = SystemActor("command")


@pytest.fixture
def world() -> Any:
    world = make_world()
    world.first, world.second = make_branch(world.grid, "第一党支部"), make_branch(world.grid, "第二党支部")
    world.group = make_group(world.grid, world.first)
    world.mine, world.theirs = make_member(world.first, "秦荣静"), make_member(world.second, "罗平")
    world.secretary, world.other = make_secretary(world.first), make_secretary(world.second, "赵书记")
    world.in_first, world.in_second = make_in_service(world.group), make_in_service(world.second, "文晶瑞")
    return world


def test_secretary_sees_their_own_branch_and_its_groups_alone(world: Any) -> None:
    assert list(members_for(world.secretary)) == [world.mine]
    assert list(in_service_for(world.secretary)) == [world.in_first]
    assert list(members_for(world.actors["committee_secretary"]).order_by("pk")) == [world.mine, world.theirs]


@pytest.mark.parametrize(
    "role", ["grid_worker", "community_worker", "street_officer", "system_admin", "security_admin"]
)
def test_nobody_else_sees_members(world: Any, role: str) -> None:
    assert (list(members_for(world.actors[role])), list(in_service_for(world.actors[role]))) == ([], [])


def test_rows_and_objects_are_one_rule(world: Any) -> None:
    actors = [*world.actors.values(), world.secretary, world.other]
    work.move_member(member=world.mine, org=world.first, group=world.group, reason="组", actor=COMMAND, now=NOON)
    for model in (Member, InServiceMember, MemberMove):
        for permission in MembershipPermission:
            for actor in actors:
                seen = set(model.objects.visible_to(actor, permission))
                if model is MemberMove:
                    allowed = {one for one in model.objects.all() if may(actor, permission, one.member)}
                else:
                    allowed = {one for one in model.objects.all() if may(actor, permission, one)}
                assert seen == allowed, (actor.label, permission)


def test_two_secretaries_cannot_see_each_others_branch_by_any_door(world: Any) -> None:
    browser = browser_of(world.secretary.person)
    for name, row in (("member", world.theirs), ("in-service", world.in_second)):
        for page in (name, f"{name}-correct"):
            assert browser.get(reverse(f"membership:{page}", args=[row.pk])).status_code == 404
    for page in ("member-move", "member-leave"):
        assert browser.get(reverse(f"membership:{page}", args=[world.theirs.pk])).status_code == 404
    listed = browser.get(reverse("membership:member-list")).content.decode()
    assert ("秦荣静" in listed, "罗平" in listed) == (True, False)
    narrowed = browser.get(reverse("membership:member-list"), {"org": world.second.pk}).content.decode()
    assert "罗平" not in narrowed
    sought = browser.get(reverse("membership:member-list"), {"q": "罗平"}).content.decode()
    assert reverse("membership:member", args=[world.theirs.pk]) not in sought
    assert "文晶瑞" not in browser.get(reverse("membership:in-service-list")).content.decode()
    assert [row["name"] for row in browser.get("/api/v1/membership/members").json()] == ["秦荣静"]
    assert browser.get("/api/v1/membership/members", {"q": "罗平"}).json() == []
    assert browser.get(f"/api/v1/membership/members/{world.theirs.pk}").status_code == 404
    assert browser.get(reverse("organisation:org", args=[world.second.pk])).status_code == 404


def test_export_of_a_secretary_holds_their_branch_alone(world: Any) -> None:
    told = {"export": "1", "purpose": "走访", "recipient": "支部", "until": (TODAY + timedelta(days=3)).isoformat()}
    browser = browser_of(world.secretary.person)
    page = browser.get(reverse("membership:member-list"), told)
    assert "罗平" not in page.content.decode("utf-8", "ignore")


def test_the_street_sees_counts_and_workers_do_not(world: Any) -> None:
    orgs = [make_committee(world.community), world.first]
    assert member_counts(world.actors["street_officer"], orgs) == {
        orgs[0].pk: MemberCount(2, 2), world.first.pk: MemberCount(1, 1),
    }  # fmt: skip
    assert member_counts(world.actors["community_worker"], orgs) == {}
    assert member_counts(world.secretary, orgs) == {world.first.pk: MemberCount(1, 1)}


def test_member_moves_and_the_history_stays(world: Any) -> None:
    work.move_member(member=world.mine, org=world.second, reason="搬家", actor=world.secretary, now=NOON)
    move = MemberMove.objects.get()
    assert (move.from_org, move.to_org, move.reason, move.on) == (world.first, world.second, "搬家", TODAY)
    assert list(members_for(world.secretary)) == []
    assert world.mine in members_for(world.other)


def test_group_of_another_branch_is_refused(world: Any) -> None:
    with pytest.raises(Refused) as refusal:
        work.move_member(member=world.theirs, org=world.second, group=world.group, reason="x", actor=COMMAND, now=NOON)
    assert refusal.value.code == "group-elsewhere"


def test_secretary_of_another_branch_may_not_correct(world: Any) -> None:
    with pytest.raises(Refused):
        work.correct_member(member=world.theirs, skills="理发", actor=world.secretary, now=NOON)
    work.correct_member(member=world.theirs, skills="理发", actor=world.other, now=NOON)
    assert Member.objects.get(pk=world.theirs.pk).skills == "理发"


def test_probationary_member_has_no_full_day(world: Any) -> None:
    with pytest.raises(Refused) as refusal:
        work.correct_member(member=world.mine, standing="probationary", actor=COMMAND, now=NOON)
    assert refusal.value.code == "still-probationary"
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=world.mine.pk).update(standing="probationary")


def test_second_row_of_one_member_is_refused(world: Any) -> None:
    with pytest.raises(Refused) as refusal:
        work.enter_member(person=world.mine.person, org=world.second, actor=COMMAND, now=NOON)
    assert refusal.value.code == "member-already"


def test_contact_is_lost_and_found_and_membership_ends(world: Any) -> None:
    work.lose_member(member=world.mine, actor=world.secretary, now=NOON)
    work.find_member(member=world.mine, actor=world.secretary, now=NOON)
    work.end_membership(member=world.mine, because=LeaveReason.TRANSFERRED, on=TODAY, actor=world.secretary, now=NOON)
    world.mine.refresh_from_db()
    assert (world.mine.state, world.mine.left_on) == (MemberState.LEFT, TODAY)
    with pytest.raises(Refused):
        work.correct_member(member=world.mine, skills="x", actor=COMMAND, now=NOON)


def test_role_of_a_branch_secretary_is_given_at_a_branch_and_nowhere_else(world: Any) -> None:
    person = make_person("钱书记", at=world.grid)
    told = {"person": person, "actor": world.actors["security_admin"], "now": NOON}
    with pytest.raises(Refused) as refusal:
        give_grant(role="branch_secretary", at=world.community, **told)
    assert refusal.value.code == "role-elsewhere"
    with pytest.raises(Refused) as refusal:
        give_grant(role="committee_secretary", at=world.first, **told)
    assert refusal.value.code == "role-elsewhere"
    grant = give_grant(role="branch_secretary", at=world.first, **told)
    assert (grant.place, grant.community_id) == (world.first.path, world.community.pk)


def test_security_administrator_gives_the_role_on_the_page_of_roles(world: Any) -> None:
    person = make_person("钱书记", at=world.grid)
    browser = browser_of(world.people["security_admin"])
    told = {"person": person.pk, "role": "branch_secretary", "at": world.first.pk, "starts_on": "2026-11-24"}
    address = reverse("people:grant-new")
    assert browser.post(f"{address}?who=钱书记", told).status_code == 302
    assert person.grants.get().place == world.first.path
    assert "第一党支部" in browser.get(reverse("people:grant-list")).content.decode()


def test_own_card_shows_me_and_nobody_else(world: Any) -> None:
    make_account(world.mine.person)
    page = browser_of(world.mine.person).get(reverse("membership:mine")).content.decode()
    assert ("第一党支部" in page, "罗平" in page) == (True, False)
    nothing = browser_of(world.people["resident"]).get(reverse("membership:mine")).content.decode()
    assert "第一党支部" not in nothing


def test_my_page_leads_to_the_card_of_whoever_has_one(world: Any) -> None:
    make_account(world.mine.person)
    card = f'href="{reverse("membership:mine")}"'
    assert card in browser_of(world.mine.person).get(reverse("portal:me")).content.decode()
    assert card not in browser_of(world.people["resident"]).get(reverse("portal:me")).content.decode()


def test_in_service_member_pauses_agrees_and_leaves_by_themselves(world: Any) -> None:
    report = world.in_first
    make_account(report.person)
    browser = browser_of(report.person)
    browser.post(reverse("membership:mine-step", args=["pause"]))
    browser.post(reverse("membership:mine-agree"), {"agrees": "1"})
    report.refresh_from_db()
    assert (report.state, report.statement_agreed_at is not None) == (ReportState.PAUSED, True)
    browser.post(reverse("membership:mine-step", args=["leave"]))
    report.refresh_from_db()
    assert (report.state, report.statement_agreed_at) == (ReportState.LEFT, None)


def test_nobody_agrees_to_a_statement_for_another(world: Any) -> None:
    with pytest.raises(Refused):
        service.agree_to_statement(report=world.in_first, agrees=True, actor=world.secretary, now=NOON)
    assert InServiceMember.objects.get(pk=world.in_first.pk).statement_agreed_at is None


def test_card_of_the_dead_is_closed_and_whoever_was_erased_is_gone(world: Any) -> None:
    close_the_card_of_the_dead(PersonEnded(at=NOON, person_id=world.mine.person_id, reason="died"))
    world.mine.refresh_from_db()
    assert world.mine.left_because == LeaveReason.DIED
    work.move_member(member=world.theirs, org=world.first, reason="x", actor=COMMAND, now=NOON)
    forget_who_was_erased(PersonErased(at=NOON, person_id=world.theirs.person_id))
    assert list(Member.objects.all()) == [world.mine]


@pytest.mark.parametrize("name", ["membership:member-list", "membership:in-service-list"])
def test_lists_stay_within_twelve_queries(world: Any, name: str, django_assert_max_num_queries: Any) -> None:
    browser = browser_of(world.secretary.person)
    browser.get(reverse(name))
    for n in range(3):
        make_member(world.first, f"孙某{n}")
        make_in_service(world.group, f"李某{n}")
    with django_assert_max_num_queries(12):
        assert browser.get(reverse(name)).status_code == 200


def test_pages_of_a_member_open_and_correct(world: Any) -> None:
    browser = browser_of(world.secretary.person)
    for name, row in (("member", world.mine), ("in-service", world.in_first)):
        for page in (name, f"{name}-correct"):
            assert browser.get(reverse(f"membership:{page}", args=[row.pk])).status_code == 200
    told = {"member_class": "elder_ill", "standing": "full", "joined_on": "1980-01-01", "full_on": "", "skills": "理发"}
    browser.post(reverse("membership:member-correct", args=[world.mine.pk]), told)
    world.mine.refresh_from_db()
    assert (world.mine.member_class, world.mine.skills, world.mine.full_on) == ("elder_ill", "理发", None)
    told = {"to": world.group.pk, "reason": "分组"}
    browser.post(reverse("membership:member-move", args=[world.mine.pk]), told)
    world.mine.refresh_from_db()
    assert (world.mine.group, world.mine.place) == (world.group, world.group.path)
    assert "秦荣静" in browser.get(reverse("organisation:org", args=[world.first.pk])).content.decode()
