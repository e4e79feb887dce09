"""Units and businesses that go along with the community: each has its own place, where its liaison's rights begin."""

from __future__ import annotations

from django.db import models

from linli.base.models import BaseModel, PlaceField, ScopedQuerySet
from linli.core.areas.models import Area
from linli.core.organisation.models import Body
from linli.core.people.enums import AT_A_UNIT


class Partner(BaseModel):
    """A body that goes along with the community. Its path hangs below the community and beside the grids.

    A grant at the path opens this one unit and nothing around it: neither its grid nor the unit next door (E-16).
    """

    PLACE = "path"
    COMMUNITY = "community"
    ROLES = AT_A_UNIT

    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="partner")
    path = PlaceField(unique=True)
    joined_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partnership_partner_path_ends_with_a_slash", condition=models.Q(path__endswith="/")
            ),
        ]
        indexes = [models.Index(fields=["community", "-joined_at"], name="partnership_partners")]

    def __str__(self) -> str:
        return self.body.name
