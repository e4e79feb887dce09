"""What people offer of themselves: skills, free hours, how far from home."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.hours import EVERY_HOUR
from linli.base.models import BaseModel, ScopedQuerySet
from linli.core.areas.models import Area, PlacedModel
from linli.core.callouts.enums import Reach, Skill
from linli.core.people.models import Person


class Offer(PlacedModel):
    """Somebody may be asked for help. They change it, rest or delete it whenever they like; nobody counts anything."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hours = models.PositiveIntegerField()  # free parts of a week, base/hours.py
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.GRID)
    only_emergencies = models.BooleanField(default=False)
    rests_until = models.DateField(null=True, blank=True)  # not asked through this day
    note = models.CharField(max_length=200, blank=True)  # what the desk should know: no stairs, a dog phobia
    changed_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="callouts_offer_has_hours_of_one_week", condition=Q(hours__gt=0, hours__lte=EVERY_HOUR)
            )
        ]
        indexes = [models.Index(fields=["community", "-changed_at"], name="callouts_offers")]


class OfferedSkill(BaseModel):
    """One thing that somebody can do."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="skills")
    skill = models.CharField(max_length=10, choices=Skill.choices)

    class Meta:
        constraints = [models.UniqueConstraint(name="callouts_offeredskill_named_once", fields=["offer", "skill"])]
        indexes = [models.Index(fields=["skill"], name="callouts_skills")]
