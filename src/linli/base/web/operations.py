"""What a person keeps of a list, and what they take away from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor
from linli.base.web.models import ListExport, SavedView

MOST_VIEWS = 30


def _person_of(actor: Actor) -> UUID:
    """The person behind the actor; a list keeps things for people only."""
    if actor.person_id is None:
        raise Refused("no-person", _("Only a person who has signed in can keep this."))
    return actor.person_id


@transaction.atomic
def save_view(*, list_key: str, name: str, query: str, actor: Actor, now: datetime) -> SavedView:
    """Keep a list as it looks now, under a name; the same name again replaces it."""
    owner = _person_of(actor)
    name = name.strip()
    if not name:
        raise Refused("no-name", _("Please give the view a name."), field="name")
    kept = SavedView.objects.filter(owner_id=owner, list_key=list_key)
    if kept.exclude(name=name).count() >= MOST_VIEWS:
        raise Refused("too-many-views", _("You have kept %(n)s views here. Remove one first.") % {"n": MOST_VIEWS})
    view, _created = SavedView.objects.update_or_create(
        owner_id=owner, list_key=list_key, name=name, defaults={"query": query[:1000], "created_at": now}
    )
    record("web.savedview.save", view, actor=actor, now=now, data={"list": list_key})
    return view


@transaction.atomic
def forget_view(*, view: SavedView, actor: Actor, now: datetime) -> None:
    """Remove a view that its owner no longer wants."""
    if view.owner_id != actor.person_id:
        raise Refused("forbidden", _("This view belongs to somebody else."))
    record("web.savedview.forget", view, actor=actor, now=now, data={"list": view.list_key})
    view.delete()


@transaction.atomic
def note_export(
    *, list_key: str, place: str, query: str, columns: list[str], whom: str, what_for: str, until: date,
    actor: Actor, now: datetime,
) -> ListExport:  # fmt: skip
    """Write down, before anything leaves, for whom a list is taken out, what for and until when."""
    values: dict[str, Any] = {"list_key": list_key, "place": place, "query": query[:1000], "columns": columns}
    export = ListExport.objects.create(
        **values, whom=whom, what_for=what_for, until=until, owner_id=_person_of(actor), created_at=now
    )
    says = {"list": list_key, "whom": whom, "until": until.isoformat(), "columns": columns}
    record("web.listexport.note", export, actor=actor, now=now, reason=what_for, data=says)
    return export
