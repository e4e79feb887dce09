"""Names by characters, by pinyin and by initials, so that 王秀兰 is found by 王秀, `wangxiulan` and `wxl`.

A character that reads differently as a surname (单 is Shan, not Dan) is read as a surname where it stands first.
ü is written v, as people type it.
"""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache


def _table(text: str) -> dict[str, list[str]]:
    """`单:shan 欧阳:ou-yang` as a table of syllables."""
    return {name: reading.split("-") for name, _, reading in (entry.partition(":") for entry in text.split())}


# Characters that read differently as a surname, and those whose first reading in the dictionary is another one.
SURNAMES = _table("""
    单:shan 曾:zeng 解:xie 仇:qiu 查:zha 区:ou 盖:ge 任:ren 朴:piao 缪:miao 乐:yue 员:yun 种:chong 秘:bi 折:she
    覃:qin 逄:pang 翟:zhai 召:shao 郗:xi 繁:po 薄:bo 卜:bu 撒:sa 祭:zhai 洗:xian 冼:xian 句:gou 都:du 粘:nian
    重:chong 行:xing 适:kuo 乜:nie 尉:wei 纪:ji 宓:mi 眭:sui 晁:chao 隗:wei 车:che 石:shi 华:hua 燕:yan 应:ying
    万:wan 黑:hei 那:na 柏:bai 贾:jia 俞:yu 长:zhang 朝:chao 少:shao 盛:sheng 沈:shen 尹:yin 宁:ning 谌:chen 藏:zang
    载:zai 佴:nai 仉:zhang 亓:qi 令:ling 瞿:qu 厍:she 阚:kan 臧:zang
""")
COMPOUND = _table("""
    欧阳:ou-yang 司马:si-ma 上官:shang-guan 诸葛:zhu-ge 夏侯:xia-hou 东方:dong-fang 皇甫:huang-fu 尉迟:yu-chi
    公孙:gong-sun 慕容:mu-rong 令狐:ling-hu 长孙:zhang-sun 宇文:yu-wen 司徒:si-tu 司空:si-kong 万俟:mo-qi
    单于:chan-yu 澹台:tan-tai 闻人:wen-ren 赫连:he-lian 钟离:zhong-li 鲜于:xian-yu 轩辕:xuan-yuan 端木:duan-mu
    西门:xi-men 南宫:nan-gong 东郭:dong-guo 百里:bai-li 呼延:hu-yan 拓跋:tuo-ba 独孤:du-gu 申屠:shen-tu 太史:tai-shi
    公羊:gong-yang 淳于:chun-yu 濮阳:pu-yang 公冶:gong-ye 宗政:zong-zheng 闾丘:lv-qiu 亓官:qi-guan 司寇:si-kou
    巫马:wu-ma 公西:gong-xi 乐正:yue-zheng 漆雕:qi-diao 壤驷:rang-si 公良:gong-liang 夹谷:jia-gu 宰父:zai-fu
    谷梁:gu-liang 段干:duan-gan 东里:dong-li 左丘:zuo-qiu 梁丘:liang-qiu 南门:nan-men 羊舌:yang-she 微生:wei-sheng
    叶赫:ye-he 那拉:na-la 爱新觉罗:ai-xin-jue-luo
""")
# Where the first reading of the dictionary is not the one that given names use.
GIVEN = _table("""
    晟:sheng 长:chang 茜:qian 乐:le 重:chong 朝:chao 行:xing 尽:jin 藏:cang 单:dan 曾:zeng 卜:bu 薄:bo 任:ren 都:du
    似:si 盛:sheng 阿:a 参:shen 降:xiang 识:shi 仇:qiu 么:me 了:liao 的:de 地:di 着:zhuo 没:mo 大:da 侠:xia 伽:jia
    拉:la 术:shu 翟:zhai 柏:bai
""")
LONGEST = max(map(len, COMPOUND))


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name; a name that is not written in Chinese characters is all given name."""
    name = name.strip()
    if not name or not _is_han(name[0]) or "·" in name:
        return "", name
    for length in range(LONGEST, 1, -1):
        if name[:length] in COMPOUND and len(name) > length:
            return name[:length], name[length:]
    return name[0], name[1:]


def pinyin_of(name: str) -> str:
    """The whole name in letters: 王秀兰 is `wangxiulan`."""
    return "".join(_syllables(name))


def initials_of(name: str) -> str:
    """The first letter of each character: 王秀兰 is `wxl`. Of names in Latin letters, the first letter of each word."""
    return "".join(syllable[0] for syllable in _syllables(name))


def _syllables(name: str) -> list[str]:
    surname, given = split_name(name)
    first = COMPOUND.get(surname) or SURNAMES.get(surname) or [_reading(character) for character in surname]
    return [part for part in first + _given_syllables(given) if part]


def _given_syllables(given: str) -> list[str]:
    if given.isascii():
        words = "".join(character if character.isalnum() else " " for character in given.lower())
        return words.split()
    return [_reading(character) for character in given]


@lru_cache(maxsize=10_000)
def _reading(character: str) -> str:
    """The usual reading of one character; a letter or a digit reads as itself, a sign as nothing."""
    if character in GIVEN:
        return GIVEN[character][0]
    readings = _dictionary().get(ord(character))
    if readings is None:
        return _letters(character.lower())
    return _letters(readings.partition(",")[0])


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("ü", "v").replace("ǖ", "v"))
    plain = plain.replace("u\u0308", "v")
    return "".join(character for character in plain if character.isascii() and character.isalnum())


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK ") or character == "〇"


@lru_cache(maxsize=1)
def _dictionary() -> dict[int, str]:
    # Only single characters are read here; the phrases would cost 45 MB in every process.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin.pinyin_dict import pinyin_dict  # loaded with the first name

    return pinyin_dict
