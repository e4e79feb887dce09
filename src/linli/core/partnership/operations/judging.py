"""How residents judge the result of a project: five levels, one word a person, changed as long as judging is open."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.core.partnership.enums import PartnershipPermission, ProjectState
from linli.core.partnership.models import Judgement, Project
from linli.core.people.enums import Door, Rating
from linli.core.people.models import Person


@transaction.atomic
def judge_project(
    *, project: Project, rating: int, actor: Actor, now: datetime, words: str = "", person: Person | None = None,
    door: str = Door.ONLINE,
) -> Judgement:  # fmt: skip
    """A resident says how it turned out. Nobody sees whose word it was; the average shows from five words on."""
    if rating not in Rating.values:
        raise Refused("rating-needed", _("Please choose one of the five."), field="rating")
    if project.state != ProjectState.FINISHED:
        raise Refused("wrong-state", _("The judging of this project is not open."))
    whose, community = _whose(project, actor, person, door)
    if community != project.community_id:
        raise Refused("other-community", _("Only neighbours of this community judge here."))
    said = {"rating": rating, "words": clean_words(words, field="words", most=400), "door": door, "at": now}
    judgement, _made = Judgement.objects.update_or_create(project=project, person_id=whose, defaults=said)
    if person:
        record("partnership.project.judge-for", project, actor=actor, now=now, data={"door": door})
    return judgement


def _whose(project: Project, actor: Actor, person: Person | None, door: str) -> tuple[UUID, UUID | None]:
    if person is not None:
        require(actor, PartnershipPermission.GATHER, project)
        if door == Door.ONLINE:
            message = _("Please say how the person told you: by phone, at the counter …")
            raise Refused("door-needed", message, field="door")
        return person.pk, person.community_id
    own: Person | None = getattr(actor, "person", None)
    if own is None:
        raise Refused("sign-in", _("Please sign in first, or call us: we note it for you."))
    myself: UUID = getattr(actor, "self_id", own.pk)
    return myself, own.community_id
