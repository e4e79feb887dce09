"""The units, businesses and party organisations of the demo: seventeen, 703 and the tree of E-01."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from linli.core.areas.models import Area
from linli.core.organisation.enums import BodyKind, Coverage, LiaisonRole, Nature, OrgKind, PostKind
from linli.core.organisation.models import Body, Liaison, PartyOrg
from linli.core.organisation.operations.bodies import name_columns
from linli.core.organisation.operations.orgs import begin_term, fill_post, set_up_org
from linli.core.people.models import Person
from linli.portal.demo import names
from linli.portal.demo.areas import BUILDER, Tree
from linli.portal.demo.keys import Keys

BUSINESSES = 703
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(3**n % 31 for n in range(17))
UNITS = (
    ("灯塔市人力资源和社会保障局", Nature.ORGAN, "招聘信息、培训讲师", "宣传阵地"),
    ("灯塔市司法局", Nature.ORGAN, "法律咨询、普法讲座", "活动场地"),
    ("灯塔市公安局烟台派出所", Nature.ORGAN, "防诈骗讲座、秩序维护", "宣传阵地"),
    ("兆麟小学", Nature.INSTITUTION, "周末操场、教室", "志愿者"),
    ("李兆麟故居纪念馆", Nature.INSTITUTION, "展览讲解", "志愿者"),
    ("灯塔市市场监督管理局", Nature.ORGAN, "食品安全讲座", "宣传阵地"),
    ("灯塔市中心医院", Nature.INSTITUTION, "义诊、健康讲座", "活动场地"),
    ("中国邮政灯塔市分公司", Nature.INSTITUTION, "停车位", "活动场地"),
    ("灯塔市供电公司", Nature.INSTITUTION, "用电安全检查", "入户联系"),
    ("灯塔市自来水公司", Nature.INSTITUTION, "水表入户检查", "入户联系"),
    ("灯塔市热力公司", Nature.INSTITUTION, "供热抢修联络员", "入户联系"),
    ("灯塔农村商业银行", Nature.INSTITUTION, "反假币、防诈骗讲座", "活动场地"),
    ("辽宁正大律师事务所", Nature.PRIVATE, "每周一次法律咨询", "会议室"),
    ("灯塔市图书馆", Nature.INSTITUTION, "流动图书箱", "阅读角场地"),
    ("灯塔市第二初级中学", Nature.INSTITUTION, "体育馆（周日）", "志愿者"),
    ("烟台街道卫生服务中心", Nature.INSTITUTION, "上门量血压、义诊", "宣传阵地"),
    ("灯塔市综合行政执法局", Nature.ORGAN, "环境整治人手", "宣传阵地"),
)
TRADES = (
    *("便利店", "餐馆", "理发店", "药房", "早餐店", "水果店", "五金店", "超市", "服装店", "快递站"),
    *("家电维修", "打字复印社", "洗衣店", "汽车修理", "诊所", "口腔门诊", "文具店", "花店", "粮油店", "面粉店"),
)
NUMBERS = "一二三四"
BRANCHES = (
    (OrgKind.SUNSET_RED, 5, "夕阳红党支部"),
    (OrgKind.MOBILE, 6, "流动党员党支部"),
    (OrgKind.BUSINESS_DISTRICT, 7, "商圈党支部"),
)
SEATS = (PostKind.DEPUTY, PostKind.ORGANISATION, PostKind.PUBLICITY, PostKind.DISCIPLINE)
PART_TIME_FROM = (2, 6)  # the police station and the hospital send a part-time member


@dataclass
class Founding:
    """What the organisations are made from."""

    tree: Tree
    chance: random.Random
    keys: Keys
    now: datetime
    since: date
    count: int = 0

    def code(self) -> str:
        """A unified social credit code of the demo, with a sound check character; it belongs to nobody."""
        self.count += 1
        head = f"92211081{899_000_000 + self.count:09d}"
        total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(head, WEIGHTS, strict=True))
        return head + ALPHABET[-total % 31]


def found_organisations(tree: Tree, secretary: Person, *, seed: int, now: datetime) -> None:
    """Enter the bodies in bulk, and set the party organisations up with the real operations."""
    chance = random.Random(f"organisations {seed}")  # noqa: S311 -- invented names, nothing secret
    founding = Founding(tree, chance, Keys(chance), now, now.date())
    bodies = list(_units(founding)) + list(_businesses(founding)) + list(_others(founding))
    Body.objects.bulk_create([body for body, _speaker in bodies], batch_size=500)
    Liaison.objects.bulk_create([speaker for _body, speaker in bodies], batch_size=500)
    _tree(founding, [body for body, _speaker in bodies], secretary)


def _body(founding: Founding, name: str, kind: str, grid: Area | None, role: str, **more: Any) -> tuple[Body, Liaison]:
    community, now = founding.tree.community, founding.now
    place = grid.path if grid else community.path
    columns: dict[str, Any] = {**name_columns(name), "credit_code": founding.code(), "updated_at": now, **more}
    body = Body(id=founding.keys.at(now), community=community, place=place, grid=grid, kind=kind, **columns)
    phone = f"0419-81{founding.count:05d}" if kind == BodyKind.UNIT else f"1990419{founding.count:04d}"
    speaker = Liaison(
        id=founding.keys.at(now), community=community, body=body, role=role, phone=phone.replace("-", ""),
        name=_name(founding), starts_on=founding.since,
    )  # fmt: skip
    return body, speaker


def _units(founding: Founding) -> Iterator[tuple[Body, Liaison]]:
    grids = founding.tree.grids
    for n, (name, nature, offers, asks) in enumerate(UNITS):
        staff = founding.chance.randint(12, 160)
        more = {"nature": nature, "offers": offers, "asks": asks, "staff": staff, "party_members": staff // 3}
        yield _body(founding, name, BodyKind.UNIT, grids[n * 5 % len(grids)], LiaisonRole.LIAISON, **more)


def _businesses(founding: Founding) -> Iterator[tuple[Body, Liaison]]:
    chance = founding.chance
    for _n in range(BUSINESSES):
        trade, staff = chance.choice(TRADES), chance.randint(1, 10)
        owner = _name(founding)
        members = min(staff, chance.choice((0, 0, 0, 0, 1, 1, 2)))
        coverage = Coverage.NONE if not members else chance.choice((Coverage.JOINT, Coverage.INSTRUCTOR))
        since = founding.since + timedelta(days=chance.randrange(300))
        more = {"trade": trade, "staff": staff, "party_members": members, "coverage": coverage, "coverage_since": since}
        grid = chance.choice(founding.tree.grids)
        yield _body(founding, f"烟台街道{owner}{trade}", BodyKind.BUSINESS, grid, LiaisonRole.HEAD, **more)


def _others(founding: Founding) -> Iterator[tuple[Body, Liaison]]:
    joint: dict[str, Any] = {"coverage": Coverage.JOINT, "coverage_since": founding.since}
    grids = founding.tree.grids
    yield _body(
        founding, "烟台农贸市场", BodyKind.MARKET, grids[6], LiaisonRole.HEAD, staff=86, party_members=9, **joint
    )
    yield _body(
        founding, "兆麟邻里互助会", BodyKind.SOCIAL_ORG, None, LiaisonRole.HEAD, staff=12, party_members=4, **joint
    )
    yield _body(
        founding, "夕阳红合唱团", BodyKind.SOCIAL_ORG, None, LiaisonRole.HEAD, staff=36, party_members=15, **joint
    )


def _tree(founding: Founding, bodies: list[Body], secretary: Person) -> None:
    told: dict[str, Any] = {"actor": BUILDER, "now": founding.now, "starts_on": founding.since}
    community = founding.tree.community
    street = set_up_org(area=founding.tree.street, kind=OrgKind.STREET, name="烟台街道党工委", **told)
    committee = set_up_org(area=community, kind=OrgKind.COMMITTEE, name="兆麟社区党委", parent=street, **told)
    fill_post(org=committee, kind=PostKind.SECRETARY, name="", person=secretary, **told)
    for seat in SEATS:
        fill_post(org=committee, kind=seat, name=_name(founding), **told)
    for n in PART_TIME_FROM:
        fill_post(org=committee, kind=PostKind.MEMBER, name=_name(founding), unit=bodies[n], **told)
    branches = [
        set_up_org(
            area=community,
            kind=OrgKind.RESIDENTIAL,
            name=f"第{NUMBERS[n]}党支部",
            parent=committee,
            number=n + 1,
            **told,
        )
        for n in range(4)
    ]
    for kind, number, name in BRANCHES:
        branches.append(set_up_org(area=community, kind=kind, name=name, parent=committee, number=number, **told))
    for branch in branches:
        for post in (PostKind.SECRETARY, PostKind.ORGANISATION, PostKind.PUBLICITY):
            fill_post(org=branch, kind=post, name=_name(founding), **told)
    for n, grid in enumerate(founding.tree.grids):
        group = set_up_org(
            area=community, kind=OrgKind.GRID_GROUP, name=f"第{grid.number}网格党小组", parent=branches[n // 4],
            number=grid.number, grid=grid, **told,
        )  # fmt: skip
        fill_post(org=group, kind=PostKind.GROUP_LEADER, name=_name(founding), **told)
    _terms(founding, committee, branches)


def _terms(founding: Founding, committee: PartyOrg, branches: list[PartyOrg]) -> None:
    """All were elected some years ago; one term ends soon, so that there is something to prepare."""
    told: dict[str, Any] = {"actor": BUILDER, "now": founding.now}
    for n, org in enumerate([committee, *branches]):
        years = 5 if n == 2 else 2
        begun = founding.since - timedelta(days=365 * years - (430 if n == 2 else 0))
        entitled = 46 - n
        begin_term(
            org=org, starts_on=begun, entitled=entitled, present=entitled - 4, approved_by="烟街党发〔2024〕7号", **told
        )


def _name(founding: Founding) -> str:
    return names.full_name(founding.chance, founding.chance.choice(("male", "female")))
