"""What the columns of a spreadsheet of kinds may be called: the same in and out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.sheets.header import Field

CODE, UPPER, LIMIT_HERE, RETIRED = "code", "upper", "limit_here", "retired_on"
LABELS: dict[str, Any] = {
    CODE: pgettext_lazy("of a kind of matter", "Code"),
    UPPER: _("Below"),
    "name_zh": _("Name in Chinese"),
    "name_en": _("Name in English"),
    "power": _("Who has the power"),
    "owner_zh": _("Called, in Chinese"),
    "owner_en": _("Called, in English"),
    "urgency": _("Urgency"),
    "limit_days": _("Working days to the ending"),
    LIMIT_HERE: _("Working days in this community"),
    "clause_zh": _("Clause and plain words, in Chinese"),
    "clause_en": _("Clause and plain words, in English"),
    "coordinate_zh": _("What the community may only bring about, in Chinese"),
    "coordinate_en": _("What the community may only bring about, in English"),
    "checks_zh": _("What to ask first, in Chinese"),
    "checks_en": _("What to ask first, in English"),
    "note_zh": _("To mind, in Chinese"),
    "note_en": _("To mind, in English"),
    "call": _("Numbers to call first"),
    "words": _("What people say when they mean it"),
    "is_shared": _("Several homes have it together"),
    "repeat_times": _("So many people make it a recurrence"),
    "repeat_days": _("Within so many days"),
    "position": _("Place in the list"),
    RETIRED: _("Not offered any more from"),
}
SYNONYMS: dict[str, tuple[str, ...]] = {
    CODE: ("编号", "代码", "类别编号", "code"),
    UPPER: ("上级", "大类", "上级类别", "below", "parent"),
    "name_zh": ("中文名称", "名称", "类别名称", "小类", "name in chinese", "name"),
    "name_en": ("英文名称", "name in english"),
    "power": ("谁有权办", "权责主体", "who has the power", "power"),
    "owner_zh": ("中文称呼", "责任单位", "主责单位", "称呼（中文）", "called in chinese"),
    "owner_en": ("英文称呼", "called in english"),
    "urgency": ("紧急程度", "缓急", "urgency"),
    "limit_days": ("办结工作日", "办结时限", "时限", "工作日", "working days to the ending", "working days", "limit"),
    LIMIT_HERE: ("本社区的工作日", "本社区时限", "working days in this community", "limit here"),
    "clause_zh": ("依据", "中文依据", "条款和白话（中文）", "clause and plain words in chinese", "clause"),
    "clause_en": ("英文依据", "clause and plain words in english"),
    "coordinate_zh": ("社区只能协调", "what the community may only bring about in chinese"),
    "coordinate_en": ("what the community may only bring about in english",),
    "checks_zh": ("先问什么", "what to ask first in chinese"),
    "checks_en": ("what to ask first in english",),
    "note_zh": ("提醒", "注意事项", "to mind in chinese"),
    "note_en": ("to mind in english",),
    "call": ("先打的电话", "电话", "numbers to call first"),
    "words": ("居民的说法", "关键词", "what people say when they mean it"),
    "is_shared": ("是不是几家共有的事", "共有", "several homes have it together", "shared"),
    "repeat_times": ("几个人反映算重复", "so many people make it a recurrence"),
    "repeat_days": ("几天之内", "within so many days"),
    "position": ("排序", "顺序", "place in the list", "position"),
    RETIRED: ("停用日期", "停用", "not offered any more from", "retired"),
}
REQUIRED = frozenset({"name_zh"})


def fields() -> tuple[Field, ...]:
    """The columns in their order; the headers of both languages are known, so that what goes out comes in."""
    return tuple(Field(key, label, SYNONYMS[key], required=key in REQUIRED) for key, label in LABELS.items())


KINDS = fields()
