"""Imports, what they leave to settle, and the mappings that are remembered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.models import BaseModel, PlaceField, ScopedQuerySet
from linli.base.secrets import EncryptedTextField
from linli.base.sheets.enums import FindingState, ImportState, Settlement
from linli.base.sheets.rosters import KINDS, FindingKind

UNKNOWN_KIND = FindingKind("unknown", "?", "", "")


class Import(BaseModel):
    """One file that was brought in, and what came of it. The file itself is thrown away once it was taken in."""

    COMMUNITY = "community_id"

    community_id = models.UUIDField()  # the kernel knows no communities: only their keys
    place = PlaceField()
    kind = models.CharField(max_length=40)  # a key of rosters.ROSTERS
    name = models.CharField(max_length=200)  # the file's name
    path = models.CharField(max_length=300, blank=True)  # below LINLI_HOME while the file is kept
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    state_since = models.DateTimeField()
    choices = models.JSONField(default=dict, blank=True)  # {"name": "居民姓名"}: what a person said of the columns
    counts = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=list, blank=True)
    message = models.CharField(max_length=400, blank=True)  # the refusal, when there was one
    job_id = models.UUIDField(null=True, blank=True)
    by = models.CharField(max_length=160)
    by_person_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Import]] = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sheets_import_refused_says_why", condition=~Q(state=ImportState.REFUSED) | ~Q(message="")
            )
        ]
        indexes = [models.Index(fields=["community_id", "-created_at"], name="imports_of_a_community")]

    def __str__(self) -> str:
        return self.name


class FindingQuerySet(ScopedQuerySet["Finding"]):
    """Doubtful cells."""

    def open(self) -> FindingQuerySet:
        """Those that somebody still has to look at."""
        return self.filter(state=FindingState.OPEN)


class Finding(BaseModel):
    """A doubtful cell: where it stands in the spreadsheet, what was read, what was done and why."""

    COMMUNITY = "community_id"

    community_id = models.UUIDField()
    place = PlaceField()
    roster = models.CharField(max_length=40)
    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="findings")  # the run that saw it last
    kind = models.CharField(max_length=40)  # a key of rosters.KINDS
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()  # as the spreadsheet shows it
    column = models.CharField(max_length=80, blank=True)
    read = EncryptedTextField(blank=True, default="")
    params = models.JSONField(default=dict, blank=True)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    key = models.CharField(max_length=64)  # the same doubt in every run
    position = models.PositiveIntegerField(default=0)  # the order in which the file tells it
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    state_since = models.DateTimeField()
    settlement = models.CharField(max_length=10, choices=Settlement.choices, blank=True)
    note = models.CharField(max_length=400, blank=True)
    settled_by = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Finding]] = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sheets_finding_told_once", fields=["community_id", "roster", "key"]),
            models.CheckConstraint(
                name="sheets_finding_settled_by_somebody",
                condition=Q(state=FindingState.SETTLED) & ~Q(settlement="") & ~Q(settled_by="")
                | ~Q(state=FindingState.SETTLED) & Q(settlement=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "state", "kind"], name="findings_to_settle"),
            models.Index(fields=["subject_id"], name="findings_about_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}: {self.kind}"

    @property
    def about(self) -> FindingKind:
        """The words for this kind of doubt."""
        return KINDS.get(self.kind, UNKNOWN_KIND)

    @property
    def done(self) -> str:
        """What was done about the cell, in the reader's language."""
        return str(self.about.done) % self.params

    @property
    def why(self) -> str:
        """Why the cell is doubtful, in the reader's language."""
        return str(self.about.why) % self.params


class Mapping(BaseModel):
    """What a community said of a header, so that it need not say it again next year."""

    community_id = models.UUIDField()
    roster = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=24)
    choices = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sheets_mapping_one_per_header", fields=["community_id", "roster", "fingerprint"]
            )
        ]
