"""Needs, resources and projects: the three lists of a community (W6)."""

from linli.core.partnership.models.lists import ERASED, Need, Resource, Support
from linli.core.partnership.models.projects import Judgement, Milestone, Part, Project

__all__ = ["ERASED", "Judgement", "Milestone", "Need", "Part", "Project", "Resource", "Support"]
