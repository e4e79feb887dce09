"""The pages of members who are away, each with a row of the demo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Model

from linli.core.areas.models import Area
from linli.core.membership.models import CardAsk, InServiceMember, Member, UnitStatement
from linli.core.mobile.models import Stay
from linli.core.mobile.operations.links import ask_if_well, link_for_other_end
from linli.core.people.queries.actors import PersonActor

BEGINNING = "mobile:"
NO_PAGES_OF_MEMBERS = {
    "membership:slip": "a file",
    "membership:in-service-slip": "a file",
    "membership:statement-pdf": "a file",
}
READERS_OF_MOBILE = {
    "mobile:": "committee_secretary", "mobile:mine": "resident", "mobile:well": "", "mobile:other-end": "",
}  # fmt: skip


def value_of_mobile(name: str, argument: str, secretary: PersonActor, now: datetime) -> Any:
    """The argument of an address: somebody who is away, or a link for them."""
    community: Area | None = secretary.person.community
    if name == "mobile:away-new":
        return Member.objects.filter(community=community, member_class="community")[0].pk
    stay = Stay.objects.filter(community=community, state="registered").order_by("pk")[0]
    if argument == "token":
        make = ask_if_well if name == "mobile:well" else link_for_other_end
        return make(stay=stay, actor=secretary, now=now).split("/")[2]
    return stay.pk


def rows_of_members(community: Area) -> dict[str, Callable[[], Model]]:
    """The rows of pages about reporting in, about cards and about extracts."""
    return {
        "membership:in-service": lambda: InServiceMember.objects.filter(community=community)[0],
        "membership:in-service-assign": lambda: InServiceMember.objects.filter(state="reported")[0],
        "membership:ask": lambda: CardAsk.objects.filter(community=community, state="received")[0],
        "membership:statement-check": lambda: UnitStatement.objects.filter(revoked_at=None)[0],
    }
