"""Where the rooms of the register stand in the desk's rail."""

from linli.core.people.web.imports import nav as imports

__all__ = ["imports"]
