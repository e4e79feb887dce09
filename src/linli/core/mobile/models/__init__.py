"""Times away, guests, and the contacts meanwhile."""

from linli.core.mobile.models.stays import Contact, Stay

__all__ = ["Contact", "Stay"]
