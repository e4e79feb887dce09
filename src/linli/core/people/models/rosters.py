"""What a roster said of somebody when it was last brought in."""

from __future__ import annotations

from django.db import models

from linli.base.models import BaseModel
from linli.core.areas.models import Area
from linli.core.people.models.persons import Person


class RosterLine(BaseModel):
    """The cells of one person in one roster, numbers only as keyed hashes.

    The next import compares with it: a cell that the file did not change is not written again, so that what was
    corrected by hand in the meantime stays corrected.
    """

    COMMUNITY = "community"

    community = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    roster = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roster_lines")
    door = models.CharField(max_length=200, blank=True)  # the address as the file wrote it
    told = models.TextField()  # JSON: the cells in a fixed order

    class Meta:
        constraints = [
            models.UniqueConstraint(name="people_rosterline_one_per_person", fields=["person", "roster"]),
        ]
        indexes = [models.Index(fields=["community", "roster"], name="roster_lines_of_a_community")]
