"""What every record has: a key, often a place, sometimes the promise never to change."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Never, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.ids import uuid7

if TYPE_CHECKING:
    from linli.base.permissions import Actor, Scope

M = TypeVar("M", bound=models.Model)


class BaseModel(models.Model):
    """A row with a key that sorts by time and tells nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class SortKeyField(models.CharField):
    """Text that is sorted by its bytes and found by how it begins, alike on both databases.

    `name__begins="王秀"` is a range of the index, whatever language the database cluster speaks.
    """

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


@SortKeyField.register_lookup
class Begins(models.Lookup):
    """`name__begins=text`: everything that starts with these characters."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        last = chr(0x10FFFF)  # no text goes on with it
        return f"({column} >= %s AND {column} < %s)", (*column_params, self.rhs, *column_params, f"{self.rhs}{last}")


class PlaceField(SortKeyField):
    """Where a record belongs: a path of short ids with slashes at both ends, e.g. `/ln/dengta/yantai/zhaolin/g07/`.

    `place__under="/ln/dengta/"` finds a place and all below it by a range of the index.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == 200:
            del kwargs["max_length"]
        return name, path, args, kwargs


@PlaceField.register_lookup
class Under(models.Lookup):
    """`place__under=path`: the place itself and everything below it."""

    lookup_name = "under"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        path = str(self.rhs)
        if not path.endswith("/"):
            message = f"A place ends with a slash: {path!r}"
            raise ValueError(message)
        after = path[:-1] + "0"  # "0" is the byte after "/"
        return f"({column} >= %s AND {column} < %s)", (*column_params, path, *column_params, after)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that know who may see them."""

    def in_scopes(self, scopes: tuple[Scope, ...]) -> ScopedQuerySet[M]:
        """Rows inside one of the scopes; none, when there is no scope."""
        return self.filter(self.condition_of(scopes)) if scopes else self.none()

    def condition_of(self, scopes: tuple[Scope, ...]) -> Q:
        """The same as a condition, to be joined with others: a subquery would read the whole community."""
        if not scopes:  # an empty Q() would mean "everything"
            return Q(pk__in=())
        return reduce(or_, (self._inside(scope) for scope in scopes))

    def visible_to(self, actor: Actor, permission: str) -> ScopedQuerySet[M]:
        """Rows at the places where `actor` holds `permission`, and below them."""
        return self.in_scopes(actor.scopes(permission))

    def _inside(self, scope: Scope) -> Q:
        """A scope as a condition; a whole community is one equality, which every list index begins with."""
        place = getattr(self.model, "PLACE", "place")
        community = getattr(self.model, "COMMUNITY", None)
        under = Q(**{f"{place}__under": scope.path})
        if community is None or scope.community_id is None:
            return under
        inside = Q(**{community: scope.community_id})
        return inside if scope.is_community else inside & under


class LedgerQuerySet(ScopedQuerySet[M]):
    """Rows that are written once."""

    def update(self, **kwargs: Any) -> Never:
        raise Refused("append-only", _("What is written in a ledger stays; write a second entry that corrects it."))

    def delete(self) -> Never:
        raise Refused("append-only", _("What is written in a ledger stays; write a second entry that corrects it."))

    def bulk_update(self, *args: Any, **kwargs: Any) -> Never:
        self.update()


class LedgerModel(BaseModel):
    """A row that is written once. A mistake is undone by a second row that points at it."""

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused("append-only", _("What is written in a ledger stays; write a second entry that corrects it."))
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise Refused("append-only", _("What is written in a ledger stays; write a second entry that corrects it."))


def together(*names: str) -> Q:
    """A condition for constraints: these nullable fields are all set or all empty."""
    return Q(**{f"{name}__isnull": True for name in names}) | Q(**{f"{name}__isnull": False for name in names})
