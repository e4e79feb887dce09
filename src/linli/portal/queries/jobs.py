"""Long jobs that somebody watches."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from linli.base.jobs.models import Job
from linli.base.permissions import Actor
from linli.core.people.enums import SystemPermission


def jobs_seen_by(actor: Actor) -> QuerySet[Job]:
    """The jobs that somebody asked for, and all of the places whose settings they look after, newest first."""
    mine = Job.objects.filter(person_id=actor.person_id) if actor.person_id else Job.objects.none()
    kept = Job.objects.visible_to(actor, SystemPermission.CONFIGURE)
    either = Q(pk__in=mine.values("pk")) | Q(pk__in=kept.values("pk"))
    return Job.objects.filter(either).select_related("result").order_by("-created_at", "-pk")
