"""By when each step is due: rules as rows, what was promised as rows, and the times at which a clock stood still."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.i18n import in_language
from linli.base.models import BaseModel, LedgerModel, together
from linli.base.triggers import EVERY_ROW
from linli.core.areas.models import Area
from linli.core.matters.enums import ClockKind, ClockUnit, PauseReason, ReminderLevel, Urgency
from linli.core.matters.models.categories import Category
from linli.core.matters.models.matters import Matter

RUNNING = Q(met_at=None, stopped_at=None)


class ClockRule(BaseModel):
    """How long a step may take (E-14): for everything, for an urgency, for a kind of matter, in one community."""

    REMEMBERED = EVERY_ROW

    kind = models.CharField(max_length=8, choices=ClockKind.choices)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="clock_rules")
    community = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency.choices, blank=True)
    value = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=3, choices=ClockUnit.choices)
    source_zh = models.CharField(max_length=80, blank=True)  # where the rule comes from
    source_en = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matters_clockrule_one_for_everything",
                fields=["kind", "urgency"],
                condition=Q(category=None, community=None),
            ),
            models.UniqueConstraint(
                name="matters_clockrule_one_for_each_category",
                fields=["kind", "urgency", "category"],
                condition=Q(category__isnull=False, community=None),
            ),
            models.UniqueConstraint(
                name="matters_clockrule_one_for_each_category_in_a_community",
                fields=["kind", "urgency", "category", "community"],
                condition=Q(category__isnull=False, community__isnull=False),
            ),
            models.CheckConstraint(
                name="matters_clockrule_of_a_community_names_a_category",
                condition=Q(community=None) | Q(category__isnull=False),
            ),
            models.CheckConstraint(name="matters_clockrule_leaves_some_time", condition=Q(value__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value} {self.unit}"

    @property
    def place(self) -> str:
        """What all share lies at the root; what a community decided for itself lies there."""
        return self.community.path if self.community else "/"


class MatterClock(BaseModel):
    """One clock of one matter: what was promised, by which rule, and whether it was kept."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=8, choices=ClockKind.choices)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    value = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=3, choices=ClockUnit.choices)
    extended_days = models.PositiveSmallIntegerField(default=0)
    has_paused = models.BooleanField(default=False)  # a `Pause` says why and how long
    source_zh = models.CharField(max_length=80, blank=True)
    source_en = models.CharField(max_length=120, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)  # nobody waits for it any more

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matters_matterclock_one_running_of_each_kind", fields=["matter", "kind"], condition=RUNNING
            ),
            models.CheckConstraint(
                name="matters_matterclock_met_or_stopped_not_both", condition=Q(met_at=None) | Q(stopped_at=None)
            ),
            models.CheckConstraint(
                name="matters_matterclock_due_after_it_started", condition=Q(due_at__gte=F("started_at"))
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="matters_running_clocks", condition=RUNNING)]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at}"

    @property
    def is_running(self) -> bool:
        """Whether somebody still waits for it."""
        return self.met_at is None and self.stopped_at is None

    @property
    def days(self) -> int | None:
        """All working days with those that were given later; nothing when it is counted in hours."""
        return self.value + self.extended_days if self.unit == ClockUnit.WORKING_DAYS else None

    @property
    def source(self) -> str:
        """Where the rule comes from, in the reader's language."""
        return in_language(self, "source")


class Pause(BaseModel):
    """A time during which the clock of the ending stood still, for a reason that the person who asked can read."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=12, choices=PauseReason.choices)
    from_at = models.DateTimeField()
    until_on = models.DateField()  # no pause without an end
    due_before = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    due_after = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="matters_pause_one_at_a_time", fields=["matter"], condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="matters_pause_that_ended_says_until_when", condition=together("ended_at", "due_after")
            ),
            models.CheckConstraint(
                name="matters_pause_never_shortens",
                condition=Q(due_after=None) | Q(due_after__gte=F("due_before"), ended_at__gte=F("from_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.from_at}"


class Reminder(LedgerModel):
    """That somebody was told of a deadline: once for each step of lateness."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=8, choices=ClockKind.choices)
    level = models.CharField(max_length=10, choices=ReminderLevel.choices)
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                name="matters_reminder_once_for_each_deadline", fields=["matter", "kind", "level", "due_at"]
            )
        ]
