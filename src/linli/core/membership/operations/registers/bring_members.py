"""The register of members: everybody comes in, into the branch that is named, or beside the committee with a doubt."""

from __future__ import annotations

from typing import Any

from linli.base.sheets.report import Report
from linli.core.membership.enums import MemberClass, MemberState, Standing
from linli.core.membership.models import Member
from linli.core.membership.operations.members import correct_member, enter_member, move_member
from linli.core.membership.operations.registers.branches import branch_named, group_of
from linli.core.membership.operations.registers.fields import CLASSES, MEMBERS, STANDINGS
from linli.core.membership.operations.registers.reading import Row, Run, Take, bring, correct_phone, person_of
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person

CELLS = ("branch", "standing", "class", "joined", "full", "grid", "skills")
CELL_OF = {
    "member_class": "class", "standing": "standing", "joined_on": "joined", "full_on": "full", "skills": "skills",
}  # fmt: skip
COUNTS = ("members", "members_new", "members_changed", "people_new")
BY_REGISTER = "名册更正"  # the reason that a move carries when a corrected register asks for it


def import_members(**asked: Any) -> Report:
    """Take the register of members in."""
    return bring("members", MEMBERS, _begin, **asked)


def _begin(run: Run) -> Take:
    run.report.counts = dict.fromkeys(COUNTS, 0)
    live = Member.objects.live().filter(community=run.community).select_related("org", "group")
    known = {member.person_id: member for member in live}
    seen: set[Any] = set()

    def take(run: Run, row: Row) -> None:
        grid = run.grid_of(row)
        columns = _columns(row)
        person = person_of(run, row)
        if person.pk in seen:
            run.doubt(row, "member_twice", "name", person)
            return
        seen.add(person.pk)
        org = branch_named(row.cells.get("branch", ""), run.orgs, run.community)
        if org is None:
            run.doubt(row, "unknown_branch", "branch", person)
        run.count("members")
        at = org or run.committee
        if person.pk in known:
            _correct(run, row, known[person.pk], columns, org, group_of(org, grid, run.orgs) if org else None)
        elif at is not None:
            known[person.pk] = _enter(run, row, person, columns, at, group_of(at, grid, run.orgs))

    return take


def _columns(row: Row) -> dict[str, Any]:
    cells, entry = row.cells, row.entry
    columns: dict[str, Any] = {"joined_on": row.days["joined"], "full_on": row.days["full"]}
    columns["skills"] = cells.get("skills", "")[:200]
    columns["standing"] = STANDINGS.get(cells.get("standing", "").lower(), Standing.FULL)
    if cells.get("standing") and cells["standing"].lower() not in STANDINGS:
        entry.doubts.append(entry.doubt("standing_unknown", "standing", cells["standing"]))
    columns["member_class"] = CLASSES.get(cells.get("class", "").removesuffix("党员"), MemberClass.COMMUNITY)
    if cells.get("class") and cells["class"].removesuffix("党员") not in CLASSES:
        entry.doubts.append(entry.doubt("class_unknown", "class", cells["class"]))
    joined, full = columns["joined_on"], columns["full_on"]
    if full and (columns["standing"] == Standing.PROBATIONARY or (joined and full < joined)):
        entry.doubts.append(entry.doubt("full_day_wrong", "full", cells.get("full", "")))
        columns["full_on"] = None
    return columns


def _enter(
    run: Run, row: Row, person: Person, columns: dict[str, Any], org: PartyOrg, group: PartyOrg | None
) -> Member:
    member = enter_member(person=person, org=org, group=group, actor=run.actor, now=run.now, **columns)
    _remember(member, row.told(*CELLS))
    run.count("members_new")
    run.change(row, person, "member", "", org.name)
    return member


def _correct(
    run: Run, row: Row, member: Member, columns: dict[str, Any], org: PartyOrg | None, group: PartyOrg | None
) -> None:
    """Only what the register says otherwise than last time; what was corrected here since stays (ADR 0008)."""
    before, told = member.told, row.told(*CELLS)
    if before == told:
        return
    changes = len(run.report.changes)
    changed = {
        name: value
        for name, value in columns.items()
        if before.get(CELL_OF[name], "") != told[CELL_OF[name]] and getattr(member, name) != value
    }
    for name, value in changed.items():
        run.change(row, member.person, CELL_OF[name], str(getattr(member, name) or ""), str(value or ""))
    if changed:
        correct_member(member=member, actor=run.actor, now=run.now, **changed)
    is_moved = any(before.get(key, "") != told[key] for key in ("branch", "grid"))
    if is_moved and org and (org, group) != (member.org, member.group):
        run.change(row, member.person, "branch", str(member.group or member.org), str(group or org))
        move_member(member=member, org=org, group=group, reason=BY_REGISTER, actor=run.actor, now=run.now)
    correct_phone(run, row, member.person, before, told)
    _remember(member, told)
    if len(run.report.changes) > changes:
        run.count("members_changed")


def _remember(member: Member, told: dict[str, str]) -> None:
    Member.objects.filter(pk=member.pk).exclude(state=MemberState.LEFT).update(told=told)
    member.told = told
