from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "linli.core.organisation"
    label = "organisation"
