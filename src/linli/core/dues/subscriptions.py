"""Who hears of late dues, and what is forgotten with a person."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import subscribe
from linli.core.dues.enums import DuesPermission
from linli.core.dues.events import DuesLate, DuesListed
from linli.core.dues.models import Due
from linli.core.people.queries.actors import holders_of


@subscribe(DuesLate)
def ask_the_secretary_to_talk(event: DuesLate) -> None:
    """The secretary of the branch; where there is none, those who look after all branches."""
    due = Due.objects.filter(pk=event.due_id).select_related("member__org").first()
    if due is None:
        return
    place, day = due.member.place, localdate(event.at)
    people = holders_of(DuesPermission.HEAR, place, day) or holders_of(DuesPermission.RECEIVE, place, day)
    told = {"org": due.member.org.name}
    link = reverse("dues:member", args=[due.member_id])
    keys = people.values_list("pk", flat=True)
    send_messages(keys, "dues.talk", told, dedupe_key=f"dues.talk:{due.pk}", now=event.at, link=link)


@subscribe(DuesListed)
def tell_the_committee(event: DuesListed) -> None:
    """Those who receive what the branches hand up find the member in their list."""
    due = Due.objects.filter(pk=event.due_id).select_related("member__org").first()
    if due is None:
        return
    people = holders_of(DuesPermission.RECEIVE, due.member.place, localdate(event.at))
    link = f"{reverse('dues:due-list')}?state=overdue"
    keys = people.values_list("pk", flat=True)
    told = {"org": due.member.org.name}
    send_messages(keys, "dues.listed", told, dedupe_key=f"dues.listed:{due.pk}", now=event.at, link=link)
