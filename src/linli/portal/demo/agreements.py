"""The agreements of the demo: seventeen units in every state, promises both ways, half-years looked through."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import translation

from linli.base.calendars.arithmetic import BEIJING
from linli.base.codes import ALPHABET, normalise_code
from linli.base.hours import hour_bit
from linli.core.areas.models import Area
from linli.core.organisation.enums import BodyKind
from linli.core.organisation.models import Body
from linli.core.partnership.models import Agreement, Milestone, Need, Part, Partner, Project, Promise, Resource, Review
from linli.core.partnership.queries.agreements import half_years, months_later
from linli.core.partnership.web.agreement_forms import AIM, LEAVING, PRIVACY
from linli.core.people.enums import Role
from linli.core.people.models import Grant
from linli.portal.demo import agreements_texts as texts
from linli.portal.demo.areas import BUILDER
from linli.portal.demo.keys import Keys
from linli.portal.demo.pen import insert_all
from linli.portal.demo.staff import Staff

SCHOOL, HOSPITAL, BANK, LAWYERS = 3, 6, 11, 12  # the units with somebody at work, and with a next agreement
WEEKEND = sum(hour_bit(day, part) for day in (5, 6) for part in range(2))
DAY = timedelta(days=1)
SIGNED = frozenset({"signed", "in_force", "reviewed", "renewed", "ended"})
SIGNERS = ("王建国", "李春梅", "孙志远", "赵淑芬", "刘振东")


@dataclass
class Writing:
    """What the agreements are made with, and the rows so far."""

    community: Area
    staff: Staff
    chance: random.Random
    keys: Keys
    now: datetime
    rows: list[Any] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.astimezone(BEIJING).date()

    def at(self, day: date, hour: int = 10) -> datetime:
        return min(datetime.combine(day, time(hour), tzinfo=BEIJING), self.now)

    def code(self) -> str:
        while True:
            code = normalise_code("".join(self.chance.choice(ALPHABET) for _place in range(8)))
            if code:
                return code


def write_agreements(community: Area, staff: Staff, *, seed: int, now: datetime) -> None:
    """All of it at once, in the order in which rows point at each other."""
    chance = random.Random(f"agreements {seed}")  # noqa: S311 -- invented, nothing secret
    writing = Writing(community, staff, chance, Keys(chance), now)
    units = list(Body.objects.filter(community=community, kind=BodyKind.UNIT).order_by("pk"))
    with translation.override("zh-hans"):  # what is signed is kept in the words in which it was signed
        partners = [_partner(writing, body, n) for n, body in enumerate(units)]
        for n, partner in enumerate(partners):
            _agreement(writing, partner, n)
        _school(writing, partners[SCHOOL])
    for model in (Partner, Agreement, Promise, Review, Need, Resource, Project, Part, Milestone):
        insert_all([row for row in writing.rows if type(row) is model])
    _liaisons(writing, [partners[SCHOOL], partners[HOSPITAL]])


def _partner(writing: Writing, body: Body, n: int) -> Partner:
    at = writing.now - (390 - n) * DAY
    path = f"{writing.community.path}u{body.pk.hex}/"
    partner = Partner(
        id=writing.keys.at(at), community_id=writing.community.pk, body_id=body.pk, path=path, joined_at=at
    )
    writing.rows.append(partner)
    return partner


def _liaisons(writing: Writing, partners: Sequence[Partner]) -> None:
    """Two neighbours with an account work at these units and speak for them."""
    people = writing.staff.residents[4 : 4 + len(partners)]
    Grant.objects.bulk_create(
        Grant(
            id=writing.keys.at(partner.joined_at), person_id=one.id, role=Role.UNIT_LIAISON, place=partner.path,
            community_id=writing.community.pk, starts_on=partner.joined_at.date(), given_by=BUILDER.label,
            reason="演示",
        )
        for one, partner in zip(people, partners, strict=False)
    )  # fmt: skip


def _agreement(writing: Writing, partner: Partner, n: int) -> None:
    state, days, halves = texts.STATES[n]
    first = writing.today - days * DAY
    before = None
    if n == BANK:
        before = _one(writing, partner, n, state="renewed", first=months_later(first, -24), halves=4)
    now = _one(writing, partner, n, state=state, first=first, halves=halves, renews=before)
    if n == LAWYERS:
        _one(writing, partner, n, state="draft", first=now.ends_on + DAY, halves=4, renews=now)


def _one(
    writing: Writing, partner: Partner, n: int, *, state: str, first: date, halves: int, renews: Agreement | None = None
) -> Agreement:
    last = months_later(first, 6 * halves) - DAY
    made = writing.at(min(first - 25 * DAY, writing.today - 6 * DAY))
    signed = writing.at(min(first - 8 * DAY, writing.today - 3 * DAY))
    both, is_half = state in SIGNED, state == "negotiated" and n == 5
    since = {"draft": made, "negotiated": made + 5 * DAY, "signed": signed}.get(state, writing.at(first))
    since = writing.at(last + DAY) if state == "renewed" else since
    lead = writing.staff.generalists()[n % 3].person
    agreement = Agreement(
        id=writing.keys.at(made), code=writing.code(), community_id=writing.community.pk, place=partner.path,
        partner_id=partner.pk, lead_id=lead.id, renews_id=renews.pk if renews else None, aim=str(AIM),
        leaving=str(LEAVING), privacy=str(PRIVACY), starts_on=first, ends_on=last, made_at=made, state=state,
        state_since=since, revision=4 if both else 3, community_signed_at=signed if both else None,
        community_signer="周海燕" if both else "", unit_signed_at=signed if both or is_half else None,
        unit_signer=SIGNERS[n % 5] if both or is_half else "", unit_door="paper" if both or is_half else "",
        ended_words="单位搬到新址，离社区远了，双方商定到此为止。" if state == "ended" else "",
        warned_at=writing.now - 2 * DAY if state != "renewed" and last - writing.today < 60 * DAY else None,
    )  # fmt: skip
    writing.rows.append(agreement)
    for side, lines in zip(("unit", "community"), texts.PROMISES[n], strict=True):
        for order, line in enumerate(lines):
            _promise(writing, agreement, side, line, order, len(lines))
    if both:
        _reviews(writing, agreement)
    return agreement


def _promise(
    writing: Writing, agreement: Agreement, side: str, line: tuple[str, str, str], order: int, of: int
) -> None:
    kind, text, terms = line
    term = (agreement.ends_on - agreement.starts_on).days
    shift = 12 if side == "unit" else 30
    due = agreement.starts_on + timedelta(days=min(term, shift + term * (order + 1) // (of + 1)))
    promise = Promise(
        id=writing.keys.at(agreement.made_at), agreement_id=agreement.pk, side=side, kind=kind, text=text, terms=terms,
        due_on=due, state_since=agreement.made_at, proposed_side="community",
    )  # fmt: skip
    writing.rows.append(promise)
    if agreement.state in {"draft", "negotiated", "signed"}:
        return
    promise.state, promise.agreed_at = "open", writing.at(agreement.starts_on)
    promise.state_since = promise.agreed_at
    if due < writing.today - 12 * DAY or agreement.state == "renewed":
        _settle(writing, promise, side)
    elif due <= writing.today + 14 * DAY:
        promise.warned_at = writing.now - DAY


def _settle(writing: Writing, promise: Promise, side: str) -> None:
    outcome = writing.chance.choices(("kept", "partly", "missed"), (8, 1.5, 0.7))[0]
    told = writing.at(promise.due_on, 15)
    promise.outcome = promise.state = outcome
    promise.proof = writing.chance.choice(texts.PROOFS[outcome])
    promise.told_side, promise.told_by, promise.told_at = side, BUILDER.label, told
    promise.accepted_by, promise.accepted_at = BUILDER.label, min(told + 2 * DAY, writing.now)
    promise.state_since = promise.accepted_at


def _reviews(writing: Writing, agreement: Agreement) -> None:
    """The half-years so far; one that ends within two weeks is asked for."""
    for first, last in half_years(agreement):
        if last - 14 * DAY > writing.today:
            break
        opened = writing.at(last - 14 * DAY, 6)
        is_done = last < writing.today - 10 * DAY and agreement.state in {"reviewed", "renewed"}
        spoken = min(opened + 9 * DAY, writing.now)
        review = Review(
            id=writing.keys.at(opened), agreement_id=agreement.pk, from_on=first, until_on=last, opened_at=opened
        )
        if is_done:
            review.unit_words, review.community_words = texts.WORDS_OF_UNIT, texts.WORDS_OF_COMMUNITY
            review.unit_said_at, review.community_said_at, review.closed_at = spoken, spoken, spoken
        writing.rows.append(review)


def _school(writing: Writing, partner: Partner) -> None:
    """What waits at the school: an answer, other words, a late day, a wish and two offers, and two projects."""
    agreement = next(row for row in writing.rows if isinstance(row, Agreement) and row.partner_id == partner.pk)
    own = [row for row in writing.rows if isinstance(row, Promise) and row.agreement_id == agreement.pk]
    theirs = [one for one in own if one.side == "community"]
    shown = theirs[0]
    shown.state, shown.outcome, shown.due_on = "shown", "kept", writing.today - 6 * DAY
    shown.proof, shown.told_side, shown.told_by = (
        "开学以来每天四人到岗，只有两天因大雪停课没站。",
        "community",
        BUILDER.label,
    )
    shown.told_at = shown.state_since = writing.now - 2 * DAY
    shown.accepted_at, shown.accepted_by = None, ""
    late = next(one for one in own if one.side == "unit")
    late.state, late.outcome, late.proof, late.told_side = "open", "", "", ""
    late.told_at, late.accepted_at, late.due_on = None, None, writing.today - 4 * DAY
    writing.rows.append(
        Promise(
            id=writing.keys.at(writing.now - DAY), agreement_id=agreement.pk, side="community", kind="thing",
            text="校门口划出家长等候区，再立一块雨棚", terms="画线、立牌、搭棚", due_on=theirs[1].due_on + 30 * DAY,
            replaces_id=theirs[1].pk, state_since=writing.now - DAY, proposed_side="community",
        )
    )  # fmt: skip
    _lists_of_school(writing, partner)


def _lists_of_school(writing: Writing, partner: Partner) -> None:
    def said(title: str, text: str, state: str, days: int) -> dict[str, Any]:
        at = writing.now - days * DAY
        seen = state != "received"
        return {
            "id": writing.keys.at(at), "community_id": writing.community.pk, "place": writing.community.path,
            "code": writing.code(), "title": title, "text": text if seen else "", "said": text, "hours": WEEKEND,
            "partner_id": partner.pk, "written_by": BUILDER.label, "written_at": at, "state": state,
            "state_since": at, "published_at": at + timedelta(hours=4) if seen else None,
        }  # fmt: skip

    yard = Resource(**said("操场和看台", "周末上午向邻居开放，跑步打球都行，请爱护草坪。", "open", 150), kind="room",
                    giver_kind="unit", giver_name="兆麟小学", where="兆麟小学操场", capacity=200)  # fmt: skip
    rooms = Resource(**said("两间教室", "寒暑假可以借，一楼东侧，用完打扫。", "received", 1), kind="room",
                     giver_kind="unit", giver_name="兆麟小学", where="兆麟小学一楼", capacity=45)  # fmt: skip
    walk = Need(
        **said("上下学护学的志愿者", "校门口车多，想请几位邻居早晚各站半小时。", "open", 40), kind="help", people=4
    )
    games = Need(
        **said("会教跳绳的人", "周末想教邻居家的孩子跳绳，缺一位会教的人。", "open", 25),
        kind="learning",
        people=20,
    )
    skip = Need(**said("亲子运动会", "想和邻居一起办一次亲子运动会。", "matched", 60), kind="activity", people=120)
    writing.rows += [yard, rooms, walk, games, skip]
    walkers = {**said("老年健步队来助阵", "三十位队员，能维持秩序、当裁判。", "open", 70), "partner_id": None}
    helper = Resource(**walkers, kind="time", giver_kind="group", giver_name="夕阳红健步队", capacity=120)
    writing.rows.append(helper)
    _project(writing, partner, skip, helper, "running", "亲子运动会，一起跑一圈", led=True)
    _project(writing, partner, walk, helper, "proposed", "护学岗加两位健步队员", led=False)


def _project(
    writing: Writing, partner: Partner, need: Need, gift: Resource, state: str, title: str, *, led: bool
) -> None:
    at = writing.now - (18 if led else 3) * DAY
    lead = writing.staff.residents[4] if led else writing.staff.generalists()[0].person
    project = Project(
        id=writing.keys.at(at), community_id=writing.community.pk, place=writing.community.path, code=writing.code(),
        title=title, text="学校出场地，邻居出人手，日子一起定。", lead_id=lead.id, made_at=at,
        partner_id=partner.pk if led else None, state=state, state_since=at, started_at=at + DAY if led else None,
    )  # fmt: skip
    writing.rows.append(project)
    for side in ({"need_id": need.pk}, {"resource_id": gift.pk}):
        yes = at + DAY if led or "resource_id" in side else None
        said = {"accepted_at": yes, "accepted_by": BUILDER.label if yes else "", "door": "phone" if yes else ""}
        writing.rows.append(Part(id=writing.keys.at(at), project_id=project.pk, **side, **said))
    if led:
        for days, step in ((6, "定好日子和项目"), (16, "贴出报名"), (30, "运动会")):
            due = (at + days * DAY).date()
            done = due if days < 10 else None
            writing.rows.append(
                Milestone(id=writing.keys.at(at), project_id=project.pk, title=step, due_on=due, done_on=done)
            )
