"""A year of matters: who asks when, by which door, and what the community makes of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from linli.base.calendars.arithmetic import BEIJING
from linli.base.text import title_of
from linli.core.areas.models import Area
from linli.core.matters.enums import BAD_RATINGS, PauseReason
from linli.core.matters.models import Category, Matter
from linli.core.people.enums import Door
from linli.portal.demo.areas import Tree
from linli.portal.demo.pen import Pen
from linli.portal.demo.people import Population, Settled
from linli.portal.demo.staff import MAIN_GRID, Staff, Worker
from linli.portal.demo.stories import Story, stories, story_of
from linli.portal.demo.telling import NotYet, Telling

COUNT = 2400
DAYS = 365
RECENT, RECENT_DAYS = 60, 3  # as many came in just now
MONTH_WEIGHT = {11: 1.5, 12: 1.5, 1: 1.4, 2: 1.0, 7: 1.2, 8: 1.2}
DOORS = {Door.ONLINE: 46, Door.PHONE: 26, Door.COUNTER: 18, Door.VISIT: 6, Door.PAPER: 4}
OFTEN_AT_THE_DESK = ("SV", "DI", "CA")
REJECTIONS = (
    ("这件事要由法院来判，社区不能替双方做决定。", "社区每周四下午有律师值班，可以免费咨询，先打电话约个时间。"),
    ("您说的地方在灯塔市区的另一个社区，不归我们管。", "我们把那边的电话写给您，也可以直接拨打12345转过去。"),
    ("商品的价格由店家自己定，社区没有权力要求降价。", "如果标价和收的钱不一样，请留好小票，拨打12315。"),
)
QUESTIONS = (
    ("请问哪几个房间不热？我们明天上午过去，您在家吗？", "两个卧室都不热，上午在家。"),
    ("请问是每天都这样，还是这两天才有的？", "这两天才有的，晚上最厉害。"),
    ("请问方便进屋看一下吗？什么时候在家？", "下午四点以后都在家。"),
)
RATED_WORDS: dict[int, tuple[str, ...]] = {
    5: ("谢谢，来得真快。", "办得好，给你们点赞。", ""),
    4: ("还行，就是等了两天。", ""),
    3: ("", "再快点就好了。"),
    2: ("还是没彻底弄好。",),
    1: ("跟没修一样。",),
}
AGREED = {
    Door.PHONE: "电话里同意登记",
    Door.COUNTER: "当面同意登记",
    Door.VISIT: "入户时同意登记",
    Door.PAPER: "来信署名",
}
NOT_MINE = "这件事归物业，我联系过了，请转给综合窗口跟进。"
NOT_DONE = "去看了，还差一点没弄完，请再跑一趟。"
WAITS_FOR = "要等配件到货，到了就来装。"
TAKES_LONGER = "维修单位排不上，要晚两天。"
RATINGS = {5: 62, 4: 25, 3: 8, 2: 3, 1: 2}
ANONYMOUS, HIDDEN, BY_NAME = 0.08, 0.06, 0.55


@dataclass
class Year:
    """Everything that the matters are made from."""

    pen: Pen
    tree: Tree
    population: Population
    staff: Staff
    categories: dict[str, Category]
    chance: random.Random
    by_grid: dict[int, list[Settled]] = field(default_factory=dict)

    def write(self, count: int = COUNT) -> None:
        """Tell so many matters, and insert them."""
        adults = self.population.adults()
        for moment in self._moments(count):
            asker = self.chance.choice(self.staff.residents if self.chance.random() < 0.35 else adults)
            self._matter(moment, story_of(moment.month, self.chance), asker)
        self._scenes()
        self.pen.matters.sort(key=lambda matter: matter.pk)
        self.pen.insert()

    def _moments(self, count: int) -> list[datetime]:
        """When people speak: mostly on working days, in the day, more in the heating season, and some just now."""
        chance, today = self.chance, self.pen.now.astimezone(BEIJING).date()
        moments: list[datetime] = []
        while len(moments) < count:
            few = len(moments) < RECENT
            day = today - timedelta(days=chance.randrange(RECENT_DAYS if few else DAYS))
            weight = MONTH_WEIGHT.get(day.month, 0.9) * (1.0 if day.weekday() < 5 else 0.35)
            if chance.random() * 1.6 > weight and not few:
                continue
            minute = int(chance.triangular(6.5 * 60, 21.5 * 60, 9.5 * 60))
            moment = datetime.combine(day, time(minute // 60, minute % 60, chance.randrange(60)), tzinfo=BEIJING)
            if moment <= self.pen.now:
                moments.append(moment)
        return sorted(moments)

    def _matter(self, moment: datetime, story: Story, asker: Settled, until: str = "", **wanted: Any) -> Telling:
        """One matter from its first word as far as it has come by now."""
        text, note, answer = story.told_by(asker)
        telling = Telling(self.pen, self._begun(moment, story, asker, text, **wanted), self.categories[story.code])
        path = Path(self, telling, story, note, answer, until)
        try:
            telling.report()
            path.walk()
        except NotYet:
            pass  # this is how far it has come
        return telling

    def _begun(self, moment: datetime, story: Story, asker: Settled, text: str, **wanted: Any) -> Matter:
        chance, category = self.chance, self.categories[story.code]
        knows_grid = chance.random() > 0.03
        grid = self.tree.grids[asker.grid - 1]
        has_account = asker in self.staff.residents
        door = wanted.pop("door", None) or (
            Door.ONLINE if has_account else chance.choices(list(DOORS), list(DOORS.values()))[0]
        )
        fields = self._whose(asker, str(door), has_account)
        point = _inside(grid, chance) if chance.random() < 0.7 and knows_grid else (None, None)
        return Matter(
            id=self.pen.keys.at(moment), community=self.tree.community, code=self.pen.code(), title=title_of(text),
            text=text, category=category, urgency=category.urgency, door=door, reported_at=moment,
            grid=grid if knows_grid else None, place=grid.path if knows_grid else self.tree.community.path,
            address=asker.address.rsplit("单元", 1)[0] + "单元" if chance.random() < 0.8 else "",
            lat=point[0], lng=point[1], **{**fields, **wanted},
        )  # fmt: skip

    def _whose(self, asker: Settled, door: str, has_account: bool) -> dict[str, Any]:
        """Who asks, as far as it is known, and who wrote it down."""
        chance = self.chance
        hidden = chance.random() < HIDDEN
        if door == Door.ONLINE:
            if has_account and chance.random() > ANONYMOUS:
                return {"reporter_id": asker.id, "reported_by": f"person:{asker.id}", "hidden_from_handler": hidden}
            if chance.random() < ANONYMOUS:
                return {"is_anonymous": True, "reported_by": "visitor"}
            told = {"contact_name": asker.resident.name, "contact_phone": asker.resident.phone or None}
            return {**told, "reported_by": "visitor", "hidden_from_handler": hidden}
        writer = chance.choice(self.staff.desk)
        written = {"reported_by": f"person:{writer.person.id}", "hidden_from_handler": hidden}
        agreed = {"consent_note": AGREED[Door(door)]}
        if chance.random() < BY_NAME:
            return {**written, **agreed, "reporter_id": asker.id}
        phone = asker.resident.phone or None
        return {**written, **agreed, "contact_name": asker.resident.name, "contact_phone": phone}

    def _scenes(self) -> None:
        """What the people of the demo's sign-in page find when they come: something for everybody to do."""
        first, daughter = self.staff.residents[0], self.staff.daughter
        mother = self.staff.mother or first
        tellers: list[tuple[str, Settled, str, int]] = [
            ("UT04", first, "handling", 1), ("FA05", first, "verified", 4), ("EN07", first, "question", 2),
            ("SV01", first, "", 40), ("OR03", first, "", 160), ("CA01", mother, "handling", 1),
            ("UT01", mother, "verified", 5), ("SV02", daughter or first, "", 30),
        ]  # fmt: skip
        mine = [one for one in self.population.adults() if one.grid == MAIN_GRID]
        for code, until, days in (
            ("UT04", "dispatched", 0), ("FA05", "dispatched", 1), ("SA02", "handling", 2), ("EN03", "handling", 5),
            ("UT04", "handling", 3), ("OR02", "fed_back", 1), ("CA01", "dispatched", 0),
        ):  # fmt: skip
            tellers.append((code, self.chance.choice(mine), until, days))
        for code, asker, until, days in tellers:
            day = self.pen.now.astimezone(BEIJING) - timedelta(days=days)
            moment = min(day.replace(hour=8, minute=self.chance.randrange(60)), self.pen.now - timedelta(hours=3))
            story = next(one for one in self._stories(code, moment.month))
            door = Door.ONLINE if asker in self.staff.residents else Door.PHONE
            wanted = {"reporter_id": asker.id, "is_anonymous": False, "contact_name": None, "contact_phone": None}
            self._matter(moment, story, asker, until, door=door, **wanted)

    def _stories(self, code: str, month: int) -> list[Story]:
        found = [story for story in stories() if story.code == code]
        return sorted(found, key=lambda story: bool(story.months) and month not in story.months)


class Path:
    """How the community takes one matter through: mostly quickly and well, sometimes not."""

    def __init__(self, year: Year, telling: Telling, story: Story, note: str, answer: str, until: str) -> None:
        self.year, self.telling, self.story = year, telling, story
        self.note, self.answer, self.until = note, answer, until
        self.chance, self.working = year.chance, year.pen.working
        self.desk = year.chance.choice(year.staff.generalists())

    def walk(self) -> None:
        """From the desk to the last word."""
        chance, telling = self.chance, self.telling
        at = self.working(telling.at, chance.triangular(2, 130, 20))
        draw = 1.0 if self.until else chance.random()
        if draw < 0.03:
            telling.reject(at, self.desk, *chance.choice(REJECTIONS))
            return
        if draw < 0.15 or (draw < 0.7 and self.story.code in {"SV01", "SV03"}):
            telling.answer_at_once(at, self.desk, self.story.ending, self.answer, self.story.to)
            self._judged()
            return
        telling.accept(at, self.desk)
        self._hand_out(self.working(at, chance.triangular(2, 60, 8)))
        self._handle()
        self._judged()

    def _hand_out(self, at: datetime) -> None:
        chance, telling = self.chance, self.telling
        telling.dispatch(at, self.desk, self._handler())
        self._stop("dispatched")
        at = self.working(at, chance.triangular(5, 300, 40))
        if not self.until and chance.random() < 0.03:
            telling.send_to_desk(at, NOT_MINE, self.year.categories["PR01"])
            telling.dispatch(self.working(at, 30), self.desk, chance.choice(self.year.staff.generalists()))
            at = self.working(at, 90)
        telling.sign(at)

    def _handle(self) -> None:
        chance, telling = self.chance, self.telling
        at = telling.at
        if self.note and (self.until or chance.random() < 0.7):
            telling.note(self.working(at, chance.triangular(20, 240, 60)), self.note)
        if self.until == "question" or (not self.until and chance.random() < 0.05):
            question, reply = chance.choice(QUESTIONS)
            telling.ask(self.working(telling.at, 15), question)
            self._stop("question")
            telling.reply(self.working(telling.at, chance.triangular(10, 300, 60)), reply)
        self._stop("handling")
        self._delays()
        limit = (telling.category.limit_days or 1) * 450  # working minutes
        late = chance.random() < 0.07
        spent = limit * (chance.triangular(1.02, 1.8, 1.1) if late else chance.triangular(0.1, 0.95, 0.4))
        telling.feed_back(self.working(telling.at, spent), self.story.ending, self.answer, self.story.to)
        self._stop("fed_back")
        checker = self._checker()
        if not self.until and chance.random() < 0.03:
            telling.send_back(self.working(telling.at, 200), checker, NOT_DONE)
            telling.feed_back(self.working(telling.at, 300), self.story.ending, self.answer, self.story.to)
        telling.verify(self.working(telling.at, chance.triangular(30, 900, 200)), checker)
        self._stop("verified")

    def _delays(self) -> None:
        """Some have to wait for parts or for spring; some need a few days more."""
        chance, telling = self.chance, self.telling
        if self.until:
            return
        draw = chance.random()
        if draw < 0.025:
            begun = self.working(telling.at, 60)  # after a long holiday this is days later
            until = (begun + timedelta(days=chance.randrange(3, 40))).date()
            telling.suspend(begun, until, WAITS_FOR, PauseReason.PARTS)
            telling.resume(datetime.combine(until, time(9), tzinfo=BEIJING))
        elif draw < 0.06:
            asked = self.working(telling.at, 120)
            telling.extend(asked, self.working(asked, 60), self.desk, chance.randrange(1, 4), TAKES_LONGER)

    def _judged(self) -> None:
        """The person who asked has the last word, or says nothing."""
        chance, telling = self.chance, self.telling
        speaks = not telling.matter.is_anonymous and chance.random() < 0.42
        if not speaks:
            due = telling.matter.due_at or telling.at
            telling.close_silent(due + timedelta(minutes=chance.randrange(1, 6)))
            return
        rating = chance.choices(list(RATINGS), list(RATINGS.values()))[0]
        words = chance.choice(RATED_WORDS[rating])
        telling.rate(telling.at + timedelta(minutes=chance.randrange(20, 2500)), rating, words)
        if rating in BAD_RATINGS and telling.matter.reopened < 1:
            telling.reopen(telling.at, "")
            self._hand_out(self.working(telling.at, 60))
            self._handle()
            self._judged()

    def _stop(self, at: str) -> None:
        if self.until == at:
            raise NotYet

    def _handler(self) -> Worker:
        staff, grid = self.year.staff, self.telling.matter.grid
        at_desk = self.story.code.startswith(OFTEN_AT_THE_DESK) and not self.until
        if grid is None or self.chance.random() < (0.7 if at_desk else 0.1) * (not self.until):
            return self.chance.choice(staff.generalists())
        return staff.grids[grid.number]

    def _checker(self) -> Worker:
        """Somebody else than the handler, who serves that place."""
        staff, grid, handler = self.year.staff, self.telling.matter.grid, self.telling.handler
        near = staff.grids[grid.number] if grid else staff.desk[1]
        leader = staff.grids[(grid.number - 1) // 4 * 4 + 1] if grid else staff.desk[2]
        choices: list[Worker] = [one for one in (near, leader, self.desk, *staff.generalists()) if one is not handler]
        return choices[0]


def _inside(grid: Area, chance: random.Random) -> tuple[float, float]:
    """A point within a grid, between its four corners."""
    ring = (grid.outline or {})["coordinates"][0]
    u, v = chance.uniform(0.12, 0.88), chance.uniform(0.12, 0.88)
    weights = ((1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v)
    lng, lat = (sum(w * corner[axis] for w, corner in zip(weights, ring, strict=False)) for axis in (0, 1))
    return round(lat, 6), round(lng, 6)
