"""The tables of this room."""

from linli.core.dues.models.dues import Assessment, Due
from linli.core.dues.models.money import HandUp, Payment, PaymentPart, YearNotice

__all__ = ["Assessment", "Due", "HandUp", "Payment", "PaymentPart", "YearNotice"]
