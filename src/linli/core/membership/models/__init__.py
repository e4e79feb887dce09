"""Members of branches, in-service members who have reported in, what they did, and what they ask to put right."""

from linli.core.membership.models.asks import CardAsk
from linli.core.membership.models.members import InServiceMember, Member, MemberMove
from linli.core.membership.models.service import ServiceEntry, UnitStatement

__all__ = ["CardAsk", "InServiceMember", "Member", "MemberMove", "ServiceEntry", "UnitStatement"]
