"""Two matters out of one: whoever asked hears it once, with both slips; whoever follows gets the slip of the second."""

from __future__ import annotations

from django.urls import reverse

from linli.base.messaging.operations import send_message
from linli.base.outbox.events import subscribe
from linli.core.matters import events
from linli.core.matters.enums import EntryKind
from linli.core.matters.models import Entry, Matter
from linli.core.matters.queries.nearby import kind_in_both


@subscribe(events.MatterSplit)
def tell_of_a_split(event: events.MatterSplit) -> None:
    """The entry of the first tells whoever asked and whoever handles it, that of the second whoever follows."""
    entry = Entry.objects.select_related("matter__category").get(pk=event.entry_id)
    if entry.kind == EntryKind.SPLIT:
        _tell_the_first(entry, event)
    elif entry.kind == EntryKind.PARTED:
        _tell_followers(entry, event)


def _tell_the_first(entry: Entry, event: events.MatterSplit) -> None:
    matter = entry.matter
    said = {"code": matter.code, "title": matter.title, "other": entry.detail["part"]}
    to = [(matter.reporter_id, "matters.split", reverse("matters:mine-detail", args=[matter.code]))]
    by = entry.actor.removeprefix("person:")[:36]
    if str(matter.handler_id) != by:
        desk = reverse("matters:desk-detail", args=[matter.code])
        to.append((matter.handler_id, "matters.split_for_handler", desk))
    for person, template, link in to:
        if person:
            send_message(person, template, said, dedupe_key=f"{template}:{entry.pk}", now=event.at, link=link)


def _tell_followers(entry: Entry, event: events.MatterSplit) -> None:
    for follower in entry.matter.followers.filter(split_from__isnull=False, person__isnull=False, ended_at=None):
        said = {"code": follower.code, "title": kind_in_both(entry.matter)}
        link = reverse("matters:following-detail", args=[follower.code])
        key = f"matters.split_for_follower:{entry.pk}"
        assert follower.person_id is not None  # noqa: S101 -- the rows were chosen so
        send_message(follower.person_id, "matters.split_for_follower", said, dedupe_key=key, now=event.at, link=link)


@subscribe(events.MatterUnsplit)
def tell_of_one_again(event: events.MatterUnsplit) -> None:
    """Whoever asked hears that it goes on as one, under the first code."""
    entry = Entry.objects.select_related("matter__merged_into").get(pk=event.entry_id)
    whole: Matter | None = entry.matter.merged_into
    if entry.kind != EntryKind.MERGED or whole is None or whole.reporter_id is None:
        return
    said = {"code": whole.code, "title": whole.title}
    link = reverse("matters:mine-detail", args=[whole.code])
    key = f"matters.unsplit:{entry.pk}"
    send_message(whole.reporter_id, "matters.unsplit", said, dedupe_key=key, now=event.at, link=link)
