"""What higher rooms add to the pages of a grid, of any other area, and of a plan to re-draw.

    from linli.core.areas.web.panels import Panel, grid_panels

    @grid_panels.register(order=20)
    def open_matters(actor: Actor, grid: Area) -> Panel | None:
        return Panel("matters/_grid_panel.html", {"matters": ...})

Register in the room's `web/nav.py`, or in a module that it imports. `None` shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.utils.functional import Promise

from linli.base.permissions import Actor
from linli.core.areas.models import Area

T = TypeVar("T")


@dataclass(frozen=True)
class Panel:
    """A part of a page: its template, and what that shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


PanelOf = Callable[[Actor, T], Panel | None]


class Panels(Generic[T]):
    """The parts that rooms add to the page of one kind of thing, in order."""

    def __init__(self) -> None:
        self._functions: dict[str, tuple[int, PanelOf[T]]] = {}

    def register(self, *, order: int = 100) -> Callable[[PanelOf[T]], PanelOf[T]]:
        """Add a function of the actor and the thing that gives a panel, or None."""

        def add(function: PanelOf[T]) -> PanelOf[T]:
            self._functions[f"{function.__module__}.{function.__qualname__}"] = (order, function)
            return function

        return add

    def shown(self, actor: Actor, thing: T) -> list[Panel]:
        """The panels of this thing that the actor may see."""
        functions = sorted(self._functions.items(), key=lambda item: (item[1][0], item[0]))
        panels = (function(actor, thing) for _name, (_order, function) in functions)
        return [panel for panel in panels if panel is not None]


@dataclass(frozen=True)
class GridColumn:
    """A column that a higher room adds to the list of grids: words for many grids at once."""

    key: str
    label: str | Promise
    words: Callable[[Actor, Sequence[Area]], dict[UUID, Any]]


@dataclass(frozen=True)
class MoveCount:
    """How many rows of a higher room would move with buildings at these places."""

    label: str | Promise
    count: Callable[[Sequence[str]], int]


grid_panels: Panels[Area] = Panels()  # what waits in a grid
grid_life_panels: Panels[Area] = Panels()  # what lives in it; behind the second tab of its page
area_panels: Panels[Area] = Panels()
grid_columns: dict[str, GridColumn] = {}
move_counts: dict[str, MoveCount] = {}


def register_grid_column(column: GridColumn) -> None:
    """Show something of each grid in the list of grids, and on the map."""
    grid_columns[column.key] = column


def register_move_count(key: str, count: MoveCount) -> None:
    """Say before a re-drawing how many rows go along."""
    move_counts[key] = count
