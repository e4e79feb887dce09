"""Party organisations as a tree, with posts and terms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import BaseModel, PlaceField, ScopedQuerySet
from linli.core.areas.models import Area
from linli.core.organisation.enums import GROUPS, OrgDomain, OrgKind, PostKind
from linli.core.organisation.models.bodies import Body
from linli.core.people.models import Person


class OrgQuerySet(ScopedQuerySet["PartyOrg"]):
    """Organisations, at work or ended."""

    def live(self) -> OrgQuerySet:
        """Those that are at work today."""
        return self.filter(ends_on=None)


class PartyOrg(BaseModel):
    """A committee, branch or group. Its `path` hangs below its community, and is where the rights over it begin.

    A grid group belongs to one grid (C7). `approved_by` is the number of the document that set it up.
    """

    PLACE = "path"
    COMMUNITY = "community"

    community = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=OrgKind.choices)
    domain = models.CharField(max_length=16, choices=OrgDomain.choices, default=OrgDomain.STREET_COMMUNITY)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    slug = models.CharField(max_length=24)
    path = PlaceField(unique=True)
    name = models.CharField(max_length=80)
    number = models.PositiveIntegerField(default=0)  # branch 2, group 7: for sorting as people count
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = OrgQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="organisation_partyorg_one_slug_below_a_parent", fields=["parent", "slug"]),
            models.CheckConstraint(
                name="organisation_partyorg_path_ends_with_a_slash", condition=Q(path__endswith="/")
            ),
            models.UniqueConstraint(
                name="organisation_partyorg_one_live_group_in_a_grid",
                fields=["grid"],
                condition=Q(kind=OrgKind.GRID_GROUP, ends_on=None),
            ),
            models.CheckConstraint(
                name="organisation_partyorg_grid_group_has_its_grid",
                condition=~Q(kind=OrgKind.GRID_GROUP) | Q(grid__isnull=False),
            ),
            models.CheckConstraint(
                name="organisation_partyorg_group_stands_below_a_branch",
                condition=~Q(kind__in=sorted(GROUPS)) | Q(parent__isnull=False),
            ),
            models.CheckConstraint(
                name="organisation_partyorg_below_a_street_has_a_community",
                condition=Q(kind=OrgKind.STREET) | Q(community__isnull=False),
            ),
            models.CheckConstraint(
                name="organisation_partyorg_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["community", "kind", "number"], name="orgs_of_a_community")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """An organisation lies at its own path."""
        return self.path


class Post(BaseModel):
    """Somebody holds a post in an organisation, from a day until a day. A part-time seat comes from a unit (C2)."""

    COMMUNITY = "community"

    community = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = PlaceField()
    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=16, choices=PostKind.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)  # as it is written in the register of posts
    is_full_time = models.BooleanField(default=True)
    unit = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisation_post_one_live_secretary",
                fields=["org"],
                condition=Q(kind=PostKind.SECRETARY, ends_on=None),
            ),
            models.CheckConstraint(
                name="organisation_post_from_a_unit_is_part_time", condition=Q(unit=None) | Q(is_full_time=False)
            ),
            models.CheckConstraint(
                name="organisation_post_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["org", "ends_on"], name="posts_of_an_org")]


class Term(BaseModel):
    """A term of a committee (B-2): from the election until the day of the next one."""

    COMMUNITY = "community"

    community = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = PlaceField()
    org = models.ForeignKey(PartyOrg, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    entitled = models.PositiveIntegerField(null=True, blank=True)  # counts only: no ballots, no names
    present = models.PositiveIntegerField(null=True, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="organisation_term_one_of_each_number", fields=["org", "number"]),
            models.CheckConstraint(
                name="organisation_term_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="organisation_term_nobody_present_who_is_not_entitled",
                condition=Q(present=None) | Q(entitled__isnull=False, present__lte=F("entitled")),
            ),
        ]
        indexes = [models.Index(fields=["org", "-number"], name="terms_of_an_org")]
