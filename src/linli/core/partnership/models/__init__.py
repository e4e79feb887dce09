"""Needs, resources and projects: the three lists of a community; and its agreements with units (W6)."""

from linli.core.partnership.models.agreements import Agreement, Promise, Review
from linli.core.partnership.models.lists import ERASED, Need, Resource, Support
from linli.core.partnership.models.partners import Partner
from linli.core.partnership.models.projects import Judgement, Milestone, Part, Project

__all__ = [
    "ERASED",
    "Agreement",
    "Judgement",
    "Milestone",
    "Need",
    "Part",
    "Partner",
    "Project",
    "Promise",
    "Resource",
    "Review",
    "Support",
]
