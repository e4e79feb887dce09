"""What was done, by whom, when: rows that outlive what they speak of."""

from django.db import models

from linli.base.models import BaseModel, LedgerModel, PlaceField


class AuditEntry(LedgerModel):
    """Who did what to which thing, when and why. No foreign keys: it outlives its subject."""

    action = models.CharField(max_length=120)  # "matters.matter.dispatch"
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    place = PlaceField()
    actor = models.CharField(max_length=160)
    person_id = models.UUIDField(null=True, blank=True)  # the person behind the actor
    reason = models.CharField(max_length=400, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    seal = models.PositiveIntegerField(null=True, blank=True)  # the number of its Seal, written by the worker alone

    class Meta(LedgerModel.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_of_one_subject"),
            models.Index(fields=["place", "-at"], name="audit_of_one_place"),
            models.Index(fields=["person_id", "-at"], name="audit_of_one_person"),
            models.Index(fields=["seal"], name="audit_of_one_seal"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal=None)),
        ]


class Seal(BaseModel):
    """One link of the chain: a digest over a batch of audit rows and over the seal before it."""

    number = models.PositiveIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
