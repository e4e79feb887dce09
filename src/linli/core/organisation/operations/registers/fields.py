"""What a register of units or businesses may tell, under whatever name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.sheets.header import Field
from linli.core.organisation.enums import Nature
from linli.core.people.operations.rosters.fields import GRID, SERIAL, names

NAME = Field(
    "name",
    _("Name"),
    names(
        "名称 单位名称 企业名称 商户名称 店名 字号 组织名称 个体工商户名称 机构名称",
        "unit, unit name, business, business name, company",
    ),
    required=True,
)
CODE = Field(
    "credit_code",
    _("Credit code"),
    names(
        "统一社会信用代码 社会信用代码 信用代码 统一代码 营业执照号 注册号",
        "uscc, credit code, unified social credit code",
    ),
)
PHONE = Field(
    "phone",
    _("Phone"),
    names("联系电话 电话 手机 手机号 联系方式 经营者电话 联系人电话", "phone number, telephone, mobile, contact phone"),
)
ADDRESS = Field(
    "address", _("Address"), names("地址 经营地址 经营场所 单位地址 住所 详细地址", "business address, location")
)
STAFF = Field(
    "staff", _("People who work there"), names("从业人数 从业人员 员工数 职工人数 人数", "staff, employees, headcount")
)
MEMBERS = Field(
    "party_members",
    _("Party members"),
    names("党员人数 党员数 党员 其中党员", "party members, members, number of members"),
)
UNITS = (
    SERIAL,
    GRID,
    NAME,
    CODE,
    Field(
        "nature", pgettext_lazy("of a unit", "Nature"), names("单位性质 性质 类别 单位类别 类型", "nature, kind, type")
    ),
    Field(
        "party_secretary",
        _("Party secretary"),
        names("党组织书记 书记 党组织负责人 支部书记 党委书记", "secretary, head of the party organisation"),
    ),
    Field("liaison", _("Liaison person"), names("联系人 联络员 联系人姓名 联络人", "contact, contact person, liaison")),
    PHONE,
    ADDRESS,
    STAFF,
    MEMBERS,
    Field(
        "offers",
        _("What it can give"),
        names("可提供资源 资源清单 提供资源 资源 可提供", "resources, offers, can offer"),
    ),
    Field(
        "asks",
        _("What it needs"),
        names("需社区协助 需求清单 需求 需协助 需要", "needs, asks, needs from the community"),
    ),
)
BUSINESSES = (
    SERIAL,
    GRID,
    NAME,
    CODE,
    Field("trade", _("Trade"), names("行业 行业类别 经营范围 业态 主营", "trade, industry, line of business")),
    Field(
        "head", _("Owner"), names("经营者 负责人 法人 法定代表人 业主 老板", "owner, proprietor, legal representative")
    ),
    STAFF,
    MEMBERS,
    PHONE,
    ADDRESS,
)
# How registers write the nature of a unit.
NATURES = {
    "机关": Nature.ORGAN,
    "党政机关": Nature.ORGAN,
    "行政机关": Nature.ORGAN,
    "企事业": Nature.INSTITUTION,
    "企业": Nature.INSTITUTION,
    "国有企业": Nature.INSTITUTION,
    "事业单位": Nature.INSTITUTION,
    "事业": Nature.INSTITUTION,
    "非公": Nature.PRIVATE,
    "非公企业": Nature.PRIVATE,
    "民营": Nature.PRIVATE,
    "私营": Nature.PRIVATE,
    "社会组织": Nature.SOCIAL,
    "社会团体": Nature.SOCIAL,
    "民办非企业": Nature.SOCIAL,
    "government": Nature.ORGAN,
    "institution": Nature.INSTITUTION,
    "enterprise": Nature.INSTITUTION,
    "private": Nature.PRIVATE,
}
