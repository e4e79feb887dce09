"""Whistles: the calls that a leader makes to departments, and how these answer."""

from linli.core.whistles.models.departments import Department
from linli.core.whistles.models.whistles import Call, Whistle, WhistleEntry

__all__ = ["Call", "Department", "Whistle", "WhistleEntry"]
