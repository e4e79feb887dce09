"""What a member says is wrong on their card."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.models import ScopedQuerySet
from linli.core.areas.models import PlacedModel
from linli.core.membership.enums import AskState
from linli.core.membership.models.members import Member


class CardAsk(PlacedModel):
    """A member asks to put something right on their card; the secretary decides, with words.

    It does not go to the rights desk of the community: who works there may not know who is a member (B-12).
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="asks")
    text = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.RECEIVED)
    state_since = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="membership_cardask_one_open_a_member", fields=["member"], condition=Q(state=AskState.RECEIVED)
            ),
            models.CheckConstraint(
                name="membership_cardask_answered_with_words",
                condition=~Q(state__in=[AskState.DONE, AskState.DECLINED]) | ~Q(answer=""),
            ),
        ]
        indexes = [models.Index(fields=["community", "state", "due_at"], name="asks_about_cards")]
