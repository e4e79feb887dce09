"""Units, businesses, the market and social organisations, and who speaks for them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import BaseModel, ScopedQuerySet, SortKeyField
from linli.base.secrets import EncryptedTextField
from linli.core.areas.models import Area, PlacedModel
from linli.core.organisation.enums import BodyKind, Coverage, LiaisonRole, Nature
from linli.core.people.models import Person


class BodyQuerySet(ScopedQuerySet["Body"]):
    """Bodies, at work or closed."""

    def live(self) -> BodyQuerySet:
        """Those that are at work today."""
        return self.filter(ends_on=None)


class Body(PlacedModel):
    """A unit, a business, the market or a social organisation that lies in the community (G5).

    `place` is its grid, or the community while nobody knows the grid. `offers` and `asks` are what its register says
    that it can give and needs, in its own words.
    """

    kind = models.CharField(max_length=10, choices=BodyKind.choices)
    name = SortKeyField(max_length=120)
    pinyin = SortKeyField(max_length=200, blank=True)
    initials = SortKeyField(max_length=60, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)  # unified social credit code, GB 32100
    nature = models.CharField(max_length=12, choices=Nature.choices, blank=True)
    trade = models.CharField(max_length=40, blank=True)  # what it does, in its own words: 药房
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    staff = models.PositiveIntegerField(null=True, blank=True)
    party_members = models.PositiveIntegerField(null=True, blank=True)
    coverage = models.CharField(max_length=10, choices=Coverage.choices, blank=True)
    coverage_since = models.DateField(null=True, blank=True)
    offers = models.CharField(max_length=400, blank=True)
    asks = models.CharField(max_length=400, blank=True)
    told = models.CharField(max_length=64, blank=True)  # what its register said last time, as a fingerprint
    ends_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField()

    objects = BodyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisation_body_one_live_row_per_credit_code",
                fields=["community", "credit_code"],
                condition=Q(ends_on=None) & ~Q(credit_code=""),
            ),
            models.CheckConstraint(
                name="organisation_body_members_work_there",
                condition=Q(party_members=None) | Q(staff=None) | Q(party_members__lte=F("staff")),
            ),
            models.CheckConstraint(
                name="organisation_body_coverage_has_a_day", condition=Q(coverage="") | Q(coverage_since__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["community", "kind", "name"], name="bodies_of_a_community"),
            models.Index(fields=["community", "kind", "pinyin"], name="bodies_by_pinyin"),
            models.Index(fields=["community", "kind", "initials"], name="bodies_by_initials"),
            models.Index(fields=["grid", "kind"], name="bodies_of_a_grid"),
        ]

    def __str__(self) -> str:
        return self.name


class Liaison(BaseModel):
    """Somebody speaks for a body, from a day until a day. A private phone is masked until somebody says why."""

    COMMUNITY = "community"

    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="liaisons")
    role = models.CharField(max_length=16, choices=LiaisonRole.choices)
    name = models.CharField(max_length=80)
    phone = EncryptedTextField(blank=True, default="")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organisation_liaison_one_live_in_a_role",
                fields=["body", "role"],
                condition=Q(ends_on=None),
            ),
            models.CheckConstraint(
                name="organisation_liaison_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    @property
    def place(self) -> str:
        """Whoever speaks for a body is seen where the body is."""
        return self.body.place
