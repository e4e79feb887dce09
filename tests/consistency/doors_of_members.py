"""Whose the pages of members, dues and admission are."""

from __future__ import annotations

from linli.core.membership.enums import MembershipPermission as Member
from tests.consistency.doors import ANY, MINE, Rule, at, sent

OF_MEMBERS: dict[str, Rule] = {
    "membership:ask": at(Member.EDIT, "card_ask"),
    "membership:ask-list": Rule(Member.EDIT),
    "membership:helps": Rule(MINE, post=True),
    "membership:in-service": at(Member.VIEW, "in_service"),
    "membership:in-service-correct": at(Member.EDIT, "in_service"),
    "membership:in-service-assign": at(Member.EDIT, "in_service"),
    "membership:in-service-list": Rule(Member.VIEW),
    "membership:in-service-new": Rule(Member.IMPORT),
    "membership:in-service-slip": at(Member.VIEW, "in_service"),
    "membership:in-service-statement": at(Member.EDIT, "in_service"),
    "membership:in-service-write": at(Member.EDIT, "in_service"),
    "membership:in-service-step": sent(Member.EDIT, "in_service", step="pause"),
    "membership:member": at(Member.VIEW, "member"),
    "membership:member-correct": at(Member.EDIT, "member"),
    "membership:member-leave": at(Member.EDIT, "member"),
    "membership:member-list": Rule(Member.VIEW),
    "membership:member-move": at(Member.EDIT, "member"),
    "membership:member-step": sent(Member.EDIT, "member", step="lose"),
    "membership:mine": Rule(ANY),
    "membership:mine-agree": Rule(MINE, post=True),
    "membership:mine-ask": Rule(MINE, post=True),
    "membership:mine-ask-back": Rule(MINE, "card_ask", post=True),
    "membership:mine-step": Rule(MINE, post=True, extra=(("step", "pause"),)),
    "membership:offer": Rule(MINE),
    "membership:report": Rule(ANY),
    "membership:service": Rule(MINE),
    "membership:service-look": sent(Member.EDIT, "service_entry", step="confirm"),
    "membership:service-withdraw": Rule(MINE, "service_entry", post=True),
    "membership:slip": Rule(MINE),
    "membership:statement-issue": Rule(MINE, post=True),
    "membership:statement-pdf": Rule(MINE, "extract"),
    "membership:statement-revoke": Rule(MINE, "extract", post=True),
}
