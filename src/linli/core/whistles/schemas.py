"""What the API of whistles takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from ninja import Field, Schema

from linli.base.permissions import may
from linli.core.matters.enums import MatterPermission
from linli.core.people.enums import Rating
from linli.core.whistles.enums import CallState, WhistleKind, WhistleState, WhistleStep
from linli.core.whistles.models import Call, Department, Whistle, WhistleEntry
from linli.core.whistles.queries import lists, moves


class Which(models.TextChoices):
    """The views of the list."""

    MINE = "mine"
    HOUR = "hour"
    APPROVE = "approve"
    BLOW = "blow"
    AWAY = "away"
    LATE = "late"
    JUDGE = "judge"


class WhistleRow(Schema):
    """A whistle as a list tells it."""

    code: str
    kind: WhistleKind
    title: str
    state: WhistleState
    community: str
    grid: str | None
    departments: list[str]
    drafted_at: datetime
    blown_at: datetime | None
    due_at: datetime | None

    @staticmethod
    def resolve_community(whistle: Whistle) -> str:
        return str(whistle.community)

    @staticmethod
    def resolve_grid(whistle: Whistle) -> str | None:
        return str(whistle.grid) if whistle.grid else None

    @staticmethod
    def resolve_departments(whistle: Whistle) -> list[str]:
        return [str(call.department) for call in whistle.calls.all()]


class WhistlePage(Schema):
    """Some whistles; `next` is the cursor of the page after."""

    items: list[WhistleRow]
    next: str | None


class WhistleCall(Schema):
    """One department that was called: how far it is, how it was judged, and what the caller may do now."""

    id: UUID
    department: str
    state: CallState
    due_at: datetime | None
    is_late: bool = Field(description="The leader of the street was told that this step is late.")
    signed_name: str
    signed_at: datetime | None
    contacted_at: datetime | None
    reported_at: datetime | None
    result: str
    rating: Rating | None
    rating_words: str
    answer: str
    moves: list[str]

    @staticmethod
    def resolve_department(call: Call) -> str:
        return str(call.department)

    @staticmethod
    def resolve_is_late(call: Call) -> bool:
        return call.late_step == call.state

    @staticmethod
    def resolve_moves(call: Call, context: dict[str, Any]) -> list[str]:
        actor = context["request"].actor
        found = [move.name for move in moves.department_moves(actor, call)]
        return [*found, "judge"] if moves.can_be_rated(actor, call, call.whistle) else found


class WhistleStepOut(Schema):
    """One step of the story."""

    step: WhistleStep
    department: str | None
    text: str
    name: str
    at: datetime

    @staticmethod
    def resolve_department(entry: WhistleEntry) -> str | None:
        return str(entry.call.department) if entry.call else None


class WhistleOut(WhistleRow):
    """One whistle with all that whoever decides about it needs, and what the caller may do now."""

    text: str
    tried: str
    address: str
    matter: str | None = Field(description="The code of the matter behind it, for whoever may read that.")
    solved_at: datetime | None
    solved_note: str
    reason: str
    calls: list[WhistleCall]
    moves: list[str]
    story: list[WhistleStepOut]

    @staticmethod
    def resolve_matter(whistle: Whistle, context: dict[str, Any]) -> str | None:
        sees = whistle.matter and may(context["request"].actor, MatterPermission.VIEW, whistle.matter)
        return whistle.matter.code if whistle.matter and sees else None

    @staticmethod
    def resolve_departments(whistle: Whistle) -> list[str]:
        return [str(call.department) for call in _calls(whistle)]

    @staticmethod
    def resolve_calls(whistle: Whistle) -> list[Call]:
        return _calls(whistle)

    @staticmethod
    def resolve_moves(whistle: Whistle, context: dict[str, Any]) -> list[str]:
        return [move.name for move in moves.moves_for(context["request"].actor, whistle)]

    @staticmethod
    def resolve_story(whistle: Whistle) -> list[WhistleEntry]:
        return list(whistle.entries.select_related("call__department").order_by("-pk"))


def _calls(whistle: Whistle) -> list[Call]:
    found = lists.calls_of(whistle)
    for call in found:
        call.whistle = whistle
    return found


class CalledFor(Schema):
    """What a department is called for, and where: never who asked."""

    code: str
    kind: WhistleKind
    title: str
    text: str
    tried: str
    community: str
    grid: str | None
    address: str
    blown_at: datetime | None

    @staticmethod
    def resolve_community(whistle: Whistle) -> str:
        return str(whistle.community)

    @staticmethod
    def resolve_grid(whistle: Whistle) -> str | None:
        return str(whistle.grid) if whistle.grid else None


class DepartmentCallOut(WhistleCall):
    """A call as the department reads it."""

    whistle: CalledFor


class DepartmentCallPage(Schema):
    """Some calls to a department; `next` is the cursor of the page after."""

    items: list[DepartmentCallOut]
    next: str | None


class DepartmentOut(Schema):
    """A department that a whistle can call."""

    id: UUID
    name_zh: str
    name_en: str
    duty_zh: str
    duty_en: str
    phone: str = Field(description="The telephone of the office, nobody's own.")
    officer: str | None
    ends_on: date | None

    @staticmethod
    def resolve_officer(department: Department) -> str | None:
        return department.officer.name if department.officer else None


class LinkOut(Schema):
    """The token of a signed link."""

    token: str


class DraftIn(Schema):
    """What is needed, and what was tried."""

    kind: WhistleKind = WhistleKind.WORK
    text: str = Field(max_length=2000, description="What is needed from the departments; no names of residents.")
    tried: str = Field(max_length=2000, description="What the community has tried already.")
    address: str = Field("", max_length=200)
    community: str = Field("", max_length=24, description="The slug, for whoever serves several.")
    grid: int | None = Field(None, ge=1, le=9999)
    matter: str = Field("", max_length=24, description="The code of the matter that it is for.")


class ReasonIn(Schema):
    reason: str = Field(max_length=400)


class TextIn(Schema):
    text: str = Field(max_length=2000)


class BlowIn(Schema):
    departments: list[UUID] = Field(min_length=1, max_length=8)


class SolveIn(Schema):
    note: str = Field(max_length=2000, description="What was seen at the place; whoever asked reads it.")


class SignIn(Schema):
    name: str = Field("", max_length=40, description="Who signs; whoever is signed in need not say it.")


class JudgementIn(Schema):
    rating: Rating
    words: str = Field("", max_length=2000)


class DepartmentIn(Schema):
    """A department of the register."""

    name_zh: str = Field(max_length=60)
    name_en: str = Field("", max_length=100)
    duty_zh: str = Field("", max_length=120)
    duty_en: str = Field("", max_length=200)
    phone: str = Field("", max_length=40)
    officer: UUID | None = Field(None, description="Somebody who holds the role of an officer of a department.")
