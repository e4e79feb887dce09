"""Tickets of the 12345 hotline, and their story."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.base.models import LedgerModel, ScopedQuerySet
from linli.base.secrets import EncryptedTextField
from linli.core.areas.models import Area, PlacedModel
from linli.core.hotline.enums import OPEN, OUT, TicketKind, TicketState, TicketStep
from linli.core.matters.models import Matter
from linli.core.people.enums import Rating
from linli.core.people.models import Person

S = TicketState
MOST_EXTENSIONS = 2


class Ticket(PlacedModel):
    """What somebody said to the 12345 hotline: its outer side, while a matter is what is done about it (W3)."""

    number = models.CharField(max_length=40)  # the number that the hotline gave it
    kind = models.CharField(max_length=10, choices=TicketKind.choices)
    title = models.CharField(max_length=60)
    text = models.TextField()
    address = models.CharField(max_length=200, blank=True)
    grid = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    caller_name = EncryptedTextField(blank=True, default="")
    caller_phone = EncryptedTextField(blank=True, default="")
    caller_hash = models.CharField(max_length=32, blank=True)  # keyed: finds other tickets of the same caller
    received_at = models.DateTimeField()  # when the hotline forwarded it
    entered_at = models.DateTimeField()
    matter = models.ForeignKey(Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")

    state = models.CharField(max_length=10, choices=S.choices, default=S.IMPORTED)
    state_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    due_from = models.DateTimeField(null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    handler = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reply = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    clause = models.CharField(max_length=400, blank=True)  # why it does not belong here
    tries = models.PositiveSmallIntegerField(default=0)  # calls back that nobody answered
    is_solved = models.BooleanField(null=True, blank=True)  # what the caller says
    rating = models.PositiveSmallIntegerField(null=True, blank=True, choices=Rating.choices)
    called_back_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="hotline_ticket_one_of_a_number", fields=["community", "number"]),
            models.CheckConstraint(
                name="hotline_ticket_open_has_a_deadline",
                condition=Q(state__in=sorted(OPEN), due_at__isnull=False) | ~Q(state__in=sorted(OPEN)) & Q(due_at=None),
            ),
            models.CheckConstraint(
                name="hotline_ticket_reply_is_read_by_another_than_its_writer",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="hotline_ticket_reply_goes_out_only_when_it_was_read",
                condition=~Q(state__in=sorted(OUT))
                | Q(written_by__isnull=False, reviewed_by__isnull=False, replied_at__isnull=False) & ~Q(reply=""),
            ),
            models.CheckConstraint(
                name="hotline_ticket_returned_says_the_clause", condition=~Q(state=S.RETURNED) | ~Q(clause="")
            ),
            models.CheckConstraint(
                name="hotline_ticket_extended_twice_at_most", condition=Q(extensions__lte=MOST_EXTENSIONS)
            ),
            models.CheckConstraint(
                name="hotline_ticket_called_back_says_what_the_caller_said",
                condition=Q(state=S.CONFIRMED, is_solved__isnull=False, called_back_at__isnull=False)
                | ~Q(state=S.CONFIRMED) & Q(is_solved=None, rating=None, called_back_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "due_at"], name="tickets_by_state"),
            models.Index(fields=["community", "-received_at"], name="tickets_newest"),
            models.Index(fields=["handler", "state", "due_at"], name="tickets_of_a_handler"),
            models.Index(fields=["community", "caller_hash"], name="tickets_of_a_caller"),
        ]

    def __str__(self) -> str:
        return self.title


class TicketEntry(LedgerModel):
    """One step of the story of a ticket. It is written once, and never names who called."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="entries")
    step = models.CharField(max_length=12, choices=TicketStep.choices)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(LedgerModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["ticket", "id"], name="hotline_story")]

    def __str__(self) -> str:
        return str(TicketStep(self.step).label)
