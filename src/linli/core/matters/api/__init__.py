"""Matters for programs; each module is one part, and `router` has them all."""

from linli.core.matters.api.intake import router as intake
from linli.core.matters.api.matters import router

router.add_router("", intake)

__all__ = ["router"]
