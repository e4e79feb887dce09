"""What people uploaded and what the program made for them to download."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.base.models import BaseModel, PlaceField, ScopedQuerySet, together


class FileKind(models.TextChoices):
    PHOTO = "photo", _("Photo")
    RECORDING = "recording", _("Voice note")
    DOCUMENT = "document", _("Document")
    RESULT = "result", pgettext_lazy("file", "Made here")


class StoredFile(BaseModel):
    """One file on the disk. It has no public address: a room hands it out after asking who may see its owner."""

    place = PlaceField()
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    name = models.CharField(max_length=120)  # as it was called where it came from, made harmless
    media_type = models.CharField(max_length=100)  # as its first bytes say, never as the sender says
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    path = models.CharField(max_length=80)  # below MEDIA_ROOT: "2026/11/018f….jpg"
    small_path = models.CharField(max_length=80, blank=True)  # the small picture of a photo
    owner_type = models.CharField(max_length=80, null=True, blank=True)  # "matters.matter"
    owner_id = models.UUIDField(null=True, blank=True)
    uploaded_by = models.CharField(max_length=160)  # the label of an actor
    uploaded_at = models.DateTimeField()
    keep_until = models.DateTimeField(null=True, blank=True)  # then the bytes are erased by themselves
    ended_at = models.DateTimeField(null=True, blank=True)  # the bytes are erased, the row says that they were there

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="files_storedfile_owner_is_whole", condition=together("owner_type", "owner_id")
            ),
            models.CheckConstraint(
                name="files_storedfile_photo_has_measures",
                condition=~Q(kind=FileKind.PHOTO) | Q(width__isnull=False, height__isnull=False),
            ),
            models.UniqueConstraint(fields=["path"], name="files_storedfile_lies_alone"),
        ]
        indexes = [
            models.Index(fields=["owner_type", "owner_id"], name="files_of_one_owner"),
            models.Index(
                fields=["keep_until"], name="files_to_erase", condition=Q(ended_at=None, keep_until__isnull=False)
            ),
        ]

    @property
    def location(self) -> Path:
        """Where the bytes lie."""
        return Path(settings.MEDIA_ROOT, self.path)

    @property
    def small_location(self) -> Path:
        """Where the small picture lies; the file itself when there is none."""
        return Path(settings.MEDIA_ROOT, self.small_path or self.path)
