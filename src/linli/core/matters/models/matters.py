"""A matter: what somebody needs, what is done about it, and how it ends."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import ScopedQuerySet
from linli.base.secrets import EncryptedTextField
from linli.core.areas.models import Area, PlacedModel
from linli.core.matters.enums import ENDED, HANDED_OUT, OPEN, EndingKind, MatterState, Rating, Urgency
from linli.core.matters.models.categories import Category
from linli.core.people.enums import Door
from linli.core.people.models import Person

ERASED = "(erased)"  # where words stood that were forgotten
MOST_EXTENSIONS = 2


class Matter(PlacedModel):
    """Something that somebody needs from the community, from the first word to its honest ending (W1).

    `place` is the grid, or the community while nobody knows the grid: never the door of the person who asks.
    `due_at` is when the next step must have happened, whoever has to take it; `due_from` and `due_days` say why then.
    """

    SEARCHED = ("title", "text", "address")

    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=60)
    text = models.TextField()
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)

    door = models.CharField(max_length=8, choices=Door.choices, default=Door.ONLINE)
    reporter = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="matters")
    contact_name = EncryptedTextField(null=True, blank=True)
    contact_phone = EncryptedTextField(null=True, blank=True)
    is_anonymous = models.BooleanField(default=False)
    hidden_from_handler = models.BooleanField(default=False)
    reported_by = models.CharField(max_length=80)  # the label of the actor who wrote it down
    consent_note = models.CharField(max_length=200, blank=True)  # how the person agreed when a worker wrote it down
    reported_at = models.DateTimeField()

    state = models.CharField(max_length=10, choices=MatterState.choices, default=MatterState.REPORTED)
    state_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    due_from = models.DateTimeField(null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)  # working days; empty when counted in hours

    handler = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=80, blank=True)  # the unit or office that has the power to act
    dispatched_at = models.DateTimeField(null=True, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    extension_days = models.PositiveSmallIntegerField(null=True, blank=True)  # asked for and not yet settled
    suspended_until = models.DateField(null=True, blank=True)  # why, and what deadline stood: the open `Pause`
    asked_at = models.DateTimeField(null=True, blank=True)  # a question waits for the person who asked

    reject_reason = models.CharField(max_length=400, blank=True)
    ending = models.CharField(max_length=12, choices=EndingKind.choices, blank=True)
    ending_text = models.TextField(blank=True)
    basis = models.CharField(max_length=400, blank=True)  # the law or the reason why it can't be done, in plain words
    handed_on_to = models.CharField(max_length=80, blank=True)
    answered_at_once = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True, blank=True, choices=Rating.choices)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed")
    # It was told together with another; its story begins there, and its key says where: keys sort by time.
    parted_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matters_matter_handed_out_has_a_handler",
                condition=~Q(state__in=sorted(HANDED_OUT)) | Q(handler__isnull=False),
            ),
            models.CheckConstraint(
                name="matters_matter_ended_has_one_honest_ending",
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False) & ~Q(ending="") & ~Q(ending_text="")
                | ~Q(state__in=sorted(ENDED)) & Q(ending="", ended_at=None),
            ),
            models.CheckConstraint(
                name="matters_matter_handed_on_says_to_whom",
                condition=Q(ending=EndingKind.HANDED_ON) & ~Q(handed_on_to="")
                | ~Q(ending=EndingKind.HANDED_ON) & Q(handed_on_to=""),
            ),
            models.CheckConstraint(
                name="matters_matter_not_possible_says_on_what_basis",
                condition=Q(ending=EndingKind.NOT_POSSIBLE) & ~Q(basis="")
                | ~Q(ending=EndingKind.NOT_POSSIBLE) & Q(basis=""),
            ),
            models.CheckConstraint(
                name="matters_matter_merged_says_into_which",
                condition=Q(state=MatterState.MERGED, merged_into__isnull=False)
                | ~Q(state=MatterState.MERGED) & Q(merged_into=None),
            ),
            models.CheckConstraint(
                name="matters_matter_rejected_has_a_reason",
                condition=~Q(state=MatterState.REJECTED) | ~Q(reject_reason=""),
            ),
            models.CheckConstraint(
                name="matters_matter_waiting_has_an_end",
                condition=Q(state=MatterState.SUSPENDED, suspended_until__isnull=False)
                | ~Q(state=MatterState.SUSPENDED) & Q(suspended_until=None),
            ),
            models.CheckConstraint(
                name="matters_matter_rated_only_when_closed",
                condition=Q(rating=None) | Q(state=MatterState.CLOSED, rating__gte=1, rating__lte=5),
            ),
            models.CheckConstraint(
                name="matters_matter_closed_has_a_moment",
                condition=Q(state=MatterState.CLOSED, closed_at__isnull=False)
                | ~Q(state=MatterState.CLOSED) & Q(closed_at=None),
            ),
            models.CheckConstraint(
                name="matters_matter_open_has_a_deadline",
                condition=Q(state__in=sorted(OPEN), due_at__isnull=False) | ~Q(state__in=sorted(OPEN)) & Q(due_at=None),
            ),
            models.CheckConstraint(
                name="matters_matter_verified_by_another_than_its_handler",
                condition=Q(verified_by=None) | ~Q(verified_by=F("handler")),
            ),
            models.CheckConstraint(
                name="matters_matter_extended_twice_at_most", condition=Q(extensions__lte=MOST_EXTENSIONS)
            ),
            models.CheckConstraint(
                name="matters_matter_anonymous_names_nobody",
                condition=Q(is_anonymous=False)
                | Q(reporter=None, contact_name__isnull=True, contact_phone__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "due_at"], name="matters_by_state"),
            models.Index(fields=["community", "-reported_at"], name="matters_newest"),
            models.Index(fields=["community", "category", "-reported_at"], name="matters_by_category"),
            models.Index(fields=["grid", "state", "due_at"], name="matters_of_a_grid"),
            models.Index(fields=["handler", "state", "due_at"], name="matters_of_a_handler"),
            models.Index(fields=["reporter", "-reported_at"], name="matters_of_a_reporter"),
            models.Index(
                fields=["due_at"],
                name="matters_that_time_moves",
                condition=Q(state__in=[MatterState.SUSPENDED, MatterState.FED_BACK, MatterState.VERIFIED]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done, by whomever."""
        return self.state in OPEN
