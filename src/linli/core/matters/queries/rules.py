"""How long each step may take: the rules as rows, and which of them holds (E-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from linli.base.calendars.arithmetic import WorkCalendar
from linli.base.memory.stamps import remembered
from linli.core.matters.enums import ClockKind, ClockUnit, Urgency
from linli.core.matters.models import Category, ClockRule

BY_CATEGORY = ("按事项类别的办结时限", "The limit of this kind of matter")
BY_THE_DESK = ("窗口派单时确定的时限", "The desk decided so when it handed the matter on")


@dataclass(frozen=True)
class Span:
    """How long something may take, in what unit, and which rule says so."""

    value: int
    unit: str
    source_zh: str = ""
    source_en: str = ""

    def due(self, start: datetime, calendar: WorkCalendar) -> datetime:
        """The moment at which it is over."""
        if self.unit == ClockUnit.WORKING_DAYS:
            return calendar.add_working_days(start, self.value)
        if self.unit == ClockUnit.WORKING_HOURS:
            return calendar.add_working_time(start, timedelta(hours=self.value))
        return start + timedelta(**{"hours" if self.unit == ClockUnit.HOURS else "minutes": self.value})

    @property
    def days(self) -> int | None:
        """The working days; nothing when it is counted in hours."""
        return self.value if self.unit == ClockUnit.WORKING_DAYS else None


@dataclass(frozen=True)
class RuleBook:
    """The rules that may hold for the matters of a community, read once."""

    rules: tuple[ClockRule, ...]

    def span(self, kind: str, category: Category | None = None, urgency: str = "") -> Span:
        """The nearest rule: of the community, of the kind of matter, of the kind above it, of all; urgency breaks ties.

        The limit that a kind of matter has in its own row is its rule for the ending.
        """
        found = [(self._nearness(rule, category, urgency), rule) for rule in self.rules if rule.kind == kind]
        nearness, rule = max(found, key=lambda pair: pair[0])
        own = category.limit_days if category else None
        if kind == ClockKind.ENDING and own and nearness < OWN:
            return Span(own, ClockUnit.WORKING_DAYS, *BY_CATEGORY)
        return Span(rule.value, rule.unit, rule.source_zh, rule.source_en)

    def ending(self, category: Category) -> Span:
        """Until when a matter of this kind ends; what has no days is an emergency and ends in hours."""
        return self.span(ClockKind.ENDING, category, category.urgency if category.limit_days else Urgency.EMERGENCY)

    def days(self, kind: str) -> int:
        """The working days that a step has for every kind of matter."""
        return self.span(kind).value

    @staticmethod
    def _nearness(rule: ClockRule, category: Category | None, urgency: str) -> int:
        """How near a rule is; below nothing when it does not hold."""
        near = 0
        if rule.urgency:
            near += 1 if rule.urgency == urgency else FAR
        if rule.category_id:
            of_this = category is not None and rule.category_id == category.pk
            of_above = category is not None and rule.category_id == category.parent_id
            near += OWN if of_this else OWN // 2 if of_above else FAR
        return near + (2 * OWN if rule.community_id else 0)


OWN = 8
FAR = -100


def rule_book(community: UUID | None = None) -> RuleBook:
    """The rules for everybody, and those of a community before them."""
    return RuleBook(tuple(rule for rule in all_rules() if rule.community_id in {None, community}))


@remembered(ClockRule)
def all_rules() -> tuple[ClockRule, ...]:
    """Every rule, kept in the process. To be read, never to be changed."""
    return tuple(ClockRule.objects.all())
