"""What people and places of the demo are called. Everything is invented; the compounds are named as such places are."""

from __future__ import annotations

import random

SURNAMES = list(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛")
MALE = list(
    "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢建国志海山仁宏庆晓东风春福贵全胜学祥才发武利清彬富顺信"
)
FEMALE = list(
    "芳娜敏静秀娟英华慧巧美红春兰玉梅莲真环雪荣爱霞香月莺媛艳瑞佳嘉琼勤珍贞莉桂娣璐晶妍茜秋珊锦黛青倩婷姣婉颖瑶怡雁荷丹蓉"
)
COMPOUNDS = (
    *("兆麟小区", "烟台花园", "红旗新村", "铁西里", "光明里", "灯塔嘉园"),
    *("和平楼", "东升小区", "青年里", "站前里", "文圣家园", "幸福里"),
)
ETHNICITIES = ["汉"] * 82 + ["满"] * 13 + ["回"] * 2 + ["朝鲜"] * 2 + ["蒙古"]
EDUCATIONS = ("小学", "初中", "高中", "中专", "大专", "本科", "硕士")
JOBS = ("在职", "在职", "在职", "个体", "待业", "灵活就业")
DOUBLED = 0.004
SHORT = 0.3


def surname(chance: random.Random) -> str:
    """A surname, now and then one of two characters."""
    return chance.choice(DOUBLE_SURNAMES) if chance.random() < DOUBLED else chance.choice(SURNAMES)


def full_name(chance: random.Random, sex: str, family: str = "") -> str:
    """A name for a woman (`female`) or a man."""
    given = chance.sample(MALE if sex == "male" else FEMALE, 1 if chance.random() < SHORT else 2)
    return (family or surname(chance)) + "".join(given)
