"""Whistles of the demo, made by the real operations: a dozen, in every state that the desk can find them in."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from linli.base.calendars.arithmetic import BEIJING
from linli.core.areas.models import Area
from linli.core.matters.enums import MatterState
from linli.core.matters.models import Matter
from linli.core.people.enums import Role, Sex
from linli.core.people.models import Grant, Person
from linli.core.people.queries.actors import PersonActor
from linli.core.whistles.enums import CallState
from linli.core.whistles.models import Call, Department, Whistle
from linli.core.whistles.operations.answering import answer_judgement, contact_call, report_call, sign_call
from linli.core.whistles.operations.calling import blow_whistle
from linli.core.whistles.operations.departments import DepartmentWords, add_department
from linli.core.whistles.operations.drafting import Draft, approve_whistle, decline_whistle, draft_whistle
from linli.core.whistles.operations.judging import confirm_solved, rate_call
from linli.core.whistles.queries.actors import CallHolder
from linli.core.whistles.tasks import escalate_what_is_late
from linli.portal.demo.areas import BUILDER
from linli.portal.demo.keys import Keys
from linli.portal.demo.staff import open_office

DEPARTMENTS = (
    ("供热公司", "Heating company", "供暖、管网抢修", "Heating, repair of its pipes", "0419-5550101"),
    ("市政排水处", "Drainage office", "雨污水井、管网疏通", "Drains and sewers", "0419-5550102"),
    ("执法队", "Law enforcement team", "占道经营、违建、噪声", "Stalls, illegal building, noise", "0419-5550103"),
    ("市场监管所", "Market supervision office", "食品、价格、电梯", "Food, prices, lifts", "0419-5550104"),
    ("自来水公司", "Water company", "供水、二次加压", "Water and its pumps", "0419-5550105"),
    ("消防站", "Fire and rescue station", "消防通道、充电隐患", "Ways for fire engines, charging", "0419-5550106"),
)  # fmt: skip
# What is needed, what was tried, the kind, who is called, how far it came, days ago, the judgement of the first.
STORIES: tuple[tuple[str, str, str, tuple[int, ...], str, int, int], ...] = (
    ("五号楼整个单元暖气不热，入口压力不够。", "报修三次，只派人来测温。", "hard", (0,), "rated", 300, 4),
    ("兆麟路口雨水井堵了，下雨就积水。", "网格员清过井口的落叶；给排水处打过两次电话。", "work", (1,), "rated", 130, 5),
    ("小区门口夜里烧烤占道，油烟进屋。", "上门劝过三次，当晚收，第二天又摆。", "work", (2, 3), "rated", 95, 3),
    ("九号楼二次供水发黄。", "物业清洗过水箱，送检两次仍发黄。", "hard", (4,), "rated", 60, 4),
    ("消防通道被私家车和杂物占满。", "贴过通知，打过车主电话，清过一次杂物。", "work", (5, 2), "rated", 41, 2),
    ("电梯三天停了两次，维保单位不来人。", "物业催过维保四次，没有到场。", "work", (3,), "solved", 9, 0),
    ("三号楼前污水井反水，臭味很大。", "物业疏通两次；排水处电话里说排期。", "work", (1,), "reported", 4, 0),
    ("七号楼顶加盖彩钢房，邻居担心安全。", "上门讲过两次，住户不停工。", "hard", (2,), "contacted", 2, 0),
    ("六号楼供暖主管漏水，楼道结冰。", "关了单元阀门，铺了防滑垫；供热公司说明天看。", "hard", (0, 4), "called", 0, 0),
    ("楼下门市电动车飞线充电。", "网格员上门三次，装了两个充电口，还有六家不用。", "work", (5, 2), "approved", 1, 0),
    ("十二号楼自来水晚上没有压力。", "物业查过水泵正常；自来水公司热线登记过。", "work", (4,), "drafted", 0, 0),
    ("广场舞音响声音太大。", "说过一次。", "work", (2,), "declined", 30, 0),
)  # fmt: skip
RESULT = "当天到现场处理完，留了值班电话，三天后再来看一遍。"
SEEN = "网格员和楼长一起去看了，问题没有了。"
LATE_STEP = timedelta(minutes=95)


OFFICE = (("韩立新", Sex.MALE, Role.STREET_LEADER), ("吴志国", Sex.MALE, Role.DEPARTMENT_OFFICER))


def hire_leader(street: Area, begun: datetime) -> None:
    """The leader of the street and the officer of a department, with keys that disturb nobody else's chances."""
    keys = Keys(random.Random("whistles"))  # noqa: S311 -- invented people, nothing secret
    for person, role in open_office(OFFICE, street, keys, begun, first_phone=5):
        Grant.objects.create(
            id=keys.at(begun), person=person, role=role, place=street.path, starts_on=begun.date(),
            given_by=BUILDER.label, reason="演示",
        )  # fmt: skip


class Blower:
    """Who takes the steps of the whistles of the demo."""

    def __init__(self, community: Area, street: Area, now: datetime) -> None:
        self.community, self.street, self.now = community, street, now
        self.leader = self._holder(Role.STREET_LEADER, street)
        self.secretary = self._holder(Role.COMMITTEE_SECRETARY, community)
        self.worker = self._holder(Role.COMMUNITY_WORKER, community)
        officer = Grant.objects.filter(role=Role.DEPARTMENT_OFFICER).select_related("person").order_by("pk").first()
        self.officer: Person | None = officer.person if officer else None

    def _holder(self, role: str, at: Area) -> PersonActor:
        grant = Grant.objects.filter(role=role, place=at.path).select_related("person__community").order_by("pk")[0]
        return PersonActor(grant.person, self.now.astimezone(BEIJING).date())

    def departments(self, moment: datetime) -> list[Department]:
        """The register of the street."""
        found = []
        for number, (zh, en, duty_zh, duty_en, phone) in enumerate(DEPARTMENTS):
            officer = self.officer if number == 0 else None
            words = DepartmentWords(
                name_zh=zh, name_en=en, duty_zh=duty_zh, duty_en=duty_en, phone=phone, officer=officer
            )
            found.append(add_department(at=self.street, words=words, actor=self.leader, now=moment))
        return found


def add_whistles(*, community: Area, street: Area, now: datetime) -> None:
    """Twelve whistles of the year, the newest of them late at its first step."""
    hire_leader(street, now - timedelta(days=400))
    blower = Blower(community, street, now)
    departments = blower.departments(now - timedelta(days=320))
    cold = _cold_home(community, before=now - timedelta(hours=4))
    for number, story in enumerate(STORIES):
        moment = now - timedelta(days=story[5], minutes=200 - number)
        matter = cold if story[4] == "called" else None
        _tell(blower, story, [departments[key] for key in story[3]], moment, matter)
    escalate_what_is_late(now)


def _cold_home(community: Area, *, before: datetime) -> Matter | None:
    """Heating that is in the hands of a handler: its page shows the whistle to the heating company."""
    rows = Matter.objects.filter(community=community, state=MatterState.HANDLING, category__code="UT04")
    return rows.filter(reported_at__lt=before).select_related("grid", "community").order_by("-reported_at").first()


def _tell(
    by: Blower, story: tuple[str, str, str, tuple[int, ...], str, int, int], called: list[Department],
    moment: datetime, matter: Matter | None,
) -> None:  # fmt: skip
    text, tried, kind, _who, until, _days, rating = story
    said = Draft(community=by.community, text=text, tried=tried, kind=kind, matter=matter)
    whistle = draft_whistle(draft=said, actor=by.worker, now=moment)
    if until == "drafted":
        return
    if until == "declined":
        reason = "才说过一次，先和领舞的人约定时间和音量，再看。"
        decline_whistle(whistle=whistle, reason=reason, actor=by.secretary, now=moment)
        return
    approve_whistle(whistle=whistle, actor=by.secretary, now=moment + timedelta(minutes=20))
    if until == "approved":
        return
    blown = moment + timedelta(minutes=50)
    blow_whistle(whistle=whistle, departments=called, actor=by.leader, now=blown)
    for call in Call.objects.filter(whistle=whistle).select_related("whistle", "department").order_by("pk"):
        _answer(call, until, blown)
    whistle.refresh_from_db()
    if until in {"solved", "rated"}:
        _judge(by, whistle, until, rating, blown + timedelta(days=3))


def _answer(call: Call, until: str, blown: datetime) -> None:
    holder: dict[str, Any] = {"actor": CallHolder(call.pk)}
    if until == CallState.CALLED:
        return
    sign_call(call=call, name="值班员老周", now=blown + timedelta(minutes=25), **holder)
    contact_call(call=call, text="和网格员通了电话，约好上门时间。", now=blown + timedelta(hours=3), **holder)
    if until != CallState.CONTACTED:
        report_call(call=call, text=RESULT, now=blown + timedelta(days=2), **holder)


def _judge(by: Blower, whistle: Whistle, until: str, rating: int, moment: datetime) -> None:
    confirm_solved(whistle=whistle, note=SEEN, actor=by.worker, now=moment)
    if until != "rated":
        return
    for call in Call.objects.filter(whistle=whistle).select_related("whistle", "department").order_by("pk"):
        rate_call(call=call, rating=rating, words="" if rating > 3 else "催了才来。", actor=by.secretary, now=moment)
        if rating <= 3:
            answer_judgement(call=call, text="那两天人手少，以后先回电话。", actor=CallHolder(call.pk), now=moment)
