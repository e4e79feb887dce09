"""Where one can go: each app registers its rooms in `web/nav.py`; the shells show what the actor may open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor

SECTIONS: dict[str, str | Promise] = {
    "today": "",
    "core": _("Core: needs and problems"),
    "together": _("Core: what we do together"),
    "people": _("Core: people and places"),
    "services": _("Three services"),
    "platforms": _("Three platforms"),
    "admin": _("Administration"),
}
PORTAL, QUICK, SEARCH = "portal", "quick", "search"
COUNT_SECONDS = 60


@dataclass(frozen=True)
class NavItem:
    """One entry. `section` is one of SECTIONS, or `portal` (a tab of the portal), `quick` (a button of the desk's bar)
    or `search` (where the desk's search box leads).

    Without `permission` everybody who sees the shell sees it. `count(actor)` is the small number behind the label;
    it is asked at most once a minute for each actor. A number opens its list: where there is one, `query`
    ("state=open") narrows the page to what was counted.
    """

    section: str
    label: str | Promise
    url_name: str
    icon: str
    permission: str | None = None
    order: int = 100
    count: Callable[[Actor], int] | None = None
    primary: bool = False
    query: str = ""


@dataclass(frozen=True)
class Entry:
    """An item as one actor sees it on one page."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int | None = None
    primary: bool = False


_items: dict[str, NavItem] = {}
_place_of: list[Callable[[HttpRequest], tuple[str, str]]] = []
_strips: list[Callable[[HttpRequest], str]] = []


def register(
    section: str,
    label: str | Promise,
    url_name: str,
    icon: str,
    permission: str | None = None,
    order: int = 100,
    count: Callable[[Actor], int] | None = None,
    *,
    primary: bool = False,
    query: str = "",
) -> NavItem:
    """Add an entry to a shell. Registering the same section and URL again replaces it."""
    if section not in {*SECTIONS, PORTAL, QUICK, SEARCH}:
        message = f"No such section: {section!r}"
        raise ValueError(message)
    item = NavItem(section, label, url_name, icon, permission, order, count, primary, query)
    _items[f"{section} {url_name}"] = item
    return item


def register_strip(strip_of: Callable[[HttpRequest], str]) -> None:
    """Tell the shells of a line for the top of every page; it is asked for each page and is mostly empty."""
    if strip_of not in _strips:
        _strips.append(strip_of)


def strips_of(request: HttpRequest) -> list[str]:
    """The lines at the top of this page."""
    return [line for strip_of in _strips if (line := strip_of(request))]


def register_place(place_of: Callable[[HttpRequest], tuple[str, str]]) -> None:
    """Tell the shells which two lines stand at the top: the community's name, and the one below it."""
    _place_of[:] = [place_of]


def place_of(request: HttpRequest) -> tuple[str, str]:
    """The two lines at the top of the page."""
    return _place_of[0](request) if _place_of else ("Linli", "")


def items_for(actor: Actor, section: str | None = None) -> list[NavItem]:
    """The items that `actor` may open, in order; those of one section, when it is named."""
    order = [*SECTIONS, PORTAL, QUICK, SEARCH]
    found = [item for item in _items.values() if section in {None, item.section} and _may_open(actor, item)]
    return sorted(found, key=lambda item: (order.index(item.section), item.order, item.url_name))


def entries_for(actor: Actor, section: str, path: str) -> list[Entry]:
    """The items of one section as links; the longest address that the page lies under is the current one."""
    links = [(item, url) for item in items_for(actor, section) if (url := _url(item.url_name))]
    current = max((url for item, url in links if _lies_under(path, url)), key=len, default=None)
    return [_entry(item, url, actor, is_current=url == current) for item, url in links]


def sections_for(actor: Actor, path: str) -> list[tuple[str | Promise, list[Entry]]]:
    """The rail of the desk: titled sections that have something in them; one entry at most is the current one."""
    grouped = [(SECTIONS[section], entries_for(actor, section, path)) for section in SECTIONS]
    current = max((e.url for _title, es in grouped for e in es if e.is_current), key=len, default=None)
    return [(title, list(_only(entries, current))) for title, entries in grouped if entries]


def _only(entries: list[Entry], current: str | None) -> Iterable[Entry]:
    for entry in entries:
        yield Entry(entry.label, entry.url, entry.icon, entry.url == current, entry.count, entry.primary)


def _entry(item: NavItem, url: str, actor: Actor, *, is_current: bool) -> Entry:
    count = _count(item, actor)
    url = f"{url}?{item.query}" if item.query and count else url
    return Entry(str(item.label), url, item.icon, is_current, count, item.primary)


def _may_open(actor: Actor, item: NavItem) -> bool:
    return item.permission is None or bool(actor.scopes(item.permission))


def _count(item: NavItem, actor: Actor) -> int | None:
    if item.count is None:
        return None
    key = f"linli-nav:{item.section}:{item.url_name}:{actor.label}".replace(" ", "_")
    found: Any = cache.get(key)
    if found is None:
        found = item.count(actor)
        cache.set(key, found, COUNT_SECONDS)
    return int(found) or None


def _url(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:  # an item of an app whose pages are not switched on
        return None


def _lies_under(path: str, url: str) -> bool:
    return path == url or (url not in {"/", "/desk/"} and path.startswith(url))
