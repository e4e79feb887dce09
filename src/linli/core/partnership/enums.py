"""The words of what neighbours want and can give, and of what units and the community promise each other."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy


class PartnershipPermission(StrEnum):
    """What somebody may do with needs, resources and projects at a place."""

    VIEW = "partnership.commons.view"  # read the lists at the desk, also what nobody has looked at yet
    GATHER = "partnership.commons.gather"  # write down a wish, an offer or a press for somebody
    PUBLISH = "partnership.commons.publish"  # look at what came in, make it public, take it off the list
    PROJECT = "partnership.project.run"  # bring needs and resources together, lead it to its end
    EXPORT = "partnership.commons.export"  # take a list out, for a purpose and until a day
    AGREEMENT_VIEW = "partnership.agreement.view"  # read agreements with units, their promises and reviews at the desk
    AGREEMENT_LEAD = "partnership.agreement.lead"  # write them, keep the community's side, note what a unit said
    AGREEMENT_SIGN = "partnership.agreement.sign"  # sign them for the community
    SPEAK = "partnership.unit.speak"  # see what concerns one unit, and say yes, promise, prove and sign for it


class NeedKind(models.TextChoices):
    """What many of us would like, and nobody is to blame for."""

    FACILITY = "facility", pgettext_lazy("kind of need", "Something built or set up")
    ROOM = "room", pgettext_lazy("kind of need", "A room to use")
    LEARNING = "learning", pgettext_lazy("kind of need", "Somebody to teach us")
    ACTIVITY = "activity", pgettext_lazy("kind of need", "Something to do together")
    HELP = "help", pgettext_lazy("kind of need", "A hand or company")
    THING = "thing", pgettext_lazy("kind of need", "A thing to use or to have")
    OTHER = "other", pgettext_lazy("kind of need", "Something else")


class ResourceKind(models.TextChoices):
    """What somebody can give."""

    ROOM = "room", pgettext_lazy("kind of resource", "A room")
    SKILL = "skill", pgettext_lazy("kind of resource", "A skill")
    TIME = "time", pgettext_lazy("kind of resource", "Time")
    THING = "thing", pgettext_lazy("kind of resource", "A thing")
    MONEY = "money", pgettext_lazy("kind of resource", "Material or a cost taken over")


# Which resources can serve a need at all: the first reason of a match.
SERVES: dict[str, tuple[str, ...]] = {
    NeedKind.FACILITY: (ResourceKind.MONEY, ResourceKind.THING, ResourceKind.SKILL),
    NeedKind.ROOM: (ResourceKind.ROOM,),
    NeedKind.LEARNING: (ResourceKind.SKILL, ResourceKind.TIME),
    NeedKind.ACTIVITY: (ResourceKind.ROOM, ResourceKind.SKILL, ResourceKind.TIME, ResourceKind.MONEY),
    NeedKind.HELP: (ResourceKind.TIME, ResourceKind.SKILL),
    NeedKind.THING: (ResourceKind.THING, ResourceKind.MONEY),
    NeedKind.OTHER: tuple(ResourceKind.values),
}


class GiverKind(models.TextChoices):
    """Who gives: a side of a project is a person, or a body with a name."""

    RESIDENT = "resident", pgettext_lazy("giver", "A neighbour")
    SHOP = "shop", pgettext_lazy("giver", "A shop")
    UNIT = "unit", pgettext_lazy("giver", "A unit of the neighbourhood")
    GROUP = "group", pgettext_lazy("giver", "A group or association")
    COMMUNITY = "community", pgettext_lazy("giver", "The community itself")


BODIES = frozenset(GiverKind) - {GiverKind.RESIDENT}


class ListState(models.TextChoices):
    """Where a need or a resource stands (W6). Nothing is public before somebody has looked at it."""

    RECEIVED = "received", pgettext_lazy("state of a need", "To be looked at")
    OPEN = "open", pgettext_lazy("state of a need", "On the list")
    MATCHED = "matched", pgettext_lazy("state of a need", "In a project")
    FULFILLED = "fulfilled", pgettext_lazy("state of a need", "Come true")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a need", "Taken back")


PUBLIC = frozenset({ListState.OPEN, ListState.MATCHED, ListState.FULFILLED})
ASKED_FOR = frozenset({ListState.OPEN, ListState.MATCHED})  # what can be supported
LIVE = frozenset({ListState.RECEIVED, ListState.OPEN, ListState.MATCHED})


class ProjectState(models.TextChoices):
    """Where a project stands (W6)."""

    PROPOSED = "proposed", pgettext_lazy("state of a project", "Proposed")
    BOTH_ACCEPTED = "both_accepted", pgettext_lazy("state of a project", "Both sides agree")
    RUNNING = "running", pgettext_lazy("state of a project", "Under way")
    FINISHED = "finished", pgettext_lazy("state of a project", "Done, your word please")
    RATED = "rated", pgettext_lazy("state of a project", "Judged")
    PUBLISHED = "published", pgettext_lazy("state of a project", "Result published")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a project", "Given up")


P = ProjectState
SHOWN_PROJECTS = frozenset({P.BOTH_ACCEPTED, P.RUNNING, P.FINISHED, P.RATED, P.PUBLISHED})
UNDER_WAY = frozenset({P.PROPOSED, P.BOTH_ACCEPTED, P.RUNNING})
DONE = frozenset({P.FINISHED, P.RATED, P.PUBLISHED})


class ResultTag(models.TextChoices):
    """What a result is for (G9): a peaceful, a civil, a happy community."""

    PEACE = "peace", pgettext_lazy("result", "Peace")
    CIVILITY = "civility", pgettext_lazy("result", "Civility")
    HAPPINESS = "happiness", pgettext_lazy("result", "Happiness")


class Side(models.TextChoices):
    """Who promises, tells or signs."""

    COMMUNITY = "community", pgettext_lazy("side of an agreement", "The community")
    UNIT = "unit", pgettext_lazy("side of an agreement", "The unit")

    @property
    def other(self) -> Side:
        return Side.UNIT if self == Side.COMMUNITY else Side.COMMUNITY


class AgreementState(models.TextChoices):
    """Where an agreement of co-construction stands (W6)."""

    DRAFT = "draft", pgettext_lazy("state of an agreement", "Being written")
    NEGOTIATED = "negotiated", pgettext_lazy("state of an agreement", "To be signed")
    SIGNED = "signed", pgettext_lazy("state of an agreement", "Signed, begins later")
    IN_FORCE = "in_force", pgettext_lazy("state of an agreement", "In force")
    REVIEWED = "reviewed", pgettext_lazy("state of an agreement", "In force, looked through")
    RENEWED = "renewed", pgettext_lazy("state of an agreement", "Renewed by the next one")
    ENDED = "ended", pgettext_lazy("state of an agreement", "Ended")


A = AgreementState
VALID = frozenset({A.IN_FORCE, A.REVIEWED})
UNSIGNED = frozenset({A.DRAFT, A.NEGOTIATED})
LIVE_AGREEMENTS = VALID | UNSIGNED | {A.SIGNED}
SIGNED_BY_BOTH = VALID | {A.SIGNED, A.RENEWED}


class PromiseKind(models.TextChoices):
    """What an agreement may promise (B-1)."""

    LINK = "link", pgettext_lazy("kind of promise", "Party life together")
    ROOM = "room", pgettext_lazy("kind of promise", "A room or yard opened")
    PEOPLE = "people", pgettext_lazy("kind of promise", "People and skills")
    ACTIVITY = "activity", pgettext_lazy("kind of promise", "Something done together")
    THING = "thing", pgettext_lazy("kind of promise", "Things or means")
    OTHER = "other", pgettext_lazy("kind of promise", "Something else")


class PromiseState(models.TextChoices):
    """Where one promise of an agreement stands. How it ended is what both sides say, never one alone."""

    PROPOSED = "proposed", pgettext_lazy("state of a promise", "Proposed")
    OPEN = "open", pgettext_lazy("state of a promise", "Promised")
    SHOWN = "shown", pgettext_lazy("state of a promise", "Shown, the other side looks")
    KEPT = "kept", pgettext_lazy("state of a promise", "Kept")
    PARTLY = "partly", pgettext_lazy("state of a promise", "Kept in part")
    MISSED = "missed", pgettext_lazy("state of a promise", "Did not come about")
    REPLACED = "replaced", pgettext_lazy("state of a promise", "Put in other words")
    DROPPED = "dropped", pgettext_lazy("state of a promise", "Let go by both")


K = PromiseState
OUTCOMES = frozenset({K.KEPT, K.PARTLY, K.MISSED})
PENDING = frozenset({K.OPEN, K.SHOWN})
COUNTED = PENDING | OUTCOMES  # what a side has promised, however it ends
