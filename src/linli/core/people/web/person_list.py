"""The register as a list: found in every way, narrowed, exported masked and for a purpose."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.text import masked_id, masked_name, masked_phone
from linli.base.web.lists import Choice, Column, Empty, Filter, ListPage, link
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import Address, addresses_of, grids_for
from linli.core.people.enums import CareCategory, PeoplePermission, Sex
from linli.core.people.models import Person
from linli.core.people.queries.persons import AGE_GROUPS, aged, in_care, people_for, shown_name
from linli.core.people.queries.search import people_matching

AGES: dict[str, str | Promise] = {
    "0-13": gettext_lazy("Children under 14"),
    "14-17": gettext_lazy("14 to 17"),
    "18-59": gettext_lazy("18 to 59"),
    "60-79": gettext_lazy("60 to 79"),
    "80-": gettext_lazy("80 and older"),
}


def person_url(person: Person) -> str:
    """The page of somebody."""
    return reverse("people:person", args=[person.pk])


class ByGrid:
    """A filter by grid, for lists of rows that have a place."""

    def grids(self: Any) -> list[tuple[str, str]]:
        """The grids that the list reaches."""
        return [(str(grid.pk), str(grid)) for grid in grids_for(self.actor, PeoplePermission.VIEW).defer("outline")]


def in_grid(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The rows below a grid; none when there is no such grid."""
    grid = Area.objects.filter(pk=UUID(value)).only("path").first()
    return rows.filter(**{f"{getattr(rows.model, 'PLACE', 'place')}__under": grid.path}) if grid else rows.none()


class PersonList(ByGrid, ListPage):
    """Everybody whom this worker looks after."""

    key = "people"
    title = gettext_lazy("People")
    lead = gettext_lazy("Found by name, pinyin, initials, the end of a phone number, or a whole number.")
    search_hint = gettext_lazy("Name, pinyin, initials, end of a phone number")
    permission = PeoplePermission.VIEW
    export_permission = PeoplePermission.EXPORT
    sort = "pinyin"
    empty = Empty(
        gettext_lazy("Nobody is in the register yet"),
        gettext_lazy("Bring in the rosters of the community, or add people at their home."),
        icon="users",
    )
    search = staticmethod(people_matching)
    template_name = "people/person_list.html"

    def columns(self) -> list[Column]:
        """Names as this worker may read them; numbers always masked."""
        return [
            Column("name", _("Name"), self._name, sort="pinyin", export=lambda person: masked_name(person.name)),
            Column("sex", _("Sex"), lambda person: person.get_sex_display()),
            Column("age", _("Age"), lambda person: person.age_on(self.today), sort="-birth_on", is_number=True),
            Column("home", _("Home"), self._home, export=lambda person: str(self._known(person))),
            Column("grid", _("Grid"), lambda person: self._known(person).grid, export=self._grid_words, tight=True),
            Column("phone", _("Phone"), lambda person: masked_phone(person.phone), tight=True),
            Column("id_number", _("Identity number"), lambda person: masked_id(person.id_number), shown=False),
            Column("ethnicity", _("Ethnic group"), shown=False),
        ]

    def filters(self) -> list[Filter]:
        """By grid, age, sex; by care for those who may see it."""
        found: list[Filter] = [
            Choice("grid", _("Grid"), choices=PersonList.grids, apply=in_grid),
            Choice("age", _("Age"), choices=AGES.items(), apply=lambda rows, value: aged(rows, value, self.today)),
            Choice("sex", _("Sex"), choices=Sex.choices),
        ]
        if self.actor.scopes(PeoplePermission.CARE_VIEW):
            found.append(Choice("care", _("Care"), choices=CareCategory.choices, apply=self._in_care))
        assert set(AGES) == set(AGE_GROUPS)  # noqa: S101 -- the words and the groups are one list
        return found

    def rows(self) -> QuerySet[Person]:
        return people_for(self.actor)

    @cached_property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def extra(self) -> dict[str, Any]:
        return {"may_merge": bool(self.actor.scopes(PeoplePermission.MERGE))}

    def _in_care(self, rows: Any, value: str) -> Any:
        return in_care(rows.in_scopes(self.actor.scopes(PeoplePermission.CARE_VIEW)), value, self.today)

    def _name(self, person: Person) -> SafeString:
        return link(shown_name(person, self.actor, self.today), person_url(person))

    def _home(self, person: Person) -> str:
        address = self._known(person)
        return str(address) if address.steps else ""

    def _grid_words(self, person: Person) -> str:
        return str(self._known(person).grid or "")

    def _known(self, person: Person) -> Address:
        """Where they live: asked once for the page; in an export once for each home."""
        if person.place not in self._addresses:
            self._addresses |= addresses_of([person.place])
        return self._addresses[person.place]

    @cached_property
    def _addresses(self) -> dict[str, Address]:
        if "export" in self.query:
            return {}
        return addresses_of(row.place for row in self.found if isinstance(row, Person))
