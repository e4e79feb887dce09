from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    """How people become members, and how members go to another branch."""

    name = "linli.core.admission"
    label = "admission"
