from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "linli.core.partnership"
    label = "partnership"
