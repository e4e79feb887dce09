from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """Members of branches, and in-service members who lend a hand where they live."""

    name = "linli.core.membership"
    label = "membership"

    def ready(self) -> None:
        from linli.core.membership.operations.registers import kinds  # noqa: F401 -- makes the registers known
        from linli.core.membership.queries import copies, members  # noqa: F401 -- known to the chart and to copies
