"""How endings are judged: the judgement, what follows a bad one, and the question four weeks later."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import LedgerModel, ScopedQuerySet
from linli.core.areas.models import PlacedModel
from linli.core.matters.enums import REVIEW_LIVE, ReviewState, StillAnswer
from linli.core.matters.models.categories import Category
from linli.core.matters.models.matters import Matter
from linli.core.matters.models.story import Entry
from linli.core.people.enums import Door, Rating
from linli.core.people.models import Person


class Judgement(PlacedModel):
    """How somebody judged an ending: voluntary, once for each ending (E-15). Their words are in the entry."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="judgements")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="judgement")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(choices=Rating.choices)
    reasons = models.JSONField(default=list)  # values of JudgeReason
    may_show = models.BooleanField(default=False)  # their words may be shown to everybody, without a name
    answer = models.TextField(blank=True)  # what the community answers to their words, for everybody
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matters_judgement_answered_says_what_and_when",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["community", "-at"], name="matters_judged")]

    def __str__(self) -> str:
        return str(self.get_rating_display())


class BadReview(PlacedModel):
    """What follows a bad judgement, step by step, until somebody has called back (W18).

    `about` is whose work was judged: they take no step in it but putting it right.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="reviews")
    judgement = models.OneToOneField(Judgement, on_delete=models.PROTECT, related_name="review")
    about = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ReviewState.choices, default=ReviewState.RECEIVED)
    state_since = models.DateTimeField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    doubted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_reader = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rectifier = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matters_badreview_one_live_for_each_matter",
                fields=["matter"],
                condition=Q(state__in=sorted(REVIEW_LIVE)),
            ),
            models.CheckConstraint(
                name="matters_badreview_invalid_has_two_readers",
                condition=~Q(state=ReviewState.INVALID)
                | Q(doubted_by__isnull=False, second_reader__isnull=False) & ~Q(doubted_by=F("second_reader")),
            ),
            models.CheckConstraint(
                name="matters_badreview_nobody_verifies_their_own_work",
                condition=Q(verified_by=None) | Q(about=None) | ~Q(verified_by=F("about")),
            ),
            models.CheckConstraint(
                name="matters_badreview_rectifying_has_somebody_who_does_it",
                condition=~Q(state__in=[ReviewState.RECTIFYING, ReviewState.RECTIFIED]) | Q(rectifier__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["community", "state", "due_at"], name="matters_reviews")]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def is_live(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in REVIEW_LIVE


class ReviewStep(LedgerModel):
    """One step of following a bad judgement: who did what, in their words. For workers alone."""

    review = models.ForeignKey(BadReview, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["review", "id"], name="matters_review_steps")]


class FollowUp(PlacedModel):
    """Four weeks after the end, one question: is it still so? Asked once for each matter, answered by whoever asked."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="follow_up")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=4, choices=StillAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    door = models.CharField(max_length=8, choices=Door.choices, default=Door.ONLINE)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matters_followup_answered_says_what_and_when",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["community", "-asked_at"], name="matters_follow_ups")]

    def __str__(self) -> str:
        return str(self.matter)
