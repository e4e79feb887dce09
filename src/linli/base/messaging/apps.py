from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "linli.base.messaging"
    label = "messaging"
