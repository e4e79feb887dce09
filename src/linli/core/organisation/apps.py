from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Units, businesses and party organisations."""

    name = "linli.core.organisation"
    label = "organisation"

    def ready(self) -> None:
        from linli.core.organisation.operations.registers import kinds  # noqa: F401 -- makes the registers known
