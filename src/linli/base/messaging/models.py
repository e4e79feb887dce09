"""Messages to people: one row in the inbox, and the copies that leave the house."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.base.messaging.enums import ChannelName, SendingState
from linli.base.models import BaseModel


class Message(BaseModel):
    """Something a person should know. It holds no words, only which words and what to put into them.

    The words come in the reader's language when they read. People are known here by their key alone.
    """

    recipient = models.UUIDField()
    template = models.CharField(max_length=80)  # "matters.accepted"
    version = models.PositiveSmallIntegerField()
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)  # a path on this site
    dedupe_key = models.CharField(max_length=160)
    is_urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="messaging_message_told_once_to_each_person", fields=["recipient", "dedupe_key"]
            ),
            models.CheckConstraint(name="messaging_message_says_what_it_repeats", condition=~Q(dedupe_key="")),
        ]
        indexes = [
            models.Index(fields=["recipient", "-at"], name="messages_of_a_person"),
            models.Index(fields=["recipient"], name="messages_unread", condition=Q(read_at=None)),
            models.Index(fields=["link"], name="messages_about_a_page"),
        ]


class ChannelChoice(BaseModel):
    """A person wants copies by a channel, or wants them no more. Without a choice there is the inbox alone."""

    person = models.UUIDField()
    channel = models.CharField(max_length=12, choices=ChannelName.choices)
    is_on = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="messaging_channelchoice_one_per_channel", fields=["person", "channel"])
        ]


class Sending(BaseModel):
    """One copy of a message by one channel. Its key goes with it, so that a repeated call sends nothing twice."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="sendings")
    channel = models.CharField(max_length=12, choices=ChannelName.choices)
    state = models.CharField(max_length=10, choices=SendingState.choices, default=SendingState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()  # moved into the future while somebody sends it: whoever dies gives it back
    sent_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="messaging_sending_one_per_channel", fields=["message", "channel"]),
            models.CheckConstraint(
                name="messaging_sending_sent_has_a_moment",
                condition=Q(state=SendingState.SENT, sent_at__isnull=False)
                | ~Q(state=SendingState.SENT) & Q(sent_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="sendings_waiting", condition=Q(state=SendingState.WAITING)),
        ]
