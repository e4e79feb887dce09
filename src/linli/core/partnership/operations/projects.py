"""Projects: proposed from needs and resources, agreed by all sides, led to a result that residents judge (W6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.files.models import StoredFile
from linli.base.outbox.events import publish
from linli.base.permissions import Actor, may, require
from linli.base.text import clean_words
from linli.base.workflow import step
from linli.core.partnership import events
from linli.core.partnership.enums import DONE, UNDER_WAY, ListState, PartnershipPermission, ResultTag
from linli.core.partnership.models import Milestone, Need, Part, Partner, Project, Resource
from linli.core.partnership.operations.settle import is_authors
from linli.core.partnership.queries import moves
from linli.core.people.enums import Door
from linli.core.people.models import Person

MOST_SIDES = 12


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a project begins with."""

    title: str
    text: str
    needs: Sequence[Need]
    resources: Sequence[Resource]
    lead: Person | None = None  # whoever proposes it, when nobody is named
    problem: str = ""
    budget_fen: int = 0
    funds: str = ""
    partner: Partner | None = None  # the unit that leads it


@transaction.atomic
def propose_project(*, plan: Plan, actor: Actor, now: datetime) -> Project:
    """Bring needs and resources together, and ask each side. Nothing begins before all of them have said yes."""
    things = [*plan.needs, *plan.resources]
    _check_sides(plan, things)
    lead: Person | None = plan.lead or getattr(actor, "person", None)
    if lead is None:
        raise Refused("lead-needed", _("Please say who leads it."), field="lead")
    first = things[0]
    grids = {thing.grid_id for thing in plan.needs}
    grid = plan.needs[0].grid if len(grids) == 1 else None
    project = Project(
        code=free_code(Project.objects),
        community=first.community,
        place=grid.path if grid else first.community.path,
        grid=grid,
        title=clean_words(plan.title, field="title", needed=_("Please give it a short title."), most=60),
        text=clean_words(plan.text, needed=_("Please say in a few words what is to happen.")),
        problem=clean_words(plan.problem, field="problem", most=80),
        budget_fen=plan.budget_fen,
        funds=clean_words(plan.funds, field="funds", most=120),
        lead=lead,
        partner=plan.partner,
        made_at=now,
        state_since=now,
    )
    if not _leads(project, actor):
        require(actor, PartnershipPermission.PROJECT, project)
    elif all(thing.partner_id != project.partner_id for thing in things):
        raise Refused("own-side", _("A unit leads a project in which it has a side of its own."), field="resources")
    project.save(force_insert=True)
    parts = [Part(project=project, need=need) for need in plan.needs]
    parts += [Part(project=project, resource=resource) for resource in plan.resources]
    if _leads(project, actor):  # whoever proposes it for the unit says yes for the unit's own side
        for part in parts:
            if part.thing.partner_id == project.partner_id:
                part.accepted_at, part.accepted_by, part.door = now, actor.label, Door.ONLINE
    Part.objects.bulk_create(parts)
    record("partnership.project.propose", project, actor=actor, now=now, data={"sides": len(parts)})
    publish(events.ProjectProposed(at=now, project_id=project.pk))
    return project


def _check_sides(plan: Plan, things: list[Any]) -> None:
    if not plan.needs or not plan.resources:
        raise Refused("two-sides", _("A project has two sides: at least one wish and one offer."), field="resources")
    if len(things) > MOST_SIDES:
        raise Refused("too-many-sides", _("Twelve sides are enough for one project."), field="resources")
    if len({thing.community_id for thing in things}) > 1:
        raise Refused("other-community", _("All sides of a project belong to one community."))
    if any(thing.state != ListState.OPEN for thing in things):
        raise Refused("not-on-the-list", _("One of them is not on the list any more. Please choose again."))


@transaction.atomic
def accept_part(*, part: Part, actor: Actor, now: datetime, door: str = Door.ONLINE) -> Project:
    """One side says yes: by themselves, or the desk notes what they said. The last yes makes it agreed."""
    project = _lock(part.project_id)
    if project.state != moves.S.PROPOSED:
        raise Refused("wrong-state", _("This project does not wait for a yes any more."))
    if not is_authors(actor, part.thing):
        require(actor, PartnershipPermission.PROJECT, project)
        if (part.thing.author_id or part.thing.partner_id) and door == Door.ONLINE:
            message = _("Please say how the person told you: by phone, at the counter …")
            raise Refused("door-needed", message, field="door")
    if not Part.objects.filter(pk=part.pk, accepted_at=None).update(
        accepted_at=now, accepted_by=actor.label, door=door
    ):
        return project
    part.accepted_at = now
    record("partnership.project.accept-side", project, actor=actor, now=now, data={"door": door})
    if not project.parts.filter(accepted_at=None).exists():
        _agree(project, actor, now)
    return project


def _agree(project: Project, actor: Actor, now: datetime) -> None:
    step(project, moves.AGREE, actor=actor, now=now, allowed=True)
    for thing in _things(project):
        if isinstance(thing, Need) or not thing.is_lasting:
            step(thing, moves.MATCH, actor=actor, now=now, allowed=True)
    publish(events.ProjectAgreed(at=now, project_id=project.pk))


@transaction.atomic
def start_project(*, project: Project, actor: Actor, now: datetime) -> Project:
    """It begins."""
    return step(project, moves.START, actor=actor, now=now, allowed=_leads(project, actor), started_at=now)


@transaction.atomic
def finish_project(
    *, project: Project, result: str, tags: Sequence[str], actor: Actor, now: datetime, photo: StoredFile | None = None
) -> Project:
    """Say what came of it, with a picture of the place and never of people; then residents judge it."""
    result = clean_words(result, field="result", needed=_("Please say what came of it."))
    if not set(tags) <= set(ResultTag.values):
        raise Refused("tag-unknown", _("Please choose from the list."), field="tags")
    told: dict[str, Any] = {f"is_{tag}": tag in tags for tag in ResultTag.values}
    told |= {"finished_at": now, "result": result, "photo": photo}
    step(project, moves.FINISH, actor=actor, now=now, allowed=_leads(project, actor), **told)
    for thing in _things(project):
        if thing.state == ListState.MATCHED:
            words = _("Through the project “%(title)s”.") % {"title": project.title}
            step(thing, moves.FULFIL, actor=actor, now=now, allowed=True, ended_words=words)
    publish(events.ProjectFinished(at=now, project_id=project.pk))
    return project


@transaction.atomic
def settle_project(*, project: Project, actor: Actor, now: datetime) -> Project:
    """The judging is over."""
    return step(project, moves.SETTLE, actor=actor, now=now)


@transaction.atomic
def publish_project(*, project: Project, actor: Actor, now: datetime) -> Project:
    """Everybody may read the result from now on, with how residents judged it when at least five did."""
    step(project, moves.TELL, actor=actor, now=now, published_at=now)
    publish(events.ProjectPublished(at=now, project_id=project.pk))
    return project


@transaction.atomic
def give_up_project(*, project: Project, words: str, actor: Actor, now: datetime) -> Project:
    """It will not come about, and why. What neighbours want stands on the list again."""
    words = clean_words(words, field="words", needed=_("Please say why; both sides read it."), most=400)
    _lock(project.pk)
    step(project, moves.GIVE_UP, actor=actor, now=now, allowed=_leads(project, actor), given_up_words=words)
    for thing in _things(project):
        if thing.state == ListState.MATCHED:
            step(thing, moves.UNMATCH, actor=actor, now=now, allowed=True)
    publish(events.ProjectGivenUp(at=now, project_id=project.pk))
    return project


@transaction.atomic
def add_milestone(*, project: Project, title: str, due_on: date, actor: Actor, now: datetime) -> Milestone:
    """A step of the project, with its day."""
    _need_lead(project, actor)
    if project.state not in UNDER_WAY:
        raise Refused("wrong-state", _("This project has ended."))
    title = clean_words(title, field="title", needed=_("Please say what is to be done."), most=80)
    milestone = Milestone.objects.create(project=project, title=title, due_on=due_on)
    record("partnership.project.add-step", project, actor=actor, now=now, data={"due": due_on.isoformat()})
    return milestone


@transaction.atomic
def reach_milestone(*, milestone: Milestone, actor: Actor, now: datetime) -> Milestone:
    """A step is done."""
    project = milestone.project
    _need_lead(project, actor)
    if project.state not in UNDER_WAY | DONE:
        raise Refused("wrong-state", _("This project has ended."))
    today = localdate(now)
    if Milestone.objects.filter(pk=milestone.pk, done_on=None).update(done_on=today):
        milestone.done_on = today
        record("partnership.project.reach-step", project, actor=actor, now=now)
    return milestone


def _leads(project: Project, actor: Actor) -> bool:
    """Whether a unit leads it, and the actor speaks for that unit."""
    return project.partner is not None and may(actor, PartnershipPermission.SPEAK, project.partner)


def _need_lead(project: Project, actor: Actor) -> None:
    if not _leads(project, actor):
        require(actor, PartnershipPermission.PROJECT, project)


def _lock(pk: Any) -> Project:
    return Project.objects.select_for_update().get(pk=pk)


def _things(project: Project) -> list[Need | Resource]:
    parts = Part.objects.filter(project=project).select_related("need", "resource")
    return [part.thing for part in parts]
