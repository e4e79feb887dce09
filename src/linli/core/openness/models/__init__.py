"""What everybody may see, and the programs that connect."""

from linli.core.openness.models.clients import ClientApp
from linli.core.openness.models.hooks import Hook, Parcel
from linli.core.openness.models.months import OpenMonth

__all__ = ["ClientApp", "Hook", "OpenMonth", "Parcel"]
