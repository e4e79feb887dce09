"""`linli open_account --place /ln/… --name 张三 --role security_admin`: the operator lets the first people in."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from linli.base.errors import Refused
from linli.base.permissions import SystemActor
from linli.core.areas.models import Area
from linli.core.people.models import Person
from linli.core.people.operations.grants import give_grant
from linli.core.people.operations.invitations import give_slip
from linli.core.people.operations.persons import add_person
from linli.core.people.queries.actors import live_grants, role_table

OPERATOR = SystemActor("operator")


class Command(BaseCommand):
    """Add somebody if the register does not know them, give a role, and print the code of a slip."""

    help = "Let somebody in: a person, a role at a place, and a slip that opens their account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said on the command line."""
        parser.add_argument("--place", required=True, help="where the role is held: the path of an area")
        parser.add_argument("--name", required=True, help="full name")
        parser.add_argument("--role", choices=sorted(role_table()), help="left out: no role, only a slip")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it all or nothing, and say the code once."""
        try:
            code = self._open(now=timezone.now(), **{key: options[key] for key in ("place", "name", "role")})
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{code}   {settings.LINLI_URL}/accounts/join/")

    @transaction.atomic
    def _open(self, *, place: str, name: str, role: str | None, now: datetime) -> str:
        at = Area.objects.filter(path=place.rstrip("/") + "/", ends_on=None).first()
        if at is None:
            raise CommandError(f"There is no area {place}. The paths stand in the addresses of the desk's grid pages.")
        found = list(Person.objects.live().filter(name=name.strip(), place__under=at.path)[:2])
        if len(found) > 1:
            raise CommandError(f"More than one {name} lives there. Give the role at /desk/grants/ instead.")
        person = found[0] if found else add_person(at=at, name=name, actor=OPERATOR, now=now)
        held = live_grants(timezone.localdate(now)).filter(person=person, role=role or "", place=at.path)
        if role and not held.exists():
            give_grant(person=person, role=role, at=at, reason="operator", actor=OPERATOR, now=now)
        return give_slip(person=person, actor=OPERATOR, now=now)[1]
