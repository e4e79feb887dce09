"""Names are found by characters, pinyin and initials; surnames read as their bearers say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.names import initials_of, pinyin_of, split_name


@pytest.mark.parametrize(
    ("name", "surname", "given_name", "pinyin", "initials"),
    [
        ("王秀兰", "王", "秀兰", "wangxiulan", "wxl"),
        ("单雄信", "单", "雄信", "shanxiongxin", "sxx"),
        ("曾国藩", "曾", "国藩", "zengguofan", "zgf"),
        ("解缙", "解", "缙", "xiejin", "xj"),
        ("仇英", "仇", "英", "qiuying", "qy"),
        ("查慎行", "查", "慎行", "zhashenxing", "zsx"),
        ("区大相", "区", "大相", "oudaxiang", "odx"),
        ("盖丽", "盖", "丽", "geli", "gl"),
        ("朴成", "朴", "成", "piaocheng", "pc"),
        ("任长霞", "任", "长霞", "renchangxia", "rcx"),
        ("沈晟", "沈", "晟", "shensheng", "ss"),
        ("吕莹", "吕", "莹", "lvying", "ly"),
        ("欧阳修", "欧阳", "修", "ouyangxiu", "oyx"),
        ("尉迟恭", "尉迟", "恭", "yuchigong", "ycg"),
        ("万俟雅言", "万俟", "雅言", "moqiyayan", "mqyy"),
        ("爱新觉罗启星", "爱新觉罗", "启星", "aixinjueluoqixing", "axjlqx"),
        ("欧阳", "欧", "阳", "ouyang", "oy"),
        ("李曾", "李", "曾", "lizeng", "lz"),
        ("买买提·艾力", "", "买买提·艾力", "maimaitiaili", "mmtal"),
        ("Mary-Ann O Neil", "", "Mary-Ann O Neil", "maryannoneil", "maon"),
        ("张3", "张", "3", "zhang3", "z3"),
        ("𠮷田", "𠮷", "田", "tian", "t"),
        ("王", "王", "", "wang", "w"),
        ("", "", "", "", ""),
    ],
)
def test_a_name_is_split_and_read(name: str, surname: str, given_name: str, pinyin: str, initials: str) -> None:
    assert split_name(name) == (surname, given_name)
    assert pinyin_of(name) == pinyin
    assert initials_of(name) == initials


@given(st.text(max_size=30))
def test_whatever_stands_there_reads_as_plain_letters(name: str) -> None:
    assert pinyin_of(name).encode("ascii").decode().lower() == pinyin_of(name)
    assert len(initials_of(name)) <= max(len(pinyin_of(name)), 0)
    assert "".join(split_name(name)) == name.strip()
