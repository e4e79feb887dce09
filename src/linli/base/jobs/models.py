"""Long work: one row that says what is asked, how far it is and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.files.models import StoredFile
from linli.base.models import BaseModel, PlaceField, ScopedQuerySet


class JobState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = frozenset({JobState.QUEUED, JobState.RUNNING})


class Job(BaseModel):
    """A piece of long work that a worker does and a person watches."""

    kind = models.CharField(max_length=80)  # "people.import"
    place = PlaceField()
    person_id = models.UUIDField(null=True, blank=True)  # who asked for it; a job of the schedule has nobody
    started_by = models.CharField(max_length=160)  # the label of an actor
    language = models.CharField(max_length=10, blank=True)  # of the person who reads what came of it
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    state_since = models.DateTimeField()
    params = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # 0: not known yet
    message = models.CharField(max_length=400, blank=True)  # what is being done now, or what came of it
    error = models.CharField(max_length=1000, blank=True)  # why it failed, for the person who asked
    result = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.JSONField(default=dict)  # figures of the result, for pages and programs
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_until = models.DateTimeField(null=True, blank=True)  # the lease: later than this, another worker takes it up
    taken_by = models.UUIDField(null=True, blank=True)  # the run that holds the lease
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="jobs_job_running_is_held",
                condition=Q(state=JobState.RUNNING, taken_until__isnull=False, taken_by__isnull=False)
                | ~Q(state=JobState.RUNNING) & Q(taken_until=None, taken_by=None),
            ),
            models.CheckConstraint(
                name="jobs_job_ended_has_a_moment",
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at=None)
                | Q(state__in=[JobState.DONE, JobState.FAILED, JobState.CANCELLED], finished_at__isnull=False),
            ),
            models.CheckConstraint(name="jobs_job_done_at_most_all", condition=Q(total=0) | Q(done__lte=F("total"))),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="jobs_open", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["person_id", "-created_at"], name="jobs_of_one_person"),
            models.Index(fields=["place", "-created_at"], name="jobs_of_one_place"),
        ]

    @property
    def percent(self) -> int | None:
        """How far it is; None while nobody knows how much there is to do."""
        return self.done * 100 // self.total if self.total else None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
