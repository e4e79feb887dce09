"""My page: my matters, my messages, my record."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.base.messaging.enums import ChannelName
from linli.base.messaging.models import Message
from linli.base.messaging.operations import choose_channel, mark_all_read, mark_read
from linli.base.messaging.queries import channel_choices, inbox_of, unread_count
from linli.base.messaging.wording import words_of
from linli.base.permissions import Actor
from linli.base.web.context import actor_of
from linli.core.matters.enums import OPEN
from linli.core.matters.queries import lists
from linli.core.matters.web.words import state_of
from linli.core.people.web.panels import me_lines

LATEST = 3
PER_PAGE = 25
MESSAGES_TITLE = gettext_lazy("Messages")


def me_of(actor: Actor) -> UUID:
    """Whose page it is: one's own, or of the person for whom somebody acts with their consent."""
    person: UUID = actor.self_id  # type: ignore[attr-defined]  # whoever is signed in is a person
    return person


def unread_of(actor: Actor) -> int:
    """The number beside "Messages"."""
    return unread_count(me_of(actor)) if actor.person_id else 0


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """What is mine here, the newest first."""
    actor = actor_of(request)
    person = me_of(actor)
    matters = lists.my_matters(person)
    context = {
        "matters": [(matter, state_of(matter)) for matter in matters.filter(state__in=sorted(OPEN))[:LATEST]],
        "has_matters": matters.exists(),
        "messages_mine": [_shown(message) for message in inbox_of(person)[:LATEST]],
        "unread": unread_count(person),
        "lines": me_lines.shown(actor, person),
    }
    return render(request, "portal/me.html", context)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that was told to me."""
    person = me_of(actor_of(request))
    page = Paginator(inbox_of(person), PER_PAGE).get_page(request.GET.get("page"))
    channels = [(ChannelName(name), on) for name, on in channel_choices(person).items()]
    pager = {
        "number": page.number,
        "previous": f"?page={page.number - 1}" if page.has_previous() else "",
        "next": f"?page={page.number + 1}" if page.has_next() else "",
    }
    context = {
        "messages_mine": [_shown(message) for message in page],
        "unread": unread_count(person),
        "channels": channels,
        "page": pager,
    }
    return render(request, "portal/inbox.html", context)


def _shown(message: Message) -> dict[str, Any]:
    words = words_of(message)
    return {"message": message, "title": words.title, "body": words.body}


@require_safe
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a message: it counts as read, and leads to what it is about."""
    person = me_of(actor_of(request))
    found = inbox_of(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    mark_read(recipient=person, message_id=pk, now=now())
    link = urlsplit(found.link)
    is_ours = found.link.startswith("/") and not link.netloc
    return render(request, "portal/message.html", {**_shown(found), "link": found.link if is_ours else ""})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """I have looked through everything."""
    mark_all_read(recipient=me_of(actor_of(request)), now=now())
    return redirect(reverse("portal:inbox"))


@require_POST
def channel(request: HttpRequest, name: str) -> HttpResponse:
    """Copies by this channel from now on, or no more."""
    actor = actor_of(request)
    if name not in channel_choices(me_of(actor)):
        raise Http404(_("This channel is not in use here."))
    choose_channel(person=me_of(actor), channel=name, on=request.POST.get("on") == "1", actor=actor, now=now())
    return redirect(reverse("portal:inbox") + "#channels")
