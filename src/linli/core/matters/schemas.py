"""What the API takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime
from ninja import Field, Schema

from linli.core.matters.enums import EndingKind, JudgeReason, MatterState, PauseReason, Power, Urgency
from linli.core.matters.models import Category, Matter
from linli.core.matters.queries.moves import moves_for, reporter_moves
from linli.core.matters.queries.story import ReporterView, StoryEntry, reporter_for, story_for
from linli.core.people.enums import Door

CODE = r"^[A-Z]{2}\d{2}$"


class CategoryOut(Schema):
    """A kind of matter."""

    code: str
    name: str
    parent: str | None
    owner: str
    urgency: Urgency
    limit_days: int | None
    power: Power | None = Field(None, description="Who has the power to act.")
    clause: str = Field(description="What the power rests on, where it is certain.")
    coordinate: str = Field(description="What the community may only bring about.")
    checks: str = Field(description="What to ask first.")
    note: str
    call: list[str] = Field(description="Numbers to call before anything is written here.")

    @staticmethod
    def resolve_name(category: Category) -> str:
        return str(category)

    @staticmethod
    def resolve_parent(category: Category) -> str | None:
        return category.parent.code if category.parent else None

    @staticmethod
    def resolve_power(category: Category) -> str | None:
        return category.power or None

    @staticmethod
    def resolve_call(category: Category) -> list[str]:
        return category.call.split()


class MatterRow(Schema):
    """A matter as a list tells it."""

    code: str
    title: str
    state: MatterState
    category: str | None
    urgency: Urgency
    grid: str | None
    address: str
    door: Door
    handler: str | None
    owner: str
    reported_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    rating: int | None

    @staticmethod
    def resolve_category(matter: Matter) -> str | None:
        return matter.category.code if matter.category else None

    @staticmethod
    def resolve_grid(matter: Matter) -> str | None:
        return str(matter.grid) if matter.grid else None

    @staticmethod
    def resolve_handler(matter: Matter) -> str | None:
        return matter.handler.name if matter.handler else None


class MatterPage(Schema):
    """Some matters, and the cursor of those that follow."""

    items: list[MatterRow]
    next: str | None


class StoryOut(Schema):
    """One step of the story."""

    kind: str
    headline: str
    text: str
    at: datetime
    is_shown: bool
    photos: list[UUID]
    recording: UUID | None = Field(None, description="A voice note, heard at its own address.")

    @staticmethod
    def resolve_at(step: StoryEntry) -> datetime:
        return localtime(step.at)

    @staticmethod
    def resolve_photos(step: StoryEntry) -> list[UUID]:
        return [photo.pk for photo in step.photos]

    @staticmethod
    def resolve_recording(step: StoryEntry) -> UUID | None:
        return step.recording.pk if step.recording else None


class ReporterOut(Schema):
    """Who asked, as far as the caller may know: always masked."""

    words: str
    name: str
    phone: str


class StatusOut(Schema):
    """What whoever holds the slip may know: no name, no address, no phone."""

    code: str
    title: str
    state: MatterState
    category: str | None
    reported_at: datetime
    due_at: datetime | None
    ending: EndingKind | None
    handed_on_to: str
    basis: str
    rating: int | None
    moves: list[str]
    story: list[StoryOut]


class MatterOut(MatterRow):
    """One matter with its story, as far as the caller may read it, and what they may do now."""

    text: str
    lat: float | None
    lng: float | None
    ending: EndingKind | None
    ending_text: str
    handed_on_to: str
    basis: str
    returns: int
    extensions: int
    extension_days: int | None
    suspended_until: date | None
    reopened: int
    reporter: ReporterOut
    moves: list[str]
    story: list[StoryOut]

    @staticmethod
    def resolve_ending(matter: Matter) -> str | None:
        return matter.ending or None

    @staticmethod
    def resolve_reporter(matter: Matter, context: dict[str, Any]) -> ReporterView:
        return reporter_for(context["request"].actor, matter)

    @staticmethod
    def resolve_moves(matter: Matter, context: dict[str, Any]) -> list[str]:
        actor = context["request"].actor
        return list(dict.fromkeys(move.name for move in [*moves_for(actor, matter), *reporter_moves(actor, matter)]))

    @staticmethod
    def resolve_story(matter: Matter, context: dict[str, Any]) -> list[StoryEntry]:
        return story_for(context["request"].actor, matter)


class ReportIn(Schema):
    """What somebody says. Only the words are needed; the rest can follow."""

    text: str = Field(max_length=2000)
    community: str = Field("", max_length=24, description="The slug, where one installation serves several.")
    category: str | None = Field(None, pattern=CODE)
    grid: int | None = Field(None, ge=1, le=9999, description="The number of the grid.")
    address: str = Field("", max_length=200)
    lat: float | None = Field(None, ge=-90, le=90)
    lng: float | None = Field(None, ge=-180, le=180)
    door: Door = Door.ONLINE
    reporter: UUID | None = Field(None, description="For whom a worker writes; ignored online.")
    contact_name: str = Field("", max_length=40)
    contact_phone: str = Field("", max_length=40)
    is_anonymous: bool = False
    hidden_from_handler: bool = False
    consent_note: str = Field("", max_length=200)
    emergency_confirmed: bool = False


class AcceptIn(Schema):
    category: str | None = Field(None, pattern=CODE)


class RejectIn(Schema):
    reason: str = Field(max_length=400)
    advice: str = Field(max_length=2000)


class EndingIn(Schema):
    ending: EndingKind
    text: str = Field(max_length=2000)
    handed_on_to: str = Field("", max_length=80)
    basis: str = Field("", max_length=400, description="The law or the reason, when it can't be done.")


class AnswerIn(EndingIn):
    ending: EndingKind = EndingKind.SOLVED
    category: str | None = Field(None, pattern=CODE)


class SortIn(Schema):
    category: str | None = Field(None, pattern=CODE)
    grid: int | None = Field(None, ge=1, le=9999)


class DispatchIn(Schema):
    handler: UUID
    owner: str = Field("", max_length=80)
    note: str = Field("", max_length=2000)
    days: int | None = Field(None, ge=1, le=15)


class ReasonIn(Schema):
    reason: str = Field(max_length=2000)


class NoteIn(Schema):
    text: str = Field(max_length=2000)
    is_shown: bool = Field(False, description="The person who asked may read it; else it is for us alone.")


class TextIn(Schema):
    text: str = Field(max_length=2000)


class ExtensionIn(Schema):
    days: int = Field(ge=1, le=5)
    reason: str = Field(max_length=2000)


class SettleIn(Schema):
    grant: bool
    reason: str = Field("", max_length=2000)


class ReturnIn(ReasonIn):
    basis: str | None = Field(
        None, pattern=CODE, description="The kind of matter that it rather is: whose, by which clause."
    )


class AskIn(Schema):
    text: str = Field(max_length=2000)
    waits_until: date | None = Field(None, description="The clock of the ending stands still until then or a reply.")


class SuspendIn(Schema):
    because: PauseReason
    until: date
    reason: str = Field(max_length=2000)


class CheckIn(Schema):
    note: str = Field("", max_length=2000)


class TellIn(TextIn):
    """What the person who asked says, or a worker notes for them: then `door` is how it was told."""

    door: Door = Door.ONLINE


class JudgeIn(Schema):
    rating: int | None = Field(None, ge=1, le=5)
    reasons: list[JudgeReason] = Field([], max_length=6)
    words: str = Field("", max_length=2000)
    may_show: bool = Field(False, description="The words may be shown to everybody, without a name.")
    door: Door = Door.ONLINE
