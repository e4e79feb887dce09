"""Members of branches, and in-service members who have reported in."""

from linli.core.membership.models.members import InServiceMember, Member, MemberMove

__all__ = ["InServiceMember", "Member", "MemberMove"]
