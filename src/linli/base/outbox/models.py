"""News that waits to be delivered, and what runs by the clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.base.models import BaseModel


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    GIVEN_UP = "given_up", _("Given up")


class Delivery(BaseModel):
    """One fact for one subscriber, written with the transaction that made it true, delivered after."""

    topic = models.CharField(max_length=120)  # "matters.MatterEnded"
    subscriber = models.CharField(max_length=160)  # "linli.core.matters.subscriptions.tell_the_reporter"
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outbox_delivery_done_has_a_moment",
                condition=models.Q(state=DeliveryState.DONE, done_at__isnull=False)
                | ~models.Q(state=DeliveryState.DONE) & models.Q(done_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outbox_waiting",
                condition=models.Q(state=DeliveryState.WAITING),
            )
        ]


class ScheduleEntry(models.Model):
    """When a task that runs by the clock is due next."""

    name = models.CharField(max_length=160, primary_key=True)
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)


class Heartbeat(models.Model):
    """A worker says that it is alive."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
