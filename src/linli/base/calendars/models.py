"""Days that the office decided differently from the table that comes with the program."""

from django.db import models

from linli.base.models import BaseModel
from linli.base.triggers import EVERY_ROW


class Holiday(BaseModel):
    """One day that is free or worked, whatever its weekday and the built-in table say."""

    REMEMBERED = EVERY_ROW

    place = "/"  # a calendar holds for everybody: who changes it holds the right at the root

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)  # the notice that decided it

    def __str__(self) -> str:
        return f"{self.day} {self.name_zh}"
