"""Which tickets somebody sees, and with which matters one could be joined."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime

from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor
from linli.core.hotline.enums import OPEN, OUT, HotlinePermission, TicketState
from linli.core.hotline.models import Ticket
from linli.core.matters.enums import OPEN as OPEN_MATTERS
from linli.core.matters.models import ERASED, Matter
from linli.core.matters.queries.lists import RETENTION, visible_matters

MOST_JOINABLE = 5


def visible_tickets(actor: Actor) -> ScopedQuerySet[Ticket]:
    """The tickets at the places where somebody works, with what a row of a list needs."""
    rows = Ticket.objects.visible_to(actor, HotlinePermission.VIEW)
    return rows.select_related("grid", "handler").defer("text", "reply")


def ticket_of(actor: Actor, pk: UUID) -> QuerySet[Ticket]:
    """One ticket with all that its page shows, if the actor may see it."""
    rows = Ticket.objects.visible_to(actor, HotlinePermission.VIEW).filter(pk=pk)
    return rows.select_related("community", "grid", "handler", "written_by", "reviewed_by", "matter__category")


def mine(actor: Actor) -> Q:
    """What lies in somebody's own hands."""
    return Q(handler=actor.person_id, state__in=[TicketState.ASSIGNED, TicketState.HANDLING])


def to_hand_out() -> Q:
    """What nobody has yet."""
    return Q(state=TicketState.IMPORTED)


def overdue(now: datetime) -> Q:
    """Where the hotline should have had its reply."""
    return Q(state__in=sorted(OPEN), due_at__lt=now)


def due_soon(now: datetime) -> Q:
    """Where the reply is due before the end of tomorrow."""
    tomorrow = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    return Q(state__in=sorted(OPEN), due_at__lt=tomorrow)


def to_review(actor: Actor) -> Q:
    """Replies that wait for a second person: never those that one wrote oneself."""
    return Q(state=TicketState.WRITTEN) & ~Q(written_by=actor.person_id)


def to_call_back() -> Q:
    """Replies that went out and whose caller was not called yet."""
    return Q(state=TicketState.REPLIED)


def open_ones() -> Q:
    """What the hotline waits for."""
    return Q(state__in=sorted(OPEN))


def view_of(view: str, actor: Actor, now: datetime) -> Q:
    """What one of the views of the list holds."""
    views = {
        "mine": lambda: mine(actor),
        "new": to_hand_out,
        "due": lambda: due_soon(now),
        "overdue": lambda: overdue(now),
        "review": lambda: to_review(actor),
        "call": to_call_back,
        "open": open_ones,
    }
    return views[view]()


def counts_today(actor: Actor, now: datetime) -> dict[str, int]:
    """How many are late, due by tomorrow, to be handed out or returned, and to be read; with one query."""
    rows = Ticket.objects.visible_to(actor, HotlinePermission.VIEW).order_by()
    views = ["overdue", "due"]
    views += ["new"] if actor.scopes(HotlinePermission.ASSIGN) else []
    views += ["review"] if actor.scopes(HotlinePermission.REVIEW) else []
    return rows.aggregate(**{view: Count("pk", filter=view_of(view, actor, now)) for view in views})


def with_reply(actor: Actor) -> QuerySet[Ticket]:
    """The tickets whose replies have gone out: what the hotline gets back as a spreadsheet."""
    return Ticket.objects.visible_to(actor, HotlinePermission.EXPORT).filter(state__in=sorted(OUT))


def found_by(text: str) -> Q:
    """By the number of the hotline, or by words."""
    found = Q()
    for word in text.split():
        found &= (
            Q(number__icontains=word) | Q(title__icontains=word) | Q(text__icontains=word) | Q(address__icontains=word)
        )
    return found


def joinable(ticket: Ticket, actor: Actor) -> QuerySet[Matter]:
    """Open matters that may be the same: of the same caller, or at the same address. A person decides."""
    same = Q(pk__in=())
    if ticket.caller_hash:
        others = Ticket.objects.filter(community=ticket.community_id, caller_hash=ticket.caller_hash)
        same |= Q(reporter__phone_hash=ticket.caller_hash) | Q(pk__in=others.exclude(matter=None).values("matter"))
    if ticket.address:
        same |= Q(address=ticket.address)
    rows = visible_matters(actor).filter(community=ticket.community_id, state__in=sorted(OPEN_MATTERS))
    return rows.filter(same).order_by("-reported_at")[:MOST_JOINABLE]


def kept_long_enough(now: datetime) -> QuerySet[Ticket]:
    """What ended three years ago and still says who called, or in which words."""
    over = Ticket.objects.exclude(state__in=sorted(OPEN)).filter(state_since__lte=now - RETENTION)
    return over.exclude(text=ERASED).order_by("state_since")
