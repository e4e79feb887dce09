"""A need and what can be given, brought together, from the proposal to the result that everybody may read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.files.models import StoredFile
from linli.base.models import BaseModel, ScopedQuerySet
from linli.core.areas.models import Area, PlacedModel
from linli.core.partnership.enums import DONE, ProjectState
from linli.core.partnership.models.lists import Need, Resource
from linli.core.partnership.models.partners import Partner
from linli.core.people.enums import Door, Rating
from linli.core.people.models import Person


class Project(PlacedModel):
    """Neighbours' needs and what was given for them, with days, a result and a word of the residents (W6, G8)."""

    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=60)
    text = models.TextField()
    problem = models.CharField(max_length=80, blank=True)  # the problem of the year that it answers (G8)
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(  # the unit that leads it
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    budget_fen = models.PositiveBigIntegerField(default=0)
    funds = models.CharField(max_length=120, blank=True)  # where the money comes from
    made_at = models.DateTimeField()

    state = models.CharField(max_length=14, choices=ProjectState.choices, default=ProjectState.PROPOSED)
    state_since = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    photo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_peace = models.BooleanField(default=False)
    is_civility = models.BooleanField(default=False)
    is_happiness = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    given_up_words = models.CharField(max_length=400, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partnership_project_done_has_a_result",
                condition=~Q(state__in=sorted(DONE)) | Q(finished_at__isnull=False) & ~Q(result=""),
            ),
            models.CheckConstraint(
                name="partnership_project_given_up_says_why",
                condition=~Q(state=ProjectState.WITHDRAWN) | ~Q(given_up_words=""),
            ),
            models.CheckConstraint(
                name="partnership_project_published_has_a_moment",
                condition=~Q(state=ProjectState.PUBLISHED) | Q(published_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-made_at"], name="partnership_projects"),
            models.Index(fields=["grid", "state"], name="partnership_projects_of_grid"),
        ]

    def __str__(self) -> str:
        return self.title


class Part(BaseModel):
    """One side of a project: a need or a resource, and when it said yes. Nobody is ever assigned."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parts")
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    resource = models.ForeignKey(Resource, null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=80, blank=True)
    door = models.CharField(max_length=8, choices=Door.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partnership_part_is_a_need_or_a_resource",
                condition=Q(need=None, resource__isnull=False) | Q(need__isnull=False, resource=None),
            ),
            models.UniqueConstraint(name="partnership_part_names_a_need_once", fields=["project", "need"]),
            models.UniqueConstraint(name="partnership_part_names_a_resource_once", fields=["project", "resource"]),
        ]

    @property
    def thing(self) -> Need | Resource:
        """The need or the resource."""
        found = self.need or self.resource
        assert found is not None  # noqa: S101 -- a constraint says so
        return found


class Milestone(BaseModel):
    """A step of a project with its day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=80)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["project", "due_on"], name="partnership_steps")]


class Judgement(BaseModel):
    """How one resident judges a result (E-15). Shown only together with at least four others."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="judgements")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    rating = models.PositiveSmallIntegerField(choices=Rating.choices)
    words = models.CharField(max_length=400, blank=True)  # read at the desk, without a name
    door = models.CharField(max_length=8, choices=Door.choices, default=Door.ONLINE)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="partnership_judgement_one_a_person", fields=["project", "person"]),
            models.CheckConstraint(name="partnership_judgement_has_five_levels", condition=Q(rating__range=(1, 5))),
        ]
