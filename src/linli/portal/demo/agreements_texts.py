"""What the seventeen units of the demo and the community promise each other."""

from __future__ import annotations

Line = tuple[str, str, str]  # kind, what, terms
VOLUNTEERS: Line = ("people", "组织十名党员志愿者到单位帮忙", "每次两小时，提前三天约")
SCREEN: Line = ("room", "社区宣传栏和电子屏每月留一块给单位", "内容先经社区看过")
HALL: Line = ("room", "社区活动室免费借用", "工作日下午，提前一天说")
DOORS: Line = ("people", "网格员陪同入户，帮着联系居民", "工作日 9 点到 16 点")
CLASSROOM: Line = ("link", "联合主题党日一起过", "每季度一次，轮流出题")

# In the order of the units: what each gives, what the community gives.
PROMISES: tuple[tuple[tuple[Line, ...], tuple[Line, ...]], ...] = (
    (
        (
            ("people", "到社区讲两场求职和社保政策", "活动室，每场一小时"),
            ("thing", "每月把招聘信息送到社区", "纸质一份，电子一份"),
            ("activity", "和社区合办一场家门口招聘会", "小广场，春秋各一次"),
            CLASSROOM,
        ),
        (SCREEN, ("people", "把想找活的居民请到现场", "自愿报名，不交名单"), HALL),
    ),
    (
        (
            ("people", "每月一次法律咨询日", "活动室，上午 9 点到 11 点"),
            ("activity", "普法讲座四场", "民法典、养老、物业、防骗"),
            CLASSROOM,
        ),
        (HALL, ("people", "调解员跟着学一天", "司法局安排"), SCREEN),
    ),
    (
        (
            ("people", "防诈骗讲座每季度一场", "片区民警来讲"),
            ("activity", "开学和节前一起巡一次校园周边", ""),
            CLASSROOM,
        ),
        (SCREEN, DOORS, VOLUNTEERS),
    ),
    (
        (
            ("room", "操场周末向居民开放", "周六周日 8 点到 11 点，雨雪停开"),
            ("room", "寒暑假借两间教室办四点半课堂", "一楼东侧，用完打扫"),
            ("people", "老师教社区孩子写字", "每月第一个周六，一小时"),
            ("activity", "清明一起去兆麟故居讲故事", "五年级同学讲"),
            CLASSROOM,
        ),
        (
            ("people", "上下学护学岗，每天四人", "7:10—7:40，16:00—16:40"),
            ("thing", "校门口划出家长等候区", "画线、立牌"),
            ("activity", "请老党员到班里讲两次过去的事", "四、五年级"),
            ("people", "下雪天帮着扫校门口", "雪停后两小时内"),
        ),
    ),
    (
        (
            ("people", "讲解员每季度到社区讲一次", "四十分钟，带小展板"),
            ("room", "社区党员参观免预约", "每月第一个周三"),
            CLASSROOM,
        ),
        (VOLUNTEERS, SCREEN, ("people", "介绍两位会讲老故事的居民", "本人愿意才介绍")),
    ),
    (
        (
            ("people", "食品安全讲座两场", "怎么看标签、怎么投诉"),
            ("activity", "端午中秋前一起查一次小店", "只看卫生，当场改"),
        ),
        (SCREEN, ("people", "市场里请三名义务监督员", "商户推选")),
    ),
    (
        (
            ("people", "每季度一次义诊", "内科、骨科、眼科各一人"),
            ("people", "健康讲座每季度一场", "活动室，提问半小时"),
            ("activity", "重阳节上门看十位高龄老人", "家人同意才去"),
            CLASSROOM,
        ),
        (HALL, ("people", "义诊前帮着通知和排队", "四名志愿者"), ("people", "陪诊志愿者五名", "医院培训半天")),
    ),
    (
        (("room", "院内十个车位夜里借给居民", "19 点到次日 7 点"),),
        (HALL, ("people", "帮忙劝走占用邮车通道的车", "")),
    ),
    (
        (
            ("people", "为老旧楼查一遍用电安全", "先查三栋，发现的写成单子"),
            ("people", "独居老人换灯泡随叫随到", "工作日"),
            CLASSROOM,
        ),
        (DOORS, ("thing", "停电检修通知贴到每个单元", "提前一天"), SCREEN),
    ),
    (
        (("people", "水表入户检查前一周通知社区", ""), ("people", "老旧水管问题每月会一次", "")),
        (DOORS, ("thing", "停水通知贴到每个单元", "提前一天")),
    ),
    (
        (
            ("people", "供暖季派一名联络员驻社区", "每周二、周五上午"),
            ("activity", "供暖前上门测一遍温度", "从去年反映多的楼开始"),
            ("people", "不热的当天上门看", "供暖季"),
        ),
        (DOORS, ("people", "把反映不热的门户当天汇成一张单子", "不写姓名，只写门牌"), HALL),
    ),
    (
        (
            ("people", "反假币、防诈骗讲座三场", "每场送小册子"),
            ("people", "教老人用自助机", "网点里，每周四上午"),
            CLASSROOM,
        ),
        (HALL, SCREEN, VOLUNTEERS),
    ),
    (
        (("people", "律师每周坐堂半天", "周三下午，会议室"), ("people", "为社区看三份合同", "物业、加装电梯、场地")),
        (("room", "会议室给律师坐堂用", "周三下午留好"), SCREEN),
    ),
    (
        (
            ("thing", "流动图书箱每季度换一次", "一百册，儿童书占一半"),
            ("activity", "世界读书日办一次换书", "小广场"),
            CLASSROOM,
        ),
        (("room", "腾出一间做阅读角", "三楼东屋，有灯有书架"), ("people", "两名志愿者看管图书", "自愿轮班"), SCREEN),
    ),
    (
        (("room", "体育馆周日借给居民打球", "13 点到 16 点"), ("people", "体育老师教健步走", "每月一次")),
        (("people", "中考期间劝停校门口的喇叭和广场舞", "三天"), VOLUNTEERS),
    ),
    (
        (
            ("people", "每月上门量一次血压", "家人同意的 30 户"),
            ("activity", "义诊进小区每季度一次", "四个小广场轮着来"),
            CLASSROOM,
        ),
        (SCREEN, ("people", "网格员帮着约时间", "电话约，不交名单"), HALL),
    ),
    (
        (("people", "每月一次环境整治，出二十人", "由社区点地方"), ("thing", "占道杂物清运车", "一季度一次")),
        (("people", "事先把要清的楼道告知居民", "贴三天"), SCREEN),
    ),
)
# state, days since its first day, half-years of its term
STATES: tuple[tuple[str, int, int], ...] = (
    ("reviewed", 300, 4), ("in_force", 684, 4), ("reviewed", 360, 6), ("in_force", 176, 4), ("in_force", 120, 4),
    ("negotiated", -20, 4), ("reviewed", 330, 6), ("ended", 210, 4), ("in_force", 150, 4), ("draft", -35, 4),
    ("in_force", 240, 4), ("in_force", 40, 4), ("in_force", 700, 4), ("in_force", 100, 4), ("signed", -8, 4),
    ("reviewed", 270, 4), ("negotiated", -30, 2),
)  # fmt: skip
PROOFS = {
    "kept": (
        "按约办了，来了四十多位邻居，地方收拾得干净。", "日子和人数都对上了，双方各留一份照片。",
        "分两次办完，最后一次多待了半小时。",
    ),
    "partly": ("办了一半，另一半因为下雪改到下个月。", "人来了，材料少带了一箱，下次补。"),
    "missed": ("那几天单位迎检，没能来，已说好换个日子。",),
}  # fmt: skip
WORDS_OF_UNIT = "社区答应的大都办了，希望活动早一周通知，我们好排人。"
WORDS_OF_COMMUNITY = "单位出人出场地都实在。下半年把时间往周末挪一挪，来的居民会更多。"
