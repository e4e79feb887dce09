"""Whom the news of a call concerns: those who are asked, those who said yes. Each is told once."""

from __future__ import annotations

from django.utils.timezone import localdate

from linli.base.outbox.events import subscribe
from linli.base.permissions import SystemActor
from linli.core.callouts import events
from linli.core.callouts.enums import OVER, Answer
from linli.core.callouts.models import CallOut
from linli.core.callouts.operations.forgetting import forget_helper, forget_need
from linli.core.callouts.operations.telling import tell
from linli.core.matters.enums import OPEN
from linli.core.matters.events import ReporterForgotten
from linli.core.membership.enums import ReportState
from linli.core.membership.models.service import DAY
from linli.core.membership.operations.service import write_service
from linli.core.membership.queries.members import own_report
from linli.core.people.events import PersonErased

ERASURE = SystemActor("erasure")
CLOCK = SystemActor("callouts")


@subscribe(events.WaveAsked)
def ask_the_wave(event: events.WaveAsked) -> None:
    """Each of the few is asked once; there is no second asking."""
    callout = CallOut.objects.get(pk=event.callout_id)
    tell(callout.asks.filter(wave=event.wave, answer=""), callout, "asked", event.at)


@subscribe(events.EnoughFound)
def thank_the_others(event: events.EnoughFound) -> None:
    """Whoever was asked and has not answered need not any more."""
    callout = CallOut.objects.get(pk=event.callout_id)
    tell(callout.asks.filter(answer=""), callout, "enough", event.at)


@subscribe(events.CalloutCancelled)
def tell_that_it_is_off(event: events.CalloutCancelled) -> None:
    """Everybody who was asked and has not said no."""
    callout = CallOut.objects.get(pk=event.callout_id)
    tell(callout.asks.exclude(answer=Answer.NO), callout, "cancelled", event.at)


@subscribe(events.CalloutDone)
def thank_those_who_came(event: events.CalloutDone) -> None:
    """Those who came, and nobody else hears anything."""
    callout = CallOut.objects.get(pk=event.callout_id)
    tell(callout.asks.filter(came=True), callout, "thanks", event.at)


@subscribe(events.HelpGiven)
def write_into_the_service_record(event: events.HelpGiven) -> None:
    """Whoever has reported in from a unit finds what they did in their record, once for each call (W15)."""
    report = own_report(event.person_id)
    if report is None or report.state not in {ReportState.ACTIVE, ReportState.PAUSED}:
        return
    callout = CallOut.objects.get(pk=event.callout_id)
    write_service(
        report=report, on=localdate(callout.starts_at), minutes=max(1, min(event.minutes, DAY)), what=callout.title,
        key=f"callout:{callout.pk}:{report.pk}"[:80], actor=CLOCK, now=event.at,
    )  # fmt: skip


@subscribe(PersonErased)
def forget_who_was_erased(event: PersonErased) -> None:
    """Whoever was erased as they asked is forgotten here, too."""
    forget_helper(person_id=event.person_id, actor=ERASURE, now=event.at)


@subscribe(ReporterForgotten)
def forget_for_whom_it_was(event: ReporterForgotten) -> None:
    """Calls that are over for a matter that has ended say no more for whom they were."""
    over = CallOut.objects.filter(matter=event.matter_id, state__in=sorted(OVER))
    for callout in over.exclude(matter__state__in=sorted(OPEN)):
        forget_need(callout=callout, actor=ERASURE, now=event.at)
