"""What a roster of residents may tell, under whatever name, and how its words map to ours."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.sheets.header import Field
from linli.core.people.enums import CareCategory, Relation, ResidenceKind


def names(chinese: str, english: str = "") -> tuple[str, ...]:
    """Header names: the Chinese ones divided by spaces, the English ones by commas."""
    return (*chinese.split(), *(name.strip() for name in english.split(",") if name.strip()))


SERIAL = Field("serial", _("Serial number"), names("序号 编号 顺序号", "no, no., serial number"))
NAME = Field("name", _("Name"), names("姓名 名字", "full name, resident name, person name"), required=True)
SEX = Field("sex", _("Sex"), names("性别", "gender"))
PHONE = Field(
    "phone",
    _("Phone"),
    names(
        "联系电话 电话 手机 手机号 手机号码 电话号码 联系方式 联系手机 移动电话 本人电话",
        "phone number, telephone, mobile, mobile phone, mobile number, tel, contact, contact number",
    ),
)
GRID = Field(
    "grid",
    _("Grid"),
    names("网格 所在网格 所属网格 网格号 网格编号 网格名称", "grid number, grid name, grid no"),
)
LEFT_OUT_PARTY = _("Left out on purpose: membership belongs to the branches, not to the register of residents.")
LEFT_OUT_AGE = _("Left out on purpose: age follows from the date of birth.")
LEFT_OUT_FAITH = _("Left out on purpose: the community has no need to keep it.")

RESIDENTS = (
    SERIAL,
    GRID,
    Field(
        "compound",
        _("Compound"),
        names("小区 小区名称 住宅小区 居住小区 院落 小区院落 村屯 委", "compound name, estate, complex"),
    ),
    Field(
        "building",
        _("Building"),
        names("楼栋 楼号 栋 幢 楼 楼栋号 栋号 幢号 楼幢 号楼", "building number, building no, block"),
    ),
    Field("unit", _("Stair"), names("单元 单元号 门洞 梯", "stair, staircase, entrance, unit number, unit no")),
    Field(
        "room",
        _("Door"),
        names(
            "门牌号 门牌 房号 室 房间号 户号 室号 门号 房屋号 房间",
            "door, door number, door no, flat, apartment, room number, room no, home",
        ),
    ),
    Field(
        "address",
        _("Address"),
        names(
            "地址 住址 家庭住址 居住地址 现住址 详细地址 家庭地址 居住地 现居住地 现居住地址 常住地址"
            " 房屋地址 详细住址",
            "home address, residential address",
        ),
    ),
    Field(
        "relation",
        _("Relation to the head of the household"),
        names(
            "与户主关系 户主关系 关系 与户主的关系 家庭关系 与户主之关系 和户主关系",
            "relation to head, relationship, relation to head of household, relationship to head,"
            " relationship to head of household",
        ),
    ),
    NAME,
    SEX,
    Field("ethnicity", _("Ethnic group"), names("民族", "ethnic group")),
    Field(
        "id_number",
        _("Identity number"),
        names(
            "公民身份号码 身份证号 身份证号码 身份证 公民身份证号码 证件号码 证件号 身份号码 居民身份证号码",
            "id, id no, identity number, identity card, id card, id card number, citizen id, identity card number",
        ),
    ),
    Field(
        "birth",
        _("Date of birth"),
        names("出生日期 出生年月 出生年月日 生日 出生时间 出生", "date of birth, birth date, birthday, dob, born"),
    ),
    Field("education", _("Education"), names("文化程度 学历 教育程度 受教育程度 最高学历")),
    PHONE,
    Field(
        "employment",
        _("Employment"),
        names("就业状况 就业情况 就业 职业 就业状态 工作状况", "occupation, employment status, job"),
    ),
    Field(
        "care",
        _("Care category"),
        names(
            "人员类别 特殊人群 人群类别 重点关爱人群 关爱类别 特殊群体 人员类型 关爱对象 帮扶类别",
            "category, care categories, special group, person category",
        ),
    ),
    Field(
        "residence",
        _("Kind of residence"),
        names("人口类型 居住类型 户籍类型 人口性质 常住流动 居住性质", "residence type, kind of residence"),
    ),
    Field("note", _("Note"), names("备注 说明 备考", "remark, remarks, notes, comment")),
    Field("politics", _("Political affiliation"), names("政治面貌 政治身份 党员", "party"), left_out=LEFT_OUT_PARTY),
    Field("faith", _("Faith"), names("宗教信仰 宗教", "religion"), left_out=LEFT_OUT_FAITH),
    Field("age", _("Age"), names("年龄 周岁"), left_out=LEFT_OUT_AGE),
)

WORKERS = (
    SERIAL,
    NAME,
    SEX,
    Field("post", _("Post"), names("岗位 职务 职位 岗位职务 工作岗位", "role, position, title"), required=True),
    Field("grid", _("Grid"), names("负责网格 网格 所在网格 所属网格 分管网格 包保网格", "grid number, in charge of")),
    PHONE,
)


def words(table: dict[str, str]) -> dict[str, str]:
    """`{"子 儿子 son": "son"}` as one entry for each word; a word of several words is written with underscores."""
    return {word.replace("_", " "): value for line, value in table.items() for word in line.split()}


HEADS = frozenset({"户主", "本人", "head", "head of household", "householder", "self"})
RELATIONS = dict.fromkeys(HEADS, str(Relation.HEAD)) | words(
    {
        "配偶 妻 妻子 夫 丈夫 爱人 spouse wife husband": Relation.SPOUSE,
        "子 儿子 长子 次子 三子 独生子 养子 继子 son": Relation.SON,
        "女 女儿 长女 次女 三女 独生女 养女 继女 daughter": Relation.DAUGHTER,
        "父亲 父 岳父 公公 father": Relation.FATHER,
        "母亲 母 岳母 婆婆 mother": Relation.MOTHER,
        "孙子 孙女 外孙 外孙子 外孙女 孙 grandson granddaughter grandchild": Relation.GRANDCHILD,
        "祖父 祖母 爷爷 奶奶 外祖父 外祖母 姥姥 姥爷 grandfather grandmother": Relation.GRANDPARENT,
        "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 brother sister": Relation.SIBLING,
        "儿媳 女婿 媳妇 儿媳妇 daughter-in-law son-in-law": Relation.IN_LAW,
        "其他 其他亲属 非亲属 other": Relation.OTHER,
    }
)
CARE = words(
    {
        "空巢老人 空巢 empty-nest_elder empty_nest": CareCategory.EMPTY_NEST_ELDER,
        "独居老人 独居 elder_living_alone living_alone lone_elder": CareCategory.LONE_ELDER,
        "残疾人 残疾 disabled disabled_person": CareCategory.DISABLED_PERSON,
        "留守儿童 left-behind_child": CareCategory.LEFT_BEHIND_CHILD,
        "困境儿童 孤儿 事实无人抚养儿童 child_in_difficulty": CareCategory.CHILD_IN_DIFFICULTY,
        "低保户 低保 低保人员 低保对象 特困 特困人员 low_income": CareCategory.LOW_INCOME,
        "单亲困难家庭 单亲家庭 困难单亲 single-parent_family": CareCategory.SINGLE_PARENT,
    }
)
RESIDENCES = words(
    {
        "流动 流动人口 流入 外来 外来人口 租户 租住 floating": ResidenceKind.FLOATING,
        "常住 常住人口 户籍 户籍人口 本地 permanent": ResidenceKind.PERMANENT,
    }
)
