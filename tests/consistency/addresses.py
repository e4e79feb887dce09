"""Every address of the product, as the resolver knows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One named page: `matters:desk-detail`, its route and what it takes."""

    name: str
    route: str
    view: Any
    takes: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether a visitor may knock without signing in."""
        return not getattr(self.view, "login_required", True)


def addresses() -> list[Address]:
    """All of them, by name."""
    return sorted(
        _walk(get_resolver().url_patterns, "", "", frozenset()), key=lambda address: (address.name, address.route)
    )


def _walk(
    patterns: list[URLPattern | URLResolver], route: str, namespace: str, before: frozenset[str]
) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        takes = before | set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inside, takes)
        else:
            asked = tuple(sorted(takes - set(pattern.default_args)))
            yield Address(f"{namespace}{pattern.name}", here, pattern.callback, asked)
