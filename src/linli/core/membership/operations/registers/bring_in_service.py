"""The list of in-service members who reported in: everybody comes in, with the grid and never with the door (B-14)."""

from __future__ import annotations

from typing import Any

from linli.base.audit.operations import record
from linli.base.sheets.report import Report
from linli.core.areas.models import Area
from linli.core.membership.enums import ReportState
from linli.core.membership.models import InServiceMember
from linli.core.membership.operations.registers.fields import HOURS, IN_SERVICE
from linli.core.membership.operations.registers.reading import Row, Run, Take, bring, correct_phone, person_of
from linli.core.organisation.models import Body, PartyOrg
from linli.core.people.models import Person

CELLS = ("work_unit", "post", "grid", "skills", "hours", "reported")
CELL_OF = {
    "unit_id": "work_unit", "unit_name": "work_unit", "post": "post", "skills": "skills", "hours": "hours",
    "reported_on": "reported",
}  # fmt: skip
COUNTS = ("in_service", "in_service_new", "in_service_changed", "people_new")


def import_in_service(**asked: Any) -> Report:
    """Take the list of in-service members in."""
    return bring("in_service", IN_SERVICE, _begin, **asked)


def _begin(run: Run) -> Take:
    run.report.counts = dict.fromkeys(COUNTS, 0)
    rows = InServiceMember.objects.filter(community=run.community).exclude(state=ReportState.LEFT)
    known = {report.person_id: report for report in rows}
    units = dict(Body.objects.live().filter(community=run.community).values_list("name", "pk"))
    groups = {org.grid_id: org for org in run.orgs if org.grid_id}
    seen: set[Any] = set()

    def take(run: Run, row: Row) -> None:
        grid = run.grid_of(row)
        columns = _columns(row, units)
        person = person_of(run, row)
        if person.pk in seen:
            run.doubt(row, "member_twice", "name", person)
            return
        seen.add(person.pk)
        run.count("in_service")
        org = (groups.get(grid.pk) if grid else None) or run.committee
        if person.pk in known:
            _correct(run, row, known[person.pk], columns, grid, org)
        elif org is None:
            run.doubt(row, "no_committee", "grid", person)
        else:
            known[person.pk] = _enter(run, row, person, columns, grid, org)

    return take


def _columns(row: Row, units: dict[str, Any]) -> dict[str, Any]:
    cells, entry = row.cells, row.entry
    unit = cells.get("work_unit", "")
    columns: dict[str, Any] = {"unit_id": units.get(unit), "unit_name": "" if unit in units else unit[:120]}
    columns |= {"post": cells.get("post", "")[:60], "skills": cells.get("skills", "")[:200]}
    columns["reported_on"] = row.days["reported"]
    hours = cells.get("hours", "")
    columns["hours"] = HOURS.get(hours.lower(), 0)
    if hours and not columns["hours"]:
        entry.doubts.append(entry.doubt("hours_unknown", "hours", hours))
    return columns


def _enter(
    run: Run, row: Row, person: Person, columns: dict[str, Any], grid: Area | None, org: PartyOrg
) -> InServiceMember:
    report = InServiceMember.objects.create(
        person=person, community=run.community, place=org.path, org=org, grid=grid, told=row.told(*CELLS),
        state_since=run.now, updated_at=run.now, **columns,
    )  # fmt: skip
    run.count("in_service_new")
    run.change(row, person, "in_service", "", row.cells.get("work_unit", ""))
    return report


def _correct(
    run: Run, row: Row, report: InServiceMember, columns: dict[str, Any], grid: Area | None, org: PartyOrg | None
) -> None:
    """Only what the list says otherwise than last time; what was corrected here since stays (ADR 0008)."""
    before, told = report.told, row.told(*CELLS)
    if before == told:
        return
    changes = len(run.report.changes)
    if before.get("grid", "") != told["grid"] and grid and org:
        columns |= {"grid_id": grid.pk, "org_id": org.pk, "place": org.path}
    cell_of = {**CELL_OF, "grid_id": "grid", "org_id": "grid", "place": "grid"}
    changed = {
        name: value
        for name, value in columns.items()
        if before.get(cell_of[name], "") != told[cell_of[name]] and getattr(report, name) != value
    }
    for cell in sorted({cell_of[name] for name in changed}):
        run.change(row, report.person, cell, str(before.get(cell, "")), told[cell])
    for name, value in {**changed, "told": told, "updated_at": run.now}.items():
        setattr(report, name, value)
    report.save()
    if changed:
        data = {"fields": sorted(changed)}
        record("membership.inservicemember.correct", report, actor=run.actor, now=run.now, data=data)
    correct_phone(run, row, report.person, before, told)
    if len(run.report.changes) > changes:
        run.count("in_service_changed")
