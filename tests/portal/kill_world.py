"""A small community in an installation of its own, with a resident and a worker who have signed in."""

from __future__ import annotations

import json

from tests.factories.clients import browser_of
from tests.factories.core import make_world


def build() -> None:
    """Make it, and say the sessions."""
    people = make_world().people
    roles = ("resident", "community_worker")
    print(json.dumps({role: browser_of(people[role]).session.session_key for role in roles}))  # noqa: T201 -- its answer
