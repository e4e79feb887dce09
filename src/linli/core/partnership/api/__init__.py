"""The three lists for programs; each module is one side, and `router` has them all."""

from linli.core.partnership.api import agreements, desk, projects
from linli.core.partnership.api.public import router

__all__ = ["agreements", "desk", "projects", "router"]
