"""Matters for programs; each module is one part, and `router` has them all."""

from linli.core.matters.api.apart import router as apart
from linli.core.matters.api.hand_overs import router as hand_overs
from linli.core.matters.api.intake import router as intake
from linli.core.matters.api.matters import router
from linli.core.matters.api.recurrences import router as recurrences
from linli.core.matters.api.reviews import router as reviews
from linli.core.matters.api.work import router as work

router.add_router("", apart)
router.add_router("", intake)
router.add_router("", work)

__all__ = ["hand_overs", "recurrences", "reviews", "router"]
