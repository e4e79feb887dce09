"""What the API of the three lists takes and gives: the public words only, nobody's name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from linli.core.partnership.enums import GiverKind, ListState, NeedKind, ProjectState, ResourceKind
from linli.core.partnership.models import Need, Project, Resource
from linli.core.partnership.queries.matching import giver_words
from linli.core.people.enums import Door, Rating


class ListedOut(Schema):
    """A public line of a list."""

    id: UUID
    title: str
    text: str
    state: ListState
    grid: str | None
    hours: int = Field(description="Parts of a week, bit 3 * weekday + part.")
    published_at: datetime | None

    @staticmethod
    def resolve_grid(thing: Any) -> str | None:
        return str(thing.grid) if thing.grid else None


class NeedOut(ListedOut):
    """A wish as everybody reads it."""

    kind: NeedKind
    people: int | None
    wanted_on: date | None
    supporters: int


class ResourceOut(ListedOut):
    """An offer as everybody reads it."""

    kind: ResourceKind
    giver: str
    where: str
    capacity: int | None
    until_on: date | None

    @staticmethod
    def resolve_giver(resource: Resource) -> str:
        return giver_words(resource)


class ProjectOut(Schema):
    """A project as everybody reads it."""

    id: UUID
    title: str
    text: str
    state: ProjectState
    result: str
    tags: list[str]
    finished_at: datetime | None

    @staticmethod
    def resolve_tags(project: Project) -> list[str]:
        return [tag for tag in ("peace", "civility", "happiness") if getattr(project, f"is_{tag}")]


class NeedPage(Schema):
    """Some wishes; `next` is the cursor of the page after."""

    items: list[NeedOut]
    next: str | None


class ResourcePage(Schema):
    """Some offers; `next` is the cursor of the page after."""

    items: list[ResourceOut]
    next: str | None


class ProjectPage(Schema):
    """Some projects; `next` is the cursor of the page after."""

    items: list[ProjectOut]
    next: str | None


class SlipOut(Schema):
    """The code of what was written down, and how far it is."""

    code: str
    state: ListState


class SaidIn(Schema):
    """What a wish and an offer have in common."""

    text: str = Field(max_length=2000)
    grid: int | None = Field(None, ge=1, le=9999)
    hours: int = Field(0, ge=0, lt=1 << 21)
    contact_name: str = Field("", max_length=40)
    contact_phone: str = Field("", max_length=40)
    door: Door = Door.ONLINE
    consent_note: str = Field("", max_length=200)
    community: str = Field("", max_length=24)


class WishIn(SaidIn):
    """A wish."""

    kind: NeedKind
    people: int | None = Field(None, ge=1, le=30_000)
    wanted_on: date | None = None
    is_anonymous: bool = False


class GiftIn(SaidIn):
    """An offer."""

    kind: ResourceKind
    giver_kind: GiverKind = GiverKind.RESIDENT
    giver_name: str = Field("", max_length=80)
    where: str = Field("", max_length=120)
    capacity: int | None = Field(None, ge=1, le=30_000)
    starts_on: date | None = None
    until_on: date | None = None
    is_lasting: bool = True


class PublicIn(Schema):
    """The words that everybody may read."""

    title: str = Field(max_length=60)
    text: str = Field(max_length=2000)


class JudgeIn(Schema):
    """How it turned out."""

    rating: Rating
    words: str = Field("", max_length=400)


class PressOut(Schema):
    """Whether somebody wants it, too, and how many do."""

    pressed: bool
    supporters: int

    @staticmethod
    def of(need: Need, *, pressed: bool) -> dict[str, Any]:
        """After a press, or after it was taken back."""
        return {"pressed": pressed, "supporters": need.supporters}
