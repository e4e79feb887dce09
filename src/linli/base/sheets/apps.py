from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "linli.base.sheets"
    label = "sheets"
