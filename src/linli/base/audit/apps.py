from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "linli.base.audit"
    label = "audit"
