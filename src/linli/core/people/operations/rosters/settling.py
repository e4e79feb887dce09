"""Put a doubtful cell right where it is listed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.sheets import clean
from linli.base.sheets.enums import Settlement
from linli.base.sheets.models import Finding
from linli.base.sheets.operations import settle_finding
from linli.base.sheets.rosters import ROSTERS
from linli.core.people.models import Person
from linli.core.people.operations.persons import correct_person
from linli.core.people.operations.rosters.entries import SEX

FIELDS = {"number": "id_number", "phone": "phone", "birth": "birth_on", "sex": "sex", "name": "name"}


@transaction.atomic
def settle_with_value(*, finding: Finding, value: str, actor: Actor, now: datetime) -> Finding:
    """Write the right value into the person's record and close the finding; both, or neither."""
    require(actor, ROSTERS[finding.roster].settle, finding)
    field = FIELDS.get(finding.about.asks)
    person = Person.objects.filter(pk=finding.subject_id).first() if finding.subject_id else None
    if field is None or person is None:
        raise Refused("nothing-to-write", _("There is no value to write here. Please look at the person's page."))
    if not value.strip():
        raise Refused("value-missing", _("Please write the right value."), field="value")
    correct_person(person=person, actor=actor, now=now, **{field: _read(field, value, now)})
    return settle_finding(finding=finding, settlement=Settlement.BY_HAND, actor=actor, now=now, allowed=True)


def _read(field: str, value: str, now: datetime) -> Any:
    if field == "birth_on":
        read = clean.date(value, today=localdate(now))
        if read.on is None or read.doubt:
            raise Refused("bad-birth", _("Please write the day like this: 1958-03-04."), field="value")
        return read.on
    if field == "sex":
        sex = SEX.get(clean.sex(value)) or (value if value in SEX.values() else "")
        if not sex:
            raise Refused("bad-sex", _("Please write female or male."), field="value")
        return sex
    return value
