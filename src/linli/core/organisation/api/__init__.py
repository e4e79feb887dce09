"""Organisations for programs; each module is one part, and `router` has them all."""

from linli.core.organisation.api.elections import router as elections
from linli.core.organisation.api.registers import router

router.add_router("", elections)

__all__ = ["router"]
