"""Who may do what: the whole matrix on one page, reviewed as such. A role is held at a place and reaches below it."""

ROLES: dict[str, frozenset[str]] = {}
