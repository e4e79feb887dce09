"""What one person keeps of a list."""

from __future__ import annotations

from django.db import models

from linli.base.models import BaseModel


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
