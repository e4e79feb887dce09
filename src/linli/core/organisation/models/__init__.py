"""Organisations: units and businesses, party organisations, posts and terms."""

from linli.core.organisation.models.bodies import Body, Liaison
from linli.core.organisation.models.orgs import PartyOrg, Post, Term

__all__ = ["Body", "Liaison", "PartyOrg", "Post", "Term"]
