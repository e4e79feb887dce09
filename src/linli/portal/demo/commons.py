"""Wishes, offers, projects and calls for help of the demo: a year of them, written at once."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from linli.base.calendars.arithmetic import BEIJING
from linli.base.codes import ALPHABET, normalise_code
from linli.base.hours import EVERY_HOUR, hour_bit
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.callouts.enums import Skill
from linli.core.callouts.models import Ask, CallOut, Offer, OfferedSkill
from linli.core.partnership.models import Judgement, Milestone, Need, Part, Project, Resource, Support
from linli.core.people.enums import Door
from linli.portal.demo import commons_texts as texts
from linli.portal.demo.areas import BUILDER, Tree
from linli.portal.demo.keys import Keys
from linli.portal.demo.pen import insert_all
from linli.portal.demo.people import Population, Settled
from linli.portal.demo.staff import Staff

NEEDS, RESOURCES, HELPERS = len(texts.NEEDS), len(texts.RESOURCES), 150
EVENINGS = sum(hour_bit(day, 2) for day in range(7))
WEEKEND = sum(hour_bit(day, part) for day in (5, 6) for part in range(3))
MORNINGS = sum(hour_bit(day, 0) for day in range(7))
HOURS = (EVENINGS, WEEKEND, MORNINGS, EVERY_HOUR, WEEKEND | EVENINGS)
ENDED = {"fulfilled": "通过项目办成了。", "withdrawn": "和另一条是同一件事，已并到一起。"}


class Commons:
    """Everything that neighbours want, give and do together."""

    def __init__(self, tree: Tree, people: Population, staff: Staff, *, chance: random.Random, keys: Keys,
                 now: datetime) -> None:  # fmt: skip
        self.tree, self.staff, self.chance, self.keys, self.now = tree, staff, chance, keys, now
        self.adults = people.adults()
        self.me = staff.residents[0]
        compounds = Area.objects.filter(community=tree.community, kind=AreaKind.COMPOUND).order_by("path")
        self.compounds = {grid.pk: [one for one in compounds if one.parent_id == grid.pk] for grid in tree.grids}
        self.needs: list[Need] = []
        self.resources: list[Resource] = []
        self.rows: list[Any] = []

    def write(self) -> None:
        """Write all of it down, in the order in which rows point at each other."""
        self._needs()
        self._resources()
        self._projects()
        self._helpers()
        for model in (Need, Resource, Project, Part, Milestone, Support, Judgement, Offer, OfferedSkill, CallOut, Ask):
            insert_all([row for row in [*self.needs, *self.resources, *self.rows] if type(row) is model])

    def _needs(self) -> None:
        for number in range(NEEDS):
            kind, title, text, people = texts.NEEDS[number]
            state = "received" if number >= NEEDS - 4 else "withdrawn" if number == 25 else "open"
            author = self.me if number in {1, 22} else self.chance.choice(self.adults)
            more = {"kind": kind, "people": people, "wanted_on": None, "supporters": 0, "matter_code": ""}
            need = Need(**self._listed(title, text, author, state, 300 - 7 * number), **more)
            if number == 1:  # said at home by the main resident, in a project by now
                need.door = Door.ONLINE
            self.needs.append(need)
            if state == "open":
                self._supports(need)

    def _supports(self, need: Need) -> None:
        many = self.chance.randrange(3, 48)
        pressed = {one.id: one for one in self.chance.sample(self.adults, many)}
        first = [need.author_id] if need.author_id else []
        for person in dict.fromkeys([*pressed, *first]):
            at = need.published_at or need.written_at
            door = Door.ONLINE if self.chance.random() < 0.7 else Door.COUNTER
            self.rows.append(Support(id=self.keys.at(at), need_id=need.pk, person_id=person, door=door, at=at))
            need.supporters += 1

    def _resources(self) -> None:
        for number in range(RESOURCES):
            kind, giver, name, title, text, where, size = texts.RESOURCES[number]
            state = "received" if number >= RESOURCES - 5 else "open"
            author = self.chance.choice(self.adults) if giver == "resident" else None
            until = (self.now + timedelta(days=200)).date() if number % 5 == 0 else None
            more = {
                "kind": kind, "giver_kind": giver, "giver_name": name, "where": where, "capacity": size,
                "starts_on": None, "until_on": until, "is_lasting": kind in {"room", "skill", "time"},
            }  # fmt: skip
            self.resources.append(Resource(**self._listed(title, text, author, state, 320 - 5 * number), **more))

    def _listed(self, title: str, text: str, author: Settled | None, state: str, days: int) -> dict[str, Any]:
        """What a wish and an offer have in common."""
        at = self.now - timedelta(days=max(days, 1), hours=self.chance.randrange(1, 9))
        grid = self.tree.grids[author.grid - 1 if author else 6]
        inside = self.compounds[grid.pk]
        spot = self.chance.choice(inside) if inside and self.chance.random() < 0.5 else grid
        seen = state != "received"
        return {
            "id": self.keys.at(at), "community_id": self.tree.community.pk, "place": spot.path, "spot_id": spot.pk,
            "grid_id": grid.pk, "code": self._code(), "title": title, "text": text if seen else "", "said": text,
            "hours": self.chance.choice(HOURS), "door": self.chance.choice([Door.ONLINE, Door.PHONE, Door.COUNTER]),
            "author_id": author.id if author else None, "written_by": BUILDER.label, "written_at": at,
            "consent_note": "", "state": state, "state_since": at,
            "published_at": at + timedelta(hours=3) if seen else None, "ended_words": ENDED.get(state, ""),
            "contact_name": None if author else "联系人", "contact_phone": None if author else "0419-8100001",
        }  # fmt: skip

    def _projects(self) -> None:
        for number, (need, gift, title, text, problem, result, tags) in enumerate(texts.PROJECTS):
            self._project(number, self.needs[need], self.resources[gift], title, text, problem, result, tags)

    def _project(
        self, number: int, need: Need, gift: Resource, title: str, text: str, problem: str, result: str, tags: str
    ) -> None:
        state, days = texts.STATES[number], 25 + 20 * number
        at = max(self.now - timedelta(days=days), max(need.written_at, gift.written_at) + timedelta(days=2))
        finished = at + timedelta(days=21) if result else None
        need.state = {"proposed": "open", "withdrawn": "open"}.get(state, "fulfilled" if result else "matched")
        need.state_since = finished or at
        need.ended_words = f"通过项目“{title}”。" if result else ""
        lead = self.staff.generalists()[number % 3].person
        project = Project(
            id=self.keys.at(at), community_id=need.community_id, place=need.grid.path if need.grid else "/",
            grid_id=need.grid_id, code=self._code(), title=title, text=text, problem=problem, lead_id=lead.id,
            budget_fen=35_000 * (number % 3), funds="街道为民服务资金" if number % 3 else "", made_at=at, state=state,
            state_since=finished or at, started_at=at + timedelta(days=3) if state != "proposed" else None,
            finished_at=finished, result=result, published_at=finished if state == "published" else None,
            given_up_words="琴有了，屋子还没着落，先放一放。" if state == "withdrawn" else "",
            **{f"is_{tag}": tag in tags.split() for tag in ("peace", "civility", "happiness")},
        )  # fmt: skip
        self.rows.append(project)
        yes = at + timedelta(days=2) if state != "proposed" else None
        for side in ({"need_id": need.pk}, {"resource_id": gift.pk}):
            said = {"accepted_at": yes, "accepted_by": BUILDER.label if yes else "", "door": "phone" if yes else ""}
            self.rows.append(Part(id=self.keys.at(at), project_id=project.pk, **side, **said))
        if yes:
            self._steps(project, at, is_done=bool(result))
        if result:
            self._judgements(project, finished or at)

    def _steps(self, project: Project, at: datetime, *, is_done: bool) -> None:
        begun = at if is_done else max(at, self.now - timedelta(days=8))  # what still runs is not late
        for order, title in enumerate(texts.MILESTONES):
            due = (begun + timedelta(days=5 + 8 * order)).date()
            done = due if is_done or order == 0 else None
            self.rows.append(
                Milestone(id=self.keys.at(at), project_id=project.pk, title=title, due_on=due, done_on=done)
            )

    def _judgements(self, project: Project, at: datetime) -> None:
        for person in self.chance.sample(self.adults, self.chance.randrange(6, 24)):
            rating = self.chance.choice([5, 5, 5, 4, 4, 3])
            words = "办得实在，谢谢。" if rating == 5 and self.chance.random() < 0.2 else ""
            said = {"rating": rating, "words": words, "door": Door.ONLINE, "at": at}
            self.rows.append(Judgement(id=self.keys.at(at), project_id=project.pk, person_id=person.id, **said))

    def _helpers(self) -> None:
        some = self.chance.sample([one for one in self.adults if one.id != self.me.id], HELPERS - 1)
        helpers = [self.me, *some]
        for number, person in enumerate(helpers):
            at = self.now - timedelta(days=self.chance.randrange(3, 300))
            grid = self.tree.grids[person.grid - 1]
            offer = Offer(
                id=self.keys.at(at), community_id=self.tree.community.pk, place=grid.path, person_id=person.id,
                grid_id=grid.pk, hours=self.chance.choice(HOURS), changed_at=at, rests_until=None, note="",
                reach="community" if number % 3 == 0 else "grid", only_emergencies=number % 11 == 10,
            )  # fmt: skip
            self.rows.append(offer)
            for skill in self.chance.sample(Skill.values, self.chance.randrange(1, 4)):
                self.rows.append(OfferedSkill(id=self.keys.at(at), offer_id=offer.pk, skill=skill))
        for number, call in enumerate(texts.CALLS):
            self._call(number, call, [one.id for one in helpers])

    def _call(self, number: int, call: tuple[str, str, str, str, int, str], helpers: list[UUID]) -> None:
        title, text, where, skill, wanted, state = call
        live = state in {"calling", "enough", "drafted"}
        day = self.now + timedelta(days=1 + number) if live else self.now - timedelta(days=9 * number)
        start = _at_an_hour(day, *texts.WHEN[number % len(texts.WHEN)])
        made = min(start - timedelta(days=3), self.now - timedelta(hours=5))
        yes = {"calling": wanted // 2, "drafted": 0, "cancelled": 1}.get(state, wanted)
        asked = 0 if state == "drafted" else yes + 3
        caller = self.staff.generalists()[number % 3].person
        callout = CallOut(
            id=self.keys.at(made), community_id=self.tree.community.pk, place=self.tree.community.path, grid_id=None,
            code=self._code(), title=title, text=text, where=where, starts_at=start,
            ends_at=start + timedelta(hours=2), wanted=wanted, taken=yes, more_allowed=False, skills=[skill],
            sources=["residents"], is_emergency=False, called_by=caller.resident.name, made_at=made, state=state,
            state_since=made if live else start + timedelta(hours=2), wave=min(asked, 1),
            wave_ends_at=made + timedelta(hours=24) if asked else None,
            words={"done": "多谢搭手。", "cancelled": "天气变了，改日再约。"}.get(state, ""),
        )  # fmt: skip
        self.rows.append(callout)
        some = self.chance.sample(helpers[1:], asked)
        some = [helpers[0], *some[1:]] if number in {0, 7} and some else some
        for order, person in enumerate(some):
            self._ask(callout, person, made, says_yes=order >= asked - yes, says_no=order == 1)

    def _ask(self, callout: CallOut, person: UUID, at: datetime, *, says_yes: bool, says_no: bool) -> None:
        answer = "yes" if says_yes else "no" if says_no else ""
        answered = {"answer": answer, "answered_at": at + timedelta(hours=2) if answer else None}
        more = {"door": Door.ONLINE if answer else "", "count": 1, "came": says_yes and callout.state == "done"}
        self.rows.append(
            Ask(id=self.keys.at(at), callout_id=callout.pk, person_id=person, body="", code=self._code(), wave=1,
                asked_at=at, **answered, **more)
        )  # fmt: skip

    def _code(self) -> str:
        """A code of the demo: the same for the same seed."""
        while True:
            code = normalise_code("".join(self.chance.choice(ALPHABET) for _place in range(8)))
            if code:
                return code


def _at_an_hour(day: datetime, weekday: int | None, hour: int, minute: int) -> datetime:
    """A moment at which people are up, on that day or on the next such day of the week."""
    local = day.astimezone(BEIJING).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return local if weekday is None else local + timedelta(days=(weekday - local.weekday()) % 7)
