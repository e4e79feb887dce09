"""The view behind every list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from linli.base.errors import Refused
from linli.base.models import ScopedQuerySet
from linli.base.permissions import Actor
from linli.base.web import operations
from linli.base.web.context import actor_of
from linli.base.web.lists.columns import Column, Empty, Head, body
from linli.base.web.lists.export import export_page
from linli.base.web.lists.filters import Bound, Filter
from linli.base.web.models import SavedView
from linli.base.web.parts import render_part

COUNT_TO = 1_000
LAST_PAGE = 200  # further on it is quicker, for both, to narrow the list
KEPT_OUT = ("page", "export", "csrfmiddlewaretoken")

lists: dict[str, type[ListPage]] = {}


class ListPage(View):
    """A list of rows that the actor may see. Say what it holds; how it behaves is the same everywhere.

    It makes one query for the rows, one for the saved views, and a third to count when there is more than one page.
    """

    key: ClassVar[str] = ""
    title: str | Promise = ""
    lead: str | Promise = ""
    permission: str | None = None
    columns: Sequence[Column] | Callable[..., Sequence[Column]] = ()
    filters: Sequence[Filter] | Callable[..., Sequence[Filter]] = ()
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    search_hint: str | Promise = gettext_lazy("Search this list")
    sort: str = "-pk"
    per_page: int = 50
    empty = Empty(gettext_lazy("Nothing here yet"), gettext_lazy("What is written down will stand here."))
    can_export: bool = True
    export_permission: str | None = None
    shell: str = "shell/desk.html"
    template_name: str = "web/list.html"
    part_name: str = "web/lists/_list.html"
    http_method_names = ["get", "head", "post"]

    query: QueryDict

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.key:
            lists[cls.key] = cls

    def rows(self) -> QuerySet[Any]:
        """Every row that the actor may see, with the joins that the cells need."""
        raise NotImplementedError

    def extra(self) -> dict[str, Any]:
        """What a template of your own needs besides the list."""
        return {}

    # The request

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.query = request.GET

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.permission and not self.actor.scopes(self.permission):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "export" in self.query:
            return self._export(request)
        return render_part(request, self.template_name, self.part_name, self.context())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "export" in self.query:
            return self._export(request)
        actions = {"save-view": self._save_view, "forget-view": self._forget_view, "columns": self._choose_columns}
        action = actions.get(request.POST.get("action", ""))
        if action is None:
            raise Http404
        try:
            action(request.POST)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(request.get_full_path())

    @cached_property
    def actor(self) -> Actor:
        return actor_of(self.request)

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    # What is asked

    @cached_property
    def all_columns(self) -> list[Column]:
        return list(self.columns() if callable(self.columns) else self.columns)

    @cached_property
    def shown_columns(self) -> list[Column]:
        """The columns of the address, else those that this person chose, else those that the list begins with."""
        asked = self.query.get("show", "").split(",") if self.query.get("show") else None
        session = getattr(self.request, "session", None) or {}
        chosen = asked or session.get(f"columns:{self.key}")
        shown = [column for column in self.all_columns if column.key in chosen] if chosen else []
        return shown or [column for column in self.all_columns if column.shown]

    @cached_property
    def bound_filters(self) -> list[Bound]:
        return [each.bind(self) for each in (self.filters() if callable(self.filters) else self.filters)]

    @property
    def has_search(self) -> bool:
        return self.search is not None

    @cached_property
    def search_text(self) -> str:
        return self.query.get("q", "").strip()[:100].replace("\x00", "") if self.search else ""

    @cached_property
    def sort_by(self) -> str:
        """The order that was asked for, if a column knows it."""
        asked = self.query.get("sort", "")
        known = {column.key for column in self.all_columns if column.sort}
        return asked if asked.removeprefix("-") in known else ""

    @cached_property
    def is_narrowed(self) -> bool:
        return bool(self.search_text) or any(bound.is_set for bound in self.bound_filters)

    def narrowed(self) -> QuerySet[Any]:
        """The rows that were asked for, in the order that was asked for."""
        rows = self.rows()
        for bound in self.bound_filters:
            rows = bound.narrow(rows)
        if self.search and self.search_text:
            rows = self.search(rows, self.search_text)
        return rows.order_by(*self._order())

    def exported(self) -> QuerySet[Any]:
        """Of the rows that were asked for, those at places where this person may take rows away."""
        rows = self.narrowed()
        if self.export_permission is None:
            return rows
        assert isinstance(rows, ScopedQuerySet)  # noqa: S101 -- a list that asks for a right has rows with places
        return rows.in_scopes(self.actor.scopes(self.export_permission))

    def _order(self) -> list[str]:
        if self.sort_by:
            column = next(column for column in self.all_columns if column.key == self.sort_by.removeprefix("-"))
            return column.order(backwards=self.sort_by.startswith("-"))
        tie = "-pk" if self.sort.startswith("-") else "pk"
        return list(dict.fromkeys([self.sort, tie]))

    # The page

    @cached_property
    def page_number(self) -> int:
        asked = self.query.get("page", "1")
        return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1

    @cached_property
    def found(self) -> list[Model]:
        """The rows of this page, and one more when another page follows."""
        first = (self.page_number - 1) * self.per_page
        shown = self.narrowed()[first : first + self.per_page + 1]
        if self.search_text:  # of the many that words find, only those on the page are joined with all that a row shows
            return list(self.rows().filter(pk__in=shown.values("pk")).order_by(*self._order()))
        return list(shown)

    def count_words(self) -> str:
        """How many there are, without reading a whole table to know it."""
        first = (self.page_number - 1) * self.per_page
        if len(self.found) <= self.per_page and (self.found or first == 0):
            return self._count_words(first + len(self.found))
        return self._count_words(self.narrowed().order_by().values("pk")[: COUNT_TO + 1].count())

    def _count_words(self, count: int) -> str:
        if count > COUNT_TO:
            return _("more than %(n)s") % {"n": f"{COUNT_TO:,}"}
        return _("%(n)s in all") % {"n": count}

    def address(self, **changes: str) -> str:
        """The address of this list with some of its parameters changed; an empty one is left out."""
        query = self.query.copy()
        for name in KEPT_OUT:
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        for name in [name for name in query if not query[name]]:
            del query[name]
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def heads(self) -> list[Head]:
        """The head of each column; pressing the current order turns it round."""
        heads = []
        for column in self.shown_columns:
            current = self.sort_by.removeprefix("-") == column.key
            backwards = current and not self.sort_by.startswith("-")
            url = self.address(sort=f"-{column.key}" if backwards else column.key) if column.sort else ""
            direction = ("descending" if self.sort_by.startswith("-") else "ascending") if current else ""
            heads.append(Head(column.label, url, column.is_number, direction))
        return heads

    def pager(self) -> dict[str, Any]:
        """The pages before and after this one."""
        number, is_last = self.page_number, len(self.found) <= self.per_page
        return {
            "number": number,
            "previous": self.address(page=str(number - 1) if number > 2 else "") if number > 1 else "",
            "next": "" if is_last or number >= LAST_PAGE else self.address(page=str(number + 1)),
            "is_end": number >= LAST_PAGE and not is_last,
        }

    def context(self) -> dict[str, Any]:
        """Everything that the templates show."""
        rows = self.found[: self.per_page]
        return {
            "list": self,
            "shell_template": self.shell,
            "heads": self.heads(),
            "body": body(rows, self.shown_columns, self.now),
            "has_rows": bool(rows),
            "count": self.count_words(),
            "pager": self.pager(),
            "views": self.views(),
            "empty_url": reverse(self.empty.url_name) if self.empty.url_name else "",
            "export_url": self.address(export="1") if self.may_export else "",
            "clear_url": self.request.path,
            **self.extra(),
        }

    @property
    def may_export(self) -> bool:
        """Whether this person may take rows away."""
        if not self.can_export or self.actor.person_id is None:
            return False
        return self.export_permission is None or bool(self.actor.scopes(self.export_permission))

    @property
    def hidden_query(self) -> SafeString:
        """The parameters that the filter form does not ask for, so that they stay."""
        kept = [(name, self.query[name]) for name in ("sort", "show") if self.query.get(name)]
        return format_html_join("", '<input type="hidden" form="filters" name="{}" value="{}">', kept)

    # What a person keeps

    def views(self) -> list[dict[str, Any]]:
        """The views that this person has kept, with the one that is open now."""
        kept = self._own_views()
        here = self.address().partition("?")[2]
        return [
            {"id": v.pk, "name": v.name, "url": f"{self.request.path}?{v.query}", "is_current": v.query == here}
            for v in kept
        ]

    def _own_views(self) -> QuerySet[SavedView]:
        person_id = self.actor.person_id
        if person_id is None or not self.key:
            return SavedView.objects.none()
        return SavedView.objects.filter(owner_id=person_id, list_key=self.key).order_by("name")

    def _save_view(self, data: QueryDict) -> None:
        shown = ",".join(column.key for column in self.shown_columns)
        chosen = shown if self.shown_columns != [column for column in self.all_columns if column.shown] else ""
        query = self.address(show=chosen).partition("?")[2]
        name = data.get("name", "")[:60]
        operations.save_view(list_key=self.key, name=name, query=query, actor=self.actor, now=self.now)

    def _forget_view(self, data: QueryDict) -> None:
        view = next((each for each in self._own_views() if str(each.pk) == data.get("view")), None)
        if view is None:
            raise Http404
        operations.forget_view(view=view, actor=self.actor, now=self.now)

    def _choose_columns(self, data: QueryDict) -> None:
        known = {column.key for column in self.all_columns}
        self.request.session[f"columns:{self.key}"] = [key for key in data.getlist("column") if key in known]

    def _export(self, request: HttpRequest) -> HttpResponseBase:
        if not self.may_export:
            raise Http404
        return export_page(self, request)
