"""People, the homes they live in, the accounts they sign in with, and what they agreed to."""

from linli.core.people.models.accounts import Account, Grant, Invitation, PasswordRecord, SignInFailure
from linli.core.people.models.consent import CareNeed, Consent, Proxy, RightsRequest
from linli.core.people.models.homes import Household, Residence
from linli.core.people.models.persons import DuplicatePair, Person, PersonMerge
from linli.core.people.models.rosters import RosterLine

__all__ = [
    "Account",
    "CareNeed",
    "Consent",
    "DuplicatePair",
    "Grant",
    "Household",
    "Invitation",
    "PasswordRecord",
    "Person",
    "PersonMerge",
    "Proxy",
    "Residence",
    "RightsRequest",
    "RosterLine",
    "SignInFailure",
]
