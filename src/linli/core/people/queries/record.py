"""What is kept about one person, why, until when, and who looked: for their page and their copy (X-01, X-02)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.audit.models import AuditEntry
from linli.base.audit.queries import entries_about
from linli.base.text import masked_id, masked_phone
from linli.core.people.enums import Basis, Role
from linli.core.people.models import Account, Person
from linli.core.people.queries.actors import live_grants
from linli.core.people.queries.proxies import proxies_around

SHOWN = 100
REGISTER = gettext_lazy("The register of residents, by which the community serves them")
WHILE_HERE = gettext_lazy("while you live here, then three years")


@dataclass(frozen=True)
class Kept:
    """One thing that is kept about somebody."""

    what: str
    value: str
    purpose: str
    basis: str
    until: str

    @property
    def grounds(self) -> str:
        """Why, on which basis and until when: what stands once below everything that is kept for the same reason."""
        return " · ".join(part for part in (self.purpose, self.basis, self.until) if part)


@dataclass(frozen=True)
class Look:
    """One time that somebody opened or changed a record."""

    at: datetime
    who: str
    what: str
    reason: str


@dataclass(frozen=True)
class CopyPage:
    """What a higher room adds to somebody's copy of their record: a title, the heads of its columns, its rows."""

    title: str | Promise
    heads: Mapping[str, str | Promise]
    rows: Callable[[Person, date], list[dict[str, str]]]


copy_pages: dict[str, CopyPage] = {}


def register_copy(key: str, page: CopyPage) -> None:
    """Add a page to the copy that people take of their record: what a higher room keeps about them."""
    copy_pages[key] = page


def register_look(action: str, words: str | Promise) -> None:
    """Say in words what an action of a higher room was, for the list of who opened a record."""
    ACTIONS[action] = words


ACTIONS: dict[str, str | Promise] = {
    "people.person.reveal": gettext_lazy("saw a number in full"),
    "people.person.open_child": gettext_lazy("opened your record"),
    "people.person.add": gettext_lazy("added you to the register"),
    "people.person.correct": gettext_lazy("corrected your record"),
    "people.person.move": gettext_lazy("noted that you live elsewhere"),
    "people.person.end": gettext_lazy("noted that you moved"),
    "people.person.merge": gettext_lazy("settled that two rows are you"),
    "people.person.undo_merge": gettext_lazy("settled that two rows are two people"),
    "people.person.export_own": gettext_lazy("took a copy of your record"),
    "people.account.open": gettext_lazy("opened your account"),
    "people.account.sign_in": gettext_lazy("signed in"),
    "people.account.lock": gettext_lazy("typed five wrong passwords"),
    "people.account.set_password": gettext_lazy("set a password"),
    "people.account.set_phone": gettext_lazy("set the phone for codes"),
}


def kept_about(person: Person, today: date, *, in_full: bool) -> list[Kept]:
    """Each thing with its purpose, its basis in law, and until when. Numbers in full only in one's own copy."""
    phone = person.phone if in_full else masked_phone(person.phone)
    number = person.id_number if in_full else masked_id(person.id_number)
    said = [
        (_("Name"), person.name),
        (_("Sex"), person.get_sex_display() if person.sex else ""),
        (_("Born on"), person.birth_on.isoformat() if person.birth_on else ""),
        (_("Identity number"), number),
        (_("Phone"), phone),
        (_("Ethnicity"), person.ethnicity),
        (_("Education"), person.education),
        (_("Work"), person.employment),
        (_("Note"), person.note),
    ]
    duty = str(Basis.STATUTORY_DUTY.label)
    rows = [Kept(what, value, str(REGISTER), duty, str(WHILE_HERE)) for what, value in said if value]
    return rows + _homes(person) + _care(person, today) + _account(person, in_full) + _roles(person, today)


def _homes(person: Person) -> list[Kept]:
    rows = person.residences.select_related("household__home__parent").order_by("ends_on", "-starts_on", "pk")
    duty = str(Basis.STATUTORY_DUTY.label)
    return [Kept(_("Home"), _address(row), str(REGISTER), duty, str(WHILE_HERE)) for row in rows]


def _address(row: Any) -> str:
    home = row.household.home
    words = " ".join(str(area) for area in (home.parent, home) if area is not None)
    return f"{words} ({row.get_relation_display()})"


def _care(person: Person, today: date) -> list[Kept]:
    needs = person.care_needs.filter(ends_on__gte=today).order_by("ends_on", "pk")
    return [
        Kept(_("Need of care"), need.get_category_display(), need.purpose, need.get_basis_display(), str(need.ends_on))
        for need in needs
    ]


def _account(person: Person, in_full: bool) -> list[Kept]:
    account = account_of(person)
    if account is None:
        return []
    purpose, basis, until = _("To sign in"), str(Basis.CONSENT.label), _("until you close the account")
    phone = account.phone if in_full else masked_phone(account.phone)
    said = [(_("Name to sign in with"), account.username), (_("Phone for codes"), phone), (_("E-mail"), account.email)]
    return [Kept(what, value, purpose, basis, until) for what, value in said if value]


def _roles(person: Person, today: date) -> list[Kept]:
    return [
        Kept(_("Role"), str(Role(grant.role).label), _("To do your work"), _("Your post"), str(grant.ends_on or ""))
        for grant in live_grants(today).filter(person=person).order_by("pk")
        if grant.role in Role.values
    ]


def looks_at(person: Person) -> list[Look]:
    """Who opened or changed the record and the account, when, and with which reason; the newest first."""
    entries = entries_about("people.person", person.pk)
    account = account_of(person)
    if account is not None:
        entries = entries | entries_about("people.account", account.pk)
    own_sign_ins = Q(action="people.account.sign_in", person_id=person.pk)  # they would bury the looks of others
    rows = list(entries.exclude(own_sign_ins)[:SHOWN])
    names = names_of(entry.person_id for entry in rows)
    return [_look(entry, names, person.pk) for entry in rows]


def account_of(person: Person) -> Account | None:
    """What the person signs in with, if anything."""
    return getattr(person, "account", None)


def names_of(keys: Iterable[UUID | None]) -> dict[UUID, str]:
    """What the people behind some audit rows are called."""
    wanted = {key for key in keys if key}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))


def who_of(entry: AuditEntry, names: dict[UUID, str]) -> str:
    """The person behind an audit row, and for whom they acted."""
    if entry.person_id is None:
        return _("Somebody who was not signed in") if entry.actor == "visitor" else "Linli"
    return names.get(entry.person_id, "?")


def _look(entry: AuditEntry, names: dict[UUID, str], owner: UUID) -> Look:
    who = _("You") if entry.person_id == owner else who_of(entry, names)
    reason = entry.reason
    return Look(entry.at, who, str(ACTIONS.get(entry.action, entry.action)), reason)


def copy_of(person: Person, today: date) -> dict[str, list[dict[str, str]]]:
    """Everything about a person, in full, as a program or a spreadsheet reads it; higher rooms add their pages."""
    for_me, by_me = proxies_around(person, today)
    return {
        "kept": [vars(row) for row in kept_about(person, today, in_full=True)],
        "consents": [
            {
                "purpose": consent.purpose,
                "text": consent.text,
                "door": consent.get_door_display(),
                "given_at": _moment(consent.given_at),
                "withdrawn_at": _moment(consent.withdrawn_at),
            }
            for consent in person.consents.order_by("given_at", "pk")
        ],
        "proxies": [
            {
                "principal": row.principal.name,
                "proxy": row.proxy.name,
                "relation": row.relation,
                "until": str(row.ends_on),
            }
            for row in for_me + by_me
        ],
        "requests": [
            {
                "kind": request.get_kind_display(),
                "text": request.text,
                "state": request.get_state_display(),
                "received_at": _moment(request.received_at),
                "answer": request.answer,
            }
            for request in person.rights_requests.order_by("received_at", "pk")
        ],
        "looks": [
            {"at": _moment(look.at), "who": look.who, "what": look.what, "reason": look.reason}
            for look in looks_at(person)
        ],
        **{key: page.rows(person, today) for key, page in copy_pages.items()},
    }


def _moment(moment: datetime | None) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
