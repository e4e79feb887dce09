"""The page of a unit: its liaison does everything there, and sees nothing of any other unit."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image

from linli.base.errors import Refused
from linli.base.messaging.models import Message
from linli.base.outbox.worker import deliver_due
from linli.core.partnership.enums import Side
from linli.core.partnership.models import Agreement, Need, Part, Project, Promise, Resource, Review
from linli.core.partnership.operations import projects as work
from linli.core.partnership.operations.promises import tell_promise
from linli.core.partnership.operations.reviews import open_review
from linli.core.partnership.operations.settle import publish_listed
from linli.core.people.operations.grants import give_grant
from tests.factories import agreements as make
from tests.factories import partnership as commons
from tests.factories.clients import browser_of
from tests.factories.core import NOON, TODAY, make_person


@pytest.fixture
def school(world):
    return make.make_partner(world.grid, kind="unit")


@pytest.fixture
def hospital(world):
    return make.make_partner(world.grid, "灯塔市中心医院", kind="unit")


@pytest.fixture
def liaison(school):
    return make.liaison_actor(school)


@pytest.fixture
def browser(liaison):
    return browser_of(liaison.person)


def unit_page(name: str, *args: object) -> str:
    return reverse(f"partnership:{name}", args=args)


def status_of(browser, page: str) -> int:
    answer = browser.get(page)
    if answer.streaming:
        b"".join(answer)  # read to its end it closes the file, and not the connection of the test
    return answer.status_code


def told_by_school(world, school, liaison) -> Promise:
    promise = make.promise_of(make.in_force(world, school), Side.UNIT)
    told = {"outcome": "kept", "proof": "讲了两场", "side": Side.UNIT, "actor": liaison, "now": NOON}
    return tell_promise(promise=promise, **told)


def test_liaison_lands_on_the_page_of_their_unit(browser, school):
    assert browser.get("/unit/").headers["Location"] == unit_page("unit", school.pk)
    assert "兆麟小学" in browser.get(unit_page("unit", school.pk)).content.decode()


def test_role_of_a_liaison_is_given_at_a_unit_and_nowhere_else(world, school):
    person = make_person("郑老师", at=world.grid)
    give = {"person": person, "role": "unit_liaison", "actor": world.actors["security_admin"], "now": NOON}
    with pytest.raises(Refused) as refused:
        give_grant(at=world.grid, **give)
    assert refused.value.code == "role-elsewhere"
    assert give_grant(at=school, **give).place == school.path


def test_liaison_signs_proves_answers_and_reviews_on_their_own_pages(world, school, browser):
    agreement = make.negotiated(world, school)
    read = {"name": "郑老师", "revision": agreement.revision, "has_read": "on"}
    browser.post(unit_page("unit-agreement-step", agreement.code, "sign"), read)
    make.sign(agreement, Side.COMMUNITY, world.actors["committee_secretary"])
    own, theirs = (make.promise_of(agreement, side) for side in (Side.UNIT, Side.COMMUNITY))
    said = {"outcome": "kept", "proof": "3月讲了两场，来了六十人"}
    browser.post(unit_page("unit-agreement-promise-step", agreement.code, own.pk, "tell"), said)
    tell_promise(promise=theirs, side=Side.COMMUNITY, actor=world.actors["community_worker"], now=NOON, **said)
    browser.post(unit_page("unit-agreement-promise-step", agreement.code, theirs.pk, "accept"))
    review = open_review(agreement=agreement, from_on=make.FIRST, until_on=TODAY, actor=make.SYSTEM, now=NOON)
    browser.post(unit_page("unit-agreement-review", agreement.code, review.pk), {"words": "办得不错"})
    states = list(Promise.objects.filter(agreement=agreement).order_by("pk").values_list("side", "state"))
    assert states == [("unit", "shown"), ("community", "kept")]
    assert Review.objects.get(pk=review.pk).unit_words == "办得不错"


def test_liaison_says_a_wish_and_an_offer_in_the_name_of_the_unit_alone(world, school, browser, liaison):
    browser.post(unit_page("unit-say", school.pk, "need"), {"text": "想要两名护学志愿者", "kind": "help"})
    gift = {"text": "周末开放操场", "kind": "room", "where": "操场", "is_lasting": "on"}
    browser.post(unit_page("unit-say", school.pk, "resource"), gift)
    need, resource = Need.objects.get(partner=school), Resource.objects.get(partner=school)
    assert (need.author_id, need.contact_name, need.state) == (None, None, "received")
    assert (resource.author_id, resource.giver_kind, resource.giver_name) == (None, "unit", "兆麟小学")
    publish_listed(thing=need, title="护学志愿者", text="两名", actor=world.actors["community_worker"], now=NOON)
    deliver_due(now=NOON)
    heard = Message.objects.filter(recipient=liaison.person_id).values_list("template", flat=True)
    assert list(heard) == ["partnership.unit_need_published"]
    browser.post(unit_page("unit-withdraw", school.pk, "resource", resource.pk))
    assert Resource.objects.get(pk=resource.pk).state == "withdrawn"


def test_unit_leads_a_project_from_what_fits_to_its_result(world, school, browser, liaison):
    yard = commons.open_resource(world, kind="room")
    Resource.objects.filter(pk=yard.pk).update(partner=school, author=None, giver_kind="unit", giver_name="兆麟小学")
    need = commons.open_need(world)
    page = browser.get(unit_page("unit", school.pk)).content.decode()
    propose = f"{unit_page('unit-propose', school.pk)}?need={need.code}&resource={yard.code}"
    assert propose.replace("&", "&amp;") in page
    browser.post(propose, {"title": "操场上的读书角", "text": "周末搬书去操场"})
    project = Project.objects.get()
    sides = Part.objects.filter(project=project)
    assert (project.partner, project.lead_id) == (school, liaison.person_id)
    assert [part.accepted_at is not None for part in sides.order_by("need_id")].count(True) == 1
    work.accept_part(part=sides.get(need=need), actor=world.actors["resident"], now=NOON)
    for step, form in (
        ("add-step", {"title": "搬书架", "due_on": "2026-12-01"}),
        ("start", {}),
        ("finish", {"result": "每周六开放", "tags": ["happiness"]}),
    ):
        browser.post(unit_page("unit-project-step", project.code, step), form)
    browser.post(unit_page("unit-project-reach", project.code, project.milestones.get().pk))
    project.refresh_from_db()
    is_done = project.milestones.get().done_on is not None
    assert (project.state, project.result, is_done) == ("finished", "每周六开放", True)
    browser.post(unit_page("unit-project-step", project.code, "tell"))
    assert Project.objects.get().state == "finished"  # judging and publication stay with the desk


def test_unit_says_yes_for_its_side(world, school, browser):
    yard, need = commons.open_resource(world), commons.open_need(world)
    Resource.objects.filter(pk=yard.pk).update(partner=school, author=None)
    plan = work.Plan(needs=[need], resources=[Resource.objects.get()], title="读书角", text="收拾出来")
    project = work.propose_project(plan=plan, actor=world.actors["community_worker"], now=NOON)
    browser.post(unit_page("unit-project-accept", project.code))
    assert list(Part.objects.filter(resource=yard).values_list("door", flat=True)) == ["online"]
    assert Part.objects.filter(accepted_at=None).count() == 1


def test_liaisons_do_not_see_each_others_unit_by_page(world, school, hospital, browser):
    theirs = make.in_force(world, hospital)
    promise = make.promise_of(theirs, Side.UNIT)
    review = open_review(agreement=theirs, from_on=make.FIRST, until_on=TODAY, actor=make.SYSTEM, now=NOON)
    pages = [
        unit_page("unit", hospital.pk),
        unit_page("unit-say", hospital.pk, "need"),
        unit_page("unit-agreement", theirs.code),
        unit_page("unit-agreement-pdf", theirs.code),
        unit_page("unit-agreement-docx", theirs.code),
        unit_page("unit-agreement-step", theirs.code, "leave"),
        unit_page("unit-agreement-promise-step", theirs.code, promise.pk, "tell"),
        unit_page("unit-agreement-review", theirs.code, review.pk),
        unit_page("desk-agreement", theirs.code),
        unit_page("desk-agreements"),
        f"{unit_page('desk-agreements')}?export=1",
        reverse("organisation:body", args=[hospital.body_id]),
        reverse("organisation:body-list"),
    ]
    assert [page for page in pages if browser.get(page).status_code != 404] == []
    assert browser_of(make.make_liaison_person(hospital, "何医生")).get(pages[0]).status_code == 200


def test_picture_of_a_promise_is_for_its_two_sides_alone(world, school, hospital, browser):
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "JPEG")
    agreement = make.in_force(world, school)
    promise = make.promise_of(agreement, Side.UNIT)
    sent = {
        "outcome": "kept",
        "proof": "讲了两场",
        "photo": SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg"),
    }
    page = unit_page("unit-agreement-promise-step", agreement.code, promise.pk, "tell")
    assert browser.post(page, sent).status_code == 422  # nobody said that no one can be recognised
    sent["photo"].seek(0)
    browser.post(page, {**sent, "place_only": "on"})
    seen = unit_page("unit-agreement-photo", agreement.code, promise.pk)
    other = browser_of(make.make_liaison_person(hospital, "何医生"))
    desk = browser_of(world.people["community_worker"])
    assert [status_of(one, seen) for one in (browser, other, desk)] == [200, 404, 404]
    at_desk = seen.replace("/unit/", "/desk/")
    assert [status_of(one, at_desk) for one in (browser, other, desk)] == [404, 404, 200]


def test_liaison_of_a_closed_grant_sees_nothing(school, browser, liaison):
    liaison.person.grants.update(ended_at=NOON, ends_on=TODAY)
    assert browser.get(unit_page("unit", school.pk)).status_code == 404


def test_promise_of_one_agreement_is_not_reached_through_another(world, school, hospital, browser):
    own = make.in_force(world, school)
    promise = make.promise_of(make.in_force(world, hospital), Side.UNIT)
    page = unit_page("unit-agreement-promise-step", own.code, promise.pk, "tell")
    assert browser.post(page, {"outcome": "kept", "proof": "x"}).status_code == 404


def test_liaisons_do_not_hear_of_each_others_unit(world, school, hospital, liaison):
    other = make.liaison_actor(hospital, "何医生")
    told_by_school(world, school, liaison)
    tell_promise(promise=make.promise_of(Agreement.objects.get(), Side.COMMUNITY), outcome="kept", proof="站了岗",
                 side=Side.COMMUNITY, actor=world.actors["community_worker"], now=NOON)  # fmt: skip
    while deliver_due(now=NOON):
        pass
    assert Message.objects.filter(recipient=other.person_id).count() == 0
    assert Message.objects.filter(recipient=liaison.person_id).count() > 0


def test_liaison_finds_no_resident_and_no_other_unit_by_search(world, school, hospital, browser):
    make.in_force(world, hospital)
    for words, never in (("刘", "刘桂芳"), ("中心", "灯塔市中心医院"), ("灯塔", "灯塔市中心医院")):
        assert never not in browser.get(f"/desk/search/?q={words}").content.decode()


def test_project_of_another_unit_is_not_there(world, school, hospital, browser):
    yard, need = commons.open_resource(world), commons.open_need(world)
    Resource.objects.filter(pk=yard.pk).update(partner=hospital, author=None)
    plan = work.Plan(needs=[need], resources=[Resource.objects.get()], title="义诊", text="周末义诊")
    project = work.propose_project(plan=plan, actor=world.actors["community_worker"], now=NOON)
    assert browser.get(unit_page("unit-project", project.code)).status_code == 404
    assert browser.post(unit_page("unit-project-accept", project.code)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_unit_costs_the_same_however_full(count, world, school, browser, django_assert_max_num_queries):
    agreement = make.in_force(world, school)
    for number in range(count):
        make.add_promise(agreement=agreement, gives=Side.UNIT, wording=make.wording(f"第{number}件"),
                         side=Side.COMMUNITY, actor=make.SYSTEM, now=NOON)  # fmt: skip
        commons.open_need(world)
        commons.open_resource(world)
    Need.objects.update(partner=school, author=None)
    browser.get(unit_page("unit", school.pk))
    with django_assert_max_num_queries(14):
        assert browser.get(unit_page("unit", school.pk)).status_code == 200


def test_agreement_on_paper_names_both_sides_and_reads_no_tags_from_what_people_wrote(world, school, browser):
    agreement = make.in_force(world, school)
    Promise.objects.filter(agreement=agreement, side=Side.UNIT).update(text="{{ 7 * 7 }} <b>讲座</b> & 操场")
    pdf = browser.get(unit_page("unit-agreement-pdf", agreement.code))
    word = browser.get(unit_page("unit-agreement-docx", agreement.code))
    document = Document(io.BytesIO(word.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert (pdf.content[:5], pdf.status_code) == (b"%PDF-", 200)
    assert {"{{ 7 * 7 }} <b>讲座</b> & 操场", "十名志愿者护学", "王校长", "周海燕"} <= set(cells)
    assert [line.text for line in document.paragraphs if "{%" in line.text] == []


def test_liaisons_do_not_see_each_others_unit_by_the_api(world, school, hospital, browser):
    own, theirs = make.in_force(world, school), make.in_force(world, hospital)
    here = "/api/v1/neighbourhood"
    listed = [line["code"] for line in browser.get(f"{here}/agreements").json()]
    units = [unit["name"] for unit in browser.get(f"{here}/units").json()]
    assert (listed, units) == ([own.code], ["兆麟小学"])
    promise = make.promise_of(theirs, Side.UNIT)
    told = {"side": "unit", "outcome": "kept", "proof": "办了"}
    knocked = [
        browser.get(f"{here}/agreements/{theirs.code}").status_code,
        browser.post(
            f"{here}/agreements/{theirs.code}/promises/{promise.pk}/tell", told, "application/json"
        ).status_code,
        browser.post(f"{here}/agreements/{own.code}/promises/{promise.pk}/tell", told, "application/json").status_code,
    ]
    assert knocked == [404, 404, 404]


def test_program_of_a_liaison_proves_a_promise_and_the_desk_accepts_it(world, school, browser):
    agreement = make.in_force(world, school)
    promise = make.promise_of(agreement, Side.UNIT)
    here = f"/api/v1/neighbourhood/agreements/{agreement.code}/promises/{promise.pk}"
    told = {"side": "unit", "outcome": "kept", "proof": "讲了两场"}
    assert browser.post(f"{here}/tell", told, "application/json").json()["state"] == "shown"
    desk = browser_of(world.people["community_worker"])
    assert desk.post(f"{here}/accept", {"side": "community"}, "application/json").json()["state"] == "kept"
