"""Calls for help for programs; each module is one side, and `router` has both."""

from linli.core.callouts.api import desk
from linli.core.callouts.api.own import router

__all__ = ["desk", "router"]
