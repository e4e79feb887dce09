from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, homes, accounts, rights."""

    name = "linli.core.people"
    label = "people"

    def ready(self) -> None:
        from linli.core.people import wording  # noqa: F401 -- makes the words of messages known
        from linli.core.people.web import second_factors  # noqa: F401 -- listens to allauth
