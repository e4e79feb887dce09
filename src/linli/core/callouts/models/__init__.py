"""Who offers to help, and calls for help."""

from linli.core.callouts.models.callouts import Ask, CallOut
from linli.core.callouts.models.offers import Offer, OfferedSkill

__all__ = ["Ask", "CallOut", "Offer", "OfferedSkill"]
