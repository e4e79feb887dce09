"""The tree from the province to the door. Its paths are the places that every right begins from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.i18n import in_language
from linli.base.models import BaseModel, LedgerModel, PlaceField, ScopedQuerySet
from linli.core.areas.enums import ABOVE_COMMUNITY, AreaKind, RedrawState

# What pages ask for again and again; homes come by the thousand and are not among them.
REMEMBERED_KINDS = (AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID, AreaKind.COMPOUND)


class AreaQuerySet(ScopedQuerySet["Area"]):
    """Areas that are in force on a day."""

    def live(self) -> AreaQuerySet:
        """Areas that have not ended."""
        return self.filter(ends_on=None)


class Area(BaseModel):
    """A province, street, community, grid, compound, building, stair or home, and everything between."""

    PLACE = "path"
    COMMUNITY = "community"
    REMEMBERED: ClassVar = {"kind": REMEMBERED_KINDS}

    kind = models.CharField(max_length=10, choices=AreaKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    community = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=24)  # its step of the path: "g07", "zhaolin"
    path = PlaceField(unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=15, blank=True)  # GB/T 2260 and the 12 + 3 digits of communities and grids
    number = models.PositiveIntegerField(default=0)  # grid 7, building 3: for sorting as people count
    outline = models.JSONField(null=True, blank=True)  # a GeoJSON geometry, WGS 84
    phone = models.CharField(max_length=40, blank=True)  # the public telephone of a community
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="areas_area_one_slug_below_a_parent", fields=["parent", "slug"]),
            models.CheckConstraint(name="areas_area_path_ends_with_a_slash", condition=Q(path__endswith="/")),
            models.CheckConstraint(
                name="areas_area_belongs_to_a_community_from_there_down",
                condition=Q(kind__in=sorted(ABOVE_COMMUNITY), community=None)
                | ~Q(kind__in=sorted(ABOVE_COMMUNITY)) & Q(community__isnull=False),
            ),
            models.CheckConstraint(
                name="areas_area_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["community", "kind", "number"], name="areas_of_a_community")]

    def __str__(self) -> str:
        return in_language(self, "name")

    @property
    def place(self) -> str:
        """An area lies at its own path."""
        return self.path


class PlacedModel(BaseModel):
    """A record that belongs to a community and lies at a place in it. The community is the tenant.

    A record stays at the place where it was made. A model whose rows live where the home is says with `FOLLOWS_HOME`
    which of them do: these get the new place when a building moves to another grid, or the person to another home.
    """

    COMMUNITY = "community"
    FOLLOWS_HOME: ClassVar[Q | None] = None

    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place = PlaceField()

    class Meta:
        abstract = True


class AreaFact(LedgerModel):
    """A figure about an area, with the day it held and where it comes from (G4). A newer row corrects an older one."""

    PLACE = "place"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="facts")
    place = PlaceField()
    key = models.CharField(max_length=40)  # "households", "residents", "square_kilometres"
    value = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)  # empty: asked, not known
    as_of = models.DateField()
    source = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["area", "key", "-as_of"], name="areas_facts_of_an_area")]


class Redraw(PlacedModel):
    """A plan to move buildings to other grids from a day on. What was written before stays where it was."""

    state = models.CharField(max_length=10, choices=RedrawState.choices, default=RedrawState.PLANNED)
    state_since = models.DateTimeField()
    effective_on = models.DateField()
    reason = models.CharField(max_length=400)
    moves = models.JSONField()  # [{"area": building id, "to": grid id}]
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="areas_redraw_applied_has_a_moment",
                condition=Q(state=RedrawState.APPLIED, applied_at__isnull=False)
                | ~Q(state=RedrawState.APPLIED) & Q(applied_at=None),
            )
        ]
