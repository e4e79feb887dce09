"""When a worker leaves: whoever asked hears who cares now, the desk what came back, the successor what to sign."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_message, send_messages
from linli.base.outbox.events import subscribe
from linli.core.matters import events
from linli.core.matters.enums import EntryKind
from linli.core.matters.models import Entry, HandOver
from linli.core.matters.queries.handlers import desk_at


@subscribe(events.MatterHandedOver)
def tell_who_cares_now(event: events.MatterHandedOver) -> None:
    """The person who asked, once; and the desk, when it came back there."""
    entry = Entry.objects.select_related("matter").get(pk=event.entry_id)
    matter = entry.matter
    due_at = entry.detail.get("due") or event.at.isoformat()
    said = {"code": matter.code, "title": matter.title, "due_at": due_at, "handler": entry.detail.get("handler", "")}
    came_back = entry.kind == EntryKind.TO_DESK
    if matter.reporter_id:
        template = "matters.back_at_the_desk" if came_back else "matters.handed_over"
        link = reverse("matters:mine-detail", args=[matter.code])
        key = f"{template}:{entry.pk}"
        send_message(matter.reporter_id, template, said, dedupe_key=key, now=event.at, link=link)
    if came_back:
        to = {person.pk for person in desk_at(matter.place, localdate(event.at))}
        link, key = reverse("matters:desk-detail", args=[matter.code]), f"matters.left_for_desk:{entry.pk}"
        send_messages(to, "matters.left_for_desk", said, dedupe_key=key, now=event.at, link=link)


@subscribe(events.HandOverMade)
def ask_to_sign(event: events.HandOverMade) -> None:
    """The successor reads the list and signs for it."""
    made = HandOver.objects.select_related("leaver").get(pk=event.hand_over_id)
    if made.successor_id is None:
        return
    said = {"who": made.leaver.name, "count": made.lines.filter(is_taken=True).count()}
    link, key = reverse("matters:hand-over", args=[made.pk]), f"matters.hand_over_to_sign:{made.pk}"
    send_message(made.successor_id, "matters.hand_over_to_sign", said, dedupe_key=key, now=event.at, link=link)
