"""When a table that hardly ever changes has changed."""

from django.db import models


class Stamp(models.Model):
    """A number drawn anew by the database itself whenever a row of the table changes; no two are ever alike."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.BigIntegerField()
