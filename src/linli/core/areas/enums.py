"""The words of the area tree."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AreaPermission(StrEnum):
    """What somebody may do with the tree of areas."""

    VIEW = "areas.area.view"  # see a grid's page: who works here, how many homes
    MANAGE = "areas.area.manage"  # add areas, rename them, set outlines
    REDRAW = "areas.area.redraw"  # move buildings between grids from a day on
    STATE_FACT = "areas.fact.state"  # write down a dated, sourced figure of the community


class AreaKind(models.TextChoices):
    """The levels of the tree, from the province down to the door."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County or district")
    STREET = "street", _("Street")
    COMMUNITY = "community", _("Community")
    GRID = "grid", _("Grid")
    COMPOUND = "compound", _("Compound")
    BUILDING = "building", _("Building")
    UNIT = "unit", pgettext_lazy("part of a building", "Stair")
    HOME = "home", pgettext_lazy("a flat or house", "Home")


DEPTH = {kind: depth for depth, kind in enumerate(AreaKind)}
MOVABLE = frozenset({AreaKind.COMPOUND, AreaKind.BUILDING})  # what a re-drawing moves to another grid
ABOVE_COMMUNITY = frozenset({AreaKind.PROVINCE, AreaKind.CITY, AreaKind.COUNTY, AreaKind.STREET})


class RedrawState(models.TextChoices):
    """Where a plan to re-draw grids stands."""

    PLANNED = "planned", _("Planned")
    APPLIED = "applied", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class FactKey(models.TextChoices):
    """The figures that a community states about itself (G4)."""

    HOUSEHOLDS = "households", _("Households")
    RESIDENTS = "residents", _("Residents")
    SQUARE_KILOMETRES = "square_kilometres", _("Area in square kilometres")
    GRID_WORKERS = "grid_workers", _("Grid workers")
    COMMUNITY_WORKERS = "community_workers", _("Community workers, with grid workers")
