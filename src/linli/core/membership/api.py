"""Members for programs, in the same strictest scope as on the pages; phones masked. And one's own card."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema

from linli.base.text import masked_phone
from linli.base.web.api import REFUSALS
from linli.base.web.context import actor_of
from linli.core.membership.enums import MemberClass, MemberState, Standing
from linli.core.membership.models import Member
from linli.core.membership.operations.looks import note_look
from linli.core.membership.queries.members import members_for, named, own_membership

router = Router(tags=["membership"])
PAGE = 50


class MemberOut(Schema):
    """A member of a branch; the phone is masked."""

    id: UUID
    name: str
    phone: str
    branch: str
    group: str | None
    member_class: MemberClass
    standing: Standing
    joined_on: date | None
    full_on: date | None
    skills: str
    state: MemberState


def _member(member: Member) -> dict[str, Any]:
    names = ("member_class", "standing", "joined_on", "full_on", "skills", "state")
    told = {name: getattr(member, name) for name in names}
    phone = masked_phone(member.person.phone)
    where = {"branch": member.org.name, "group": member.group.name if member.group else None}
    return {"id": member.pk, "name": member.person.name, "phone": phone, **where, **told}


@router.get("/members", response={200: list[MemberOut], **REFUSALS}, operation_id="member_list")
def member_list(
    request: HttpRequest, q: str = Query("", max_length=100), page: int = Query(1, ge=1, le=200)
) -> list[dict[str, Any]]:
    """Members of the branches that whoever asks may see, fifty a page, by branch and name."""
    rows = members_for(actor_of(request)).live().order_by("place", "person__pinyin", "pk")
    if text := q.replace("\x00", "").strip():
        rows = rows.filter(named(text))
    return [_member(member) for member in rows[(page - 1) * PAGE : page * PAGE]]


@router.get("/members/{uuid:pk}", response={200: MemberOut, **REFUSALS}, operation_id="member_detail")
def member_detail(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """One member, those who left too. Whoever asks is told of to the member, as on the page."""
    found = get_object_or_404(members_for(actor_of(request)), pk=pk)
    note_look(person=found.person, actor=actor_of(request), now=now())
    return _member(found)


@router.get("/mine", response={200: MemberOut | None, **REFUSALS}, operation_id="member_mine")
def member_mine(request: HttpRequest) -> dict[str, Any] | None:
    """One's own card; nothing when one is no member here."""
    me = actor_of(request).person_id
    member = own_membership(me) if me else None
    return _member(member) if member else None
