from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "linli.base.calendars"
    label = "calendars"
