from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "linli.base.jobs"
    label = "jobs"
