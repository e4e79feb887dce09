"""What the desk and those who said it do with a line of the lists: publish, reword, come true, take off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.outbox.events import Event, publish
from linli.base.permissions import Actor, may, require
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.partnership import events
from linli.core.partnership.enums import PartnershipPermission
from linli.core.partnership.models import Need, Resource
from linli.core.partnership.queries import moves


@transaction.atomic
def publish_listed(*, thing: Need | Resource, title: str, text: str, actor: Actor, now: datetime) -> Need | Resource:
    """Put a wish or an offer on the public list, in words that name nobody and no door."""
    fields = _public_words(title, text)
    step(thing, moves.PUBLISH, actor=actor, now=now, published_at=now, **fields)
    _tell(thing, now, events.NeedPublished, events.ResourcePublished)
    return thing


@transaction.atomic
def reword_listed(*, thing: Need | Resource, title: str, text: str, actor: Actor, now: datetime) -> Need | Resource:
    """Say better what stands on the list."""
    require(actor, moves.REWORD.permission, thing)
    fields = _public_words(title, text)
    if not type(thing)._default_manager.filter(pk=thing.pk, state__in=moves.REWORD.sources).update(**fields):
        raise Refused("wrong-state", _("This line is not on the list any more."))
    thing.title, thing.text = fields["title"], fields["text"]
    record(f"{thing._meta.label_lower}.reword", thing, actor=actor, now=now)
    return thing


@transaction.atomic
def fulfil_listed(*, thing: Need | Resource, words: str, actor: Actor, now: datetime) -> Need | Resource:
    """A wish has come true, an offer was given: without a project, too."""
    words = clean_words(words, field="words", needed=_("Please say how it came true."), most=400)
    _outside_projects(thing)
    return _end(thing, moves.FULFIL, words, actor, now)


@transaction.atomic
def withdraw_listed(*, thing: Need | Resource, words: str, actor: Actor, now: datetime) -> Need | Resource:
    """Take a wish or an offer off the list: the desk with a reason, whoever said it without one."""
    own = is_authors(actor, thing)
    needed = "" if own else _("Please say why; the person reads it.")
    words = clean_words(words, field="words", needed=needed, most=400) or _("Taken back by whoever said it.")
    _outside_projects(thing)
    return _end(thing, moves.WITHDRAW, words, actor, now, allowed=own or None)


def is_authors(actor: Actor, thing: Need | Resource) -> bool:
    """Whether it was said by the actor, the person for whom they act, or the unit for which they speak; or they hold
    its slip."""
    if thing.partner is not None and may(actor, PartnershipPermission.SPEAK, thing.partner):
        return True
    if getattr(actor, "listed_id", None) == thing.pk:
        return True
    myself = getattr(actor, "self_id", None)
    return myself is not None and myself == thing.author_id


def _end(
    thing: Need | Resource, move: Move, words: str, actor: Actor, now: datetime, *, allowed: bool | None = None
) -> Need | Resource:
    step(thing, move, actor=actor, now=now, allowed=allowed, ended_words=words)
    _tell(thing, now, events.NeedEnded, events.ResourceEnded)
    return thing


def _tell(thing: Need | Resource, now: datetime, need: type[Event], resource: type[Event]) -> None:
    if isinstance(thing, Need):
        publish(need(at=now, need_id=thing.pk))  # type: ignore[call-arg]  # the events of needs carry their key
    else:
        publish(resource(at=now, resource_id=thing.pk))  # type: ignore[call-arg]  # so do those of resources


def _outside_projects(thing: Need | Resource) -> None:
    if thing.state == "matched":
        raise Refused("in-a-project", _("It lies in a project and ends with it. Please give the project up first."))


def _public_words(title: str, text: str) -> dict[str, Any]:
    title = clean_words(title, field="title", needed=_("Please give it a short title."), most=60).replace("\n", " ")
    text = clean_words(text, needed=_("Please say in a few words what everybody may read."))
    return {"title": title, "text": text}
