from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Photos, documents and results: private by default."""

    name = "linli.base.files"
    label = "files"
