"""Agreements of co-construction: what a unit and the community promise each other, and how each promise ended (W6)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.files.models import StoredFile
from linli.base.models import BaseModel, ScopedQuerySet
from linli.core.areas.models import PlacedModel
from linli.core.partnership.enums import (
    OUTCOMES,
    SIGNED_BY_BOTH,
    AgreementState,
    PromiseKind,
    PromiseState,
    Side,
)
from linli.core.partnership.models.partners import Partner
from linli.core.people.enums import Door
from linli.core.people.models import Person


class Agreement(PlacedModel):
    """One agreement for one to three years (B-1). Its place is the unit's own, so that no other unit sees it.

    `revision` counts the words: a signature is for one revision, and a change of words needs both again.
    """

    code = models.CharField(max_length=12, unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements")
    lead = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    renews = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by")
    aim = models.TextField()
    leaving = models.TextField()  # how either side leaves
    privacy = models.TextField()  # what is never handed over
    starts_on = models.DateField()
    ends_on = models.DateField()
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.DRAFT)
    state_since = models.DateTimeField()
    community_signed_at = models.DateTimeField(null=True, blank=True)
    community_signer = models.CharField(max_length=60, blank=True)
    unit_signed_at = models.DateTimeField(null=True, blank=True)
    unit_signer = models.CharField(max_length=60, blank=True)
    unit_door = models.CharField(max_length=8, choices=Door.choices, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)  # both sides heard that it ends soon
    ended_words = models.CharField(max_length=400, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partnership_agreement_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="partnership_agreement_signed_by_both",
                condition=~Q(state__in=sorted(SIGNED_BY_BOTH))
                | Q(community_signed_at__isnull=False, unit_signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="partnership_agreement_ended_says_why",
                condition=Q(state=AgreementState.ENDED) & ~Q(ended_words="")
                | ~Q(state=AgreementState.ENDED) & Q(ended_words=""),
            ),
            models.UniqueConstraint(
                name="partnership_agreement_one_draft_a_unit",
                fields=["partner"],
                condition=Q(state=AgreementState.DRAFT),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "ends_on"], name="partnership_agreements"),
            models.Index(fields=["community", "-made_at"], name="partnership_agreements_newest"),
            models.Index(fields=["state", "ends_on"], name="partnership_agreements_until"),
            models.Index(fields=["partner", "-made_at"], name="partnership_agreements_of_one"),
        ]

    def __str__(self) -> str:
        return self.code

    def signed_at(self, side: str) -> object | None:
        """When a side signed the words as they stand."""
        return self.community_signed_at if side == Side.COMMUNITY else self.unit_signed_at


class Promise(BaseModel):
    """One thing that a side promises the other by a day, and what came of it: told by one side, accepted by the other.

    Its words count when both sides agreed to them. Other words are another row that replaces this one.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="promises")
    side = models.CharField(max_length=9, choices=Side.choices)  # who promises
    kind = models.CharField(max_length=8, choices=PromiseKind.choices)
    text = models.CharField(max_length=200)
    terms = models.CharField(max_length=200, blank=True)  # place, hours, conditions
    due_on = models.DateField()
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    state = models.CharField(max_length=8, choices=PromiseState.choices, default=PromiseState.PROPOSED)
    state_since = models.DateTimeField()
    proposed_side = models.CharField(max_length=9, choices=Side.choices)
    agreed_at = models.DateTimeField(null=True, blank=True)  # both sides stand by the words
    drop_side = models.CharField(max_length=9, choices=Side.choices, blank=True)  # who asked to let it go
    drop_words = models.CharField(max_length=400, blank=True)

    outcome = models.CharField(max_length=6, choices=[(each, PromiseState(each).label) for each in sorted(OUTCOMES)],
                               blank=True)  # fmt: skip
    proof = models.CharField(max_length=400, blank=True)
    photo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told_side = models.CharField(max_length=9, choices=Side.choices, blank=True)
    told_by = models.CharField(max_length=80, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=80, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    back_words = models.CharField(max_length=400, blank=True)  # why the other side asked to look again
    warned_at = models.DateTimeField(null=True, blank=True)  # both sides heard that its day comes

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partnership_promise_ended_with_a_proof_both_accept",
                condition=~Q(state__in=sorted(OUTCOMES))
                | Q(told_at__isnull=False, accepted_at__isnull=False) & ~Q(proof="") & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="partnership_promise_shown_with_a_proof",
                condition=~Q(state=PromiseState.SHOWN) | ~Q(proof="") & ~Q(outcome="") & ~Q(told_side=""),
            ),
            models.CheckConstraint(
                name="partnership_promise_counts_when_both_agreed",
                condition=Q(state__in=[PromiseState.PROPOSED, PromiseState.DROPPED, PromiseState.REPLACED])
                | Q(agreed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="partnership_promise_one_other_wording_at_a_time",
                fields=["replaces"],
                condition=Q(state=PromiseState.PROPOSED),
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "side", "due_on"], name="partnership_promises"),
            models.Index(fields=["state", "due_on"], name="partnership_promises_due"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def place(self) -> str:
        """Whoever may see the agreement may see what it promises."""
        return self.agreement.place


class Review(BaseModel):
    """Half a year of an agreement, looked through by both sides: what each had promised, and what came of it.

    `account` keeps what the page said at the moment at which both had spoken.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reviews")
    from_on = models.DateField()
    until_on = models.DateField()
    opened_at = models.DateTimeField()
    community_words = models.TextField(blank=True)
    community_said_at = models.DateTimeField(null=True, blank=True)
    unit_words = models.TextField(blank=True)
    unit_said_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    account = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="partnership_review_one_for_a_half_year", fields=["agreement", "until_on"]),
            models.CheckConstraint(
                name="partnership_review_closed_when_both_have_spoken",
                condition=Q(closed_at=None) | Q(community_said_at__isnull=False, unit_said_at__isnull=False),
            ),
        ]

    @property
    def place(self) -> str:
        """Whoever may see the agreement may see its reviews."""
        return self.agreement.place
