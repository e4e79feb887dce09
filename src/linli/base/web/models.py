"""What one person keeps of a list, and what was taken away from one."""

from __future__ import annotations

from django.db import models

from linli.base.models import BaseModel, PlaceField, ScopedQuerySet


class SavedView(BaseModel):
    """A list as one person likes to see it: its filters, its order and its columns, under a name of their own."""

    owner_id = models.UUIDField()  # a person; base knows no table of people
    list_key = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "list_key", "name"], name="web_saved_view_names_differ_within_a_list"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ListExport(BaseModel):
    """Rows of a list that somebody took away as a spreadsheet: for whom, what for, until when."""

    owner_id = models.UUIDField()
    place = PlaceField()
    list_key = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    columns = models.JSONField(default=list)
    whom = models.CharField(max_length=120)
    what_for = models.CharField(max_length=200)
    until = models.DateField()
    created_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="web_list_export_says_for_whom_and_what_for", condition=~models.Q(whom="") & ~models.Q(what_for="")
            )
        ]
        indexes = [models.Index(fields=["place", "-created_at"], name="web_exports_of_one_place")]
