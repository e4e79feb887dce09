"""What the shells know on every page, asked only when a template asks."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from linli.base.permissions import Actor, Visitor
from linli.base.web import nav

LARGE_COOKIE = "linli_large"
THEME_COOKIE = "linli_theme"
THEMES = ("auto", "light", "dark")
LANGUAGE_TAGS = {"zh-hans": "zh-Hans"}


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: the actor that the middleware put on the request, or a visitor."""
    return getattr(request, "actor", None) or Visitor()


class Shell:
    """The frame around a page: who, where, in which dress."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor:
        return actor_of(self._request)

    @cached_property
    def sections(self) -> list[tuple[Any, list[nav.Entry]]]:
        """The rail of the desk."""
        return nav.sections_for(self.actor, self._request.path)

    @cached_property
    def bottom(self) -> list[nav.Entry]:
        """What stands at the foot of the desk on a phone, before the menu: the first three rooms."""
        return [entry for _title, entries in self.sections for entry in entries][:3]

    @cached_property
    def strips(self) -> list[str]:
        """Lines at the top of the page, e.g. for whom somebody acts."""
        return nav.strips_of(self._request)

    @cached_property
    def tabs(self) -> list[nav.Entry]:
        """The tabs of the portal."""
        return nav.entries_for(self.actor, nav.PORTAL, self._request.path)

    @cached_property
    def quick(self) -> list[nav.Entry]:
        """The buttons of the desk's bar."""
        return nav.entries_for(self.actor, nav.QUICK, self._request.path)

    @cached_property
    def search_url(self) -> str:
        """Where the search box leads; empty when there is nothing to search."""
        entries = nav.entries_for(self.actor, nav.SEARCH, self._request.path)
        return entries[0].url if entries else ""

    @cached_property
    def _place(self) -> tuple[str, str]:
        return nav.place_of(self._request)

    @property
    def community_name(self) -> str:
        return self._place[0]

    @property
    def community_line(self) -> str:
        """The line under the name, e.g. the street that the community belongs to."""
        return self._place[1]

    @property
    def is_large(self) -> bool:
        return self._request.COOKIES.get(LARGE_COOKIE) == "1"

    @property
    def theme(self) -> str:
        chosen = self._request.COOKIES.get(THEME_COOKIE, "auto")
        return chosen if chosen in THEMES else "auto"

    @property
    def language(self) -> str:
        """The language of the page as BCP 47 writes it."""
        code = get_language() or settings.LANGUAGE_CODE
        return LANGUAGE_TAGS.get(code, code)

    @property
    def is_demo(self) -> bool:
        return settings.LINLI_DEMO

    @property
    def person(self) -> str:
        """Whose drafts the browser may show: another person at the same machine sees none of them."""
        return str(self.actor.person_id or "")


def shell(request: HttpRequest) -> dict[str, Shell]:
    """`shell` in every template."""
    return {"shell": Shell(request)}
