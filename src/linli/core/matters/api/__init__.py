"""Matters for programs; each module is one part, and `router` has them all."""

from linli.core.matters.api.matters import router

__all__ = ["router"]
