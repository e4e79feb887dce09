"""The tables of this room."""

from linli.core.admission.models.admissions import Admission, Companion, Entry
from linli.core.admission.models.transfers import Transfer

__all__ = ["Admission", "Companion", "Entry", "Transfer"]
