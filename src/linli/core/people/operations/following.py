"""Records that go where a person goes."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.core.areas.models import Area
from linli.core.areas.operations.redraws import followers
from linli.core.people.models import Person

OWNER = {"proxy": "principal"}  # where the person whose record it is has another name than `person`


def community_of(thing: Area | Person) -> UUID:
    """The community that a record about this belongs to; refused for what lies above all communities."""
    if thing.community_id is None:
        raise Refused("no-community", _("This belongs to no community, so no record can be kept there."))
    return thing.community_id


def take_along(person: Person, place: str) -> None:
    """Give a person, and the records that follow their home, a new place. History stays where it was."""
    Person.objects.filter(pk=person.pk).update(place=place)
    person.place = place
    for model, rows in followers():
        if column := _owner(model):
            model._default_manager.filter(rows, **{column: person}).update(place=place)


def _owner(model: type[Model]) -> str | None:
    name = OWNER.get(model._meta.model_name or "", "person")
    fields = {field.name: field for field in model._meta.concrete_fields}
    return name if name in fields and fields[name].related_model is Person else None
