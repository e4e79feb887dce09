from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "linli.core.membership"
    label = "membership"
