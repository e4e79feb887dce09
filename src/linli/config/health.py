"""Is this Linli well, and if not, why not? The health page and `linli doctor` ask here."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import localtime
from django.utils.timezone import now as clock
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.base.outbox.queries import outbox_health

SILENCE = timedelta(minutes=5)  # a worker beats every twenty seconds
LITTLE_DISK = 2_000_000_000
NO_DISK = 200_000_000


class State(StrEnum):
    """How serious it is; the worst one is the state of the whole."""

    OK = "ok"
    DEGRADED = "degraded"  # pages work, but something that people wait for does not
    UNWELL = "unwell"  # a balancer should send people elsewhere


@dataclass(frozen=True)
class Finding:
    """What one look found, in words for whoever runs Linli."""

    name: str
    state: State
    words: str


def examine(now: datetime) -> list[Finding]:
    """Look at everything that can fail while Linli runs; what needs the database is left out when there is none."""
    found = [look_at_disk(), look_at_database()]
    if found[-1].state is State.OK:
        found.append(look_at_migrations())
        if found[-1].state is State.OK:
            found += [look_at_worker(now), look_at_outbox(now)]
    return found


def worst(found: list[Finding]) -> State:
    """The state of the whole."""
    order = list(State)
    return max((finding.state for finding in found), key=order.index, default=State.OK)


def look_at_database() -> Finding:
    """Does the database answer?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Finding("database", State.UNWELL, _("The database does not answer."))
    return Finding("database", State.OK, _("The database answers."))


_up_to_date = False


def look_at_migrations() -> Finding:
    """Has the database the tables that this program expects? Once it has, it is not asked again."""
    global _up_to_date
    if not _up_to_date:
        executor = MigrationExecutor(connection)
        _up_to_date = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    if _up_to_date:
        return Finding("migrations", State.OK, _("The tables are those that this version expects."))
    words = _("The database is older than the program. Make a backup, then run: ./run linli migrate")
    return Finding("migrations", State.UNWELL, words)


def look_at_worker(now: datetime) -> Finding:
    """Is somebody delivering? Without a worker no message leaves and no deadline is watched."""
    seen = outbox_health(now).worker_seen_at
    if seen and seen >= now - SILENCE:
        return Finding("worker", State.OK, _("A worker is at work."))
    if seen is None:
        return Finding("worker", State.DEGRADED, _("No worker has ever been seen. Start one: ./run work"))
    when = localtime(seen).strftime("%Y-%m-%d %H:%M")
    return Finding("worker", State.DEGRADED, _("No worker since %(when)s. Start one: ./run work") % {"when": when})


def look_at_outbox(now: datetime) -> Finding:
    """Is the news getting through?"""
    health = outbox_health(now)
    if health.given_up or health.failing_tasks:
        words = _("%(count)d deliveries or tasks have failed. Look: ./run linli outbox status")
        words %= {"count": health.given_up + len(health.failing_tasks)}
        return Finding("outbox", State.DEGRADED, words)
    if health.late:
        words = _("%(count)d deliveries are late.") % {"count": health.late}
        return Finding("outbox", State.DEGRADED, words)
    return Finding("outbox", State.OK, _("All news has been delivered."))


def look_at_disk() -> Finding:
    """Is there room for what people write?"""
    free = shutil.disk_usage(settings.LINLI_HOME).free
    words = _("%(free)s GB of disk are free.") % {"free": f"{free / 1e9:.1f}"}
    state = State.UNWELL if free < NO_DISK else State.DEGRADED if free < LITTLE_DISK else State.OK
    return Finding("disk", state, words)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """For balancers and watchers: 200 while people can work here, 503 when they can't, and why."""
    found = examine(clock())
    state = worst(found)
    checks = {finding.name: {"status": finding.state, "message": finding.words} for finding in found}
    return JsonResponse({"status": state, "checks": checks}, status=503 if state is State.UNWELL else 200)
