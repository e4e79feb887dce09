from django.apps import AppConfig


class RehearsalsConfig(AppConfig):
    """Branches, groups and grids drawn anew on a copy, before anything moves."""

    name = "linli.core.rehearsals"
    label = "rehearsals"
