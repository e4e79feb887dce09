"""The rosters of this room, made known to the pages and commands of imports."""

from django.utils.translation import gettext_lazy as _

from linli.base.sheets.rosters import Roster, register_roster
from linli.core.areas.enums import AreaPermission
from linli.core.people.enums import PeoplePermission
from linli.core.people.operations.rosters import doubts as _doubts  # noqa: F401 -- registers the kinds of doubt
from linli.core.people.operations.rosters.fields import RESIDENTS, WORKERS
from linli.core.people.operations.rosters.grids import import_grids
from linli.core.people.operations.rosters.residents import import_residents
from linli.core.people.operations.rosters.workers import import_workers

register_roster(
    Roster(
        code="residents",
        label=_("Residents' roster"),
        about=_("People, their homes and their households; one sheet, or one for each grid."),
        permission=PeoplePermission.IMPORT,
        settle=PeoplePermission.SETTLE,
        fields=RESIDENTS,
        run=import_residents,
    )
)
register_roster(
    Roster(
        code="workers",
        label=_("List of those who work here"),
        about=_("Names, posts and grids. Roles are given by the security administrator, or at once if that is you."),
        permission=PeoplePermission.IMPORT,
        settle=PeoplePermission.SETTLE,
        fields=WORKERS,
        run=import_workers,
    )
)
register_roster(
    Roster(
        code="grids",
        label=_("Outlines of grids"),
        about=_("A GeoJSON file with one polygon for each grid."),
        permission=AreaPermission.MANAGE,
        settle=PeoplePermission.SETTLE,
        run=import_grids,
        suffixes=(".geojson", ".json"),
    )
)
