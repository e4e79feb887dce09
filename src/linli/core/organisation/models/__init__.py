"""Organisations: units and businesses, party organisations, posts, terms and elections."""

from linli.core.organisation.models.bodies import Body, Liaison
from linli.core.organisation.models.elections import Candidate, Election, ElectionEntry
from linli.core.organisation.models.orgs import PartyOrg, Post, Term

__all__ = ["Body", "Candidate", "Election", "ElectionEntry", "Liaison", "PartyOrg", "Post", "Term"]
