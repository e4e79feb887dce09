"""What the two registers may tell, under whatever name, and how their words map to ours."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.hours import EVERY_HOUR, hour_bit
from linli.base.sheets.header import Field
from linli.core.membership.enums import MemberClass, Standing
from linli.core.organisation.enums import OrgKind
from linli.core.people.operations.rosters.fields import GRID, NAME, PHONE, RESIDENTS, SERIAL, SEX, names

OF_PEOPLE = {field.key: field for field in RESIDENTS}
LEFT_OUT_HOME = _("Left out on purpose: for lending a hand the grid is enough, nobody needs the door.")
SKILLS = Field(
    "skills",
    _("Skills"),
    names("特长 专长 技能 爱好特长 个人特长 服务特长", "skills, skill, strengths"),
)
MEMBERS = (
    SERIAL,
    NAME,
    SEX,
    OF_PEOPLE["ethnicity"],
    OF_PEOPLE["id_number"],
    OF_PEOPLE["birth"],
    OF_PEOPLE["education"],
    Field(
        "joined",
        _("Joined on"),
        names("入党时间 入党日期 加入党组织日期 入党年月", "joined, joined on, date of joining, joining date"),
    ),
    Field(
        "full",
        _("Full member on"),
        names("转正时间 转正日期 转为正式党员日期", "full member since, full member on, confirmed on"),
    ),
    Field(
        "branch",
        pgettext_lazy("of the party", "Branch"),
        names("所在党支部 党支部 支部 所属党支部 所在支部 所属支部 党组织 所在党组织", "branch, party branch"),
        required=True,
    ),
    Field(
        "standing", _("Full or probationary"), names("党员类别 党员类型 人员类别 党员身份", "standing, kind of member")
    ),
    Field(
        "class", pgettext_lazy("of members", "Class"), names("管理类别 分类 党员分类 管理分类", "class, member class")
    ),
    PHONE,
    GRID,
    SKILLS,
)
IN_SERVICE = (
    SERIAL,
    NAME,
    SEX,
    OF_PEOPLE["id_number"],
    PHONE,
    Field(
        "work_unit",
        pgettext_lazy("where somebody works", "Unit"),
        names("工作单位 单位 单位名称 所在单位", "unit, work unit, employer"),
        required=True,
    ),
    Field("post", _("Post"), names("职务 岗位 职位 单位职务", "post, position, title")),
    Field("compound_told", _("Compound"), names("居住小区 小区 小区名称", "compound, estate"), left_out=LEFT_OUT_HOME),
    Field(
        "address_told", _("Address"), names("住址 地址 家庭住址 居住地址", "address, home address"),
        left_out=LEFT_OUT_HOME,
    ),
    GRID,
    SKILLS,
    Field(
        "hours",
        _("Free hours"),
        names("可服务时间 服务时间 空闲时间 可参加时间 可服务时段", "free hours, available, availability"),
    ),
    Field(
        "reported",
        _("Reported in on"),
        names("报到日期 报到时间 登记日期 登记时间", "reported on, reported in on, registered on"),
    ),
)  # fmt: skip
STANDINGS = {
    "正式党员": Standing.FULL,
    "正式": Standing.FULL,
    "full": Standing.FULL,
    "预备党员": Standing.PROBATIONARY,
    "预备": Standing.PROBATIONARY,
    "probationary": Standing.PROBATIONARY,
}
CLASSES = {
    "居住地": MemberClass.COMMUNITY,
    "社区党员": MemberClass.COMMUNITY,
    "在册": MemberClass.COMMUNITY,
    "离退休": MemberClass.RETIRED,
    "老弱病残": MemberClass.RETIRED,
    "退休": MemberClass.RETIRED,
    "外出流动": MemberClass.MOBILE_OUT,
    "流动": MemberClass.MOBILE_OUT,
    "流出": MemberClass.MOBILE_OUT,
    "外来流动": MemberClass.MOBILE_IN,
    "流入": MemberClass.MOBILE_IN,
    "出国": MemberClass.ABROAD,
    "出国境": MemberClass.ABROAD,
    "非公": MemberClass.TWO_NEW,
    "两新": MemberClass.TWO_NEW,
    "两新组织": MemberClass.TWO_NEW,
    "商圈": MemberClass.TWO_NEW,
}
# When a register tells a kind of branch, not its exact name.
KIND_WORDS = (
    ("夕阳红", OrgKind.SUNSET_RED),
    ("离退休", OrgKind.SUNSET_RED),
    ("流动党员", OrgKind.MOBILE),
    ("商圈", OrgKind.BUSINESS_DISTRICT),
)


def _hours(days: range, parts: range) -> int:
    return sum(hour_bit(day, part) for day in days for part in parts)


WEEKEND = _hours(range(5, 7), range(3))
HOURS = {
    "随时": EVERY_HOUR,
    "全天": EVERY_HOUR,
    "any time": EVERY_HOUR,
    "周末": WEEKEND,
    "双休日": WEEKEND,
    "节假日": WEEKEND,
    "周末及节假日": WEEKEND,
    "weekends": WEEKEND,
    "工作日": _hours(range(5), range(3)),
    "工作日晚上": _hours(range(5), range(2, 3)),
    "晚上": _hours(range(7), range(2, 3)),
    "evenings": _hours(range(7), range(2, 3)),
    "周六": _hours(range(5, 6), range(3)),
    "周日": _hours(range(6, 7), range(3)),
}
