"""What pages made of several rooms show."""

from linli.portal.queries.jobs import jobs_seen_by

__all__ = ["jobs_seen_by"]
