from django.apps import AppConfig


class MobileConfig(AppConfig):
    """Members who are away for a while, and guests from elsewhere."""

    name = "linli.core.mobile"
    label = "mobile"

    def ready(self) -> None:
        from linli.core.mobile.queries import copies  # noqa: F401 -- known to copies of records
