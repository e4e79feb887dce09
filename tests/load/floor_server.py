"""The floor: the same database and the same server, without anything of ours in between."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup()
settings.MIDDLEWARE = []  # after the set-up: some apps insist on theirs
settings.ROOT_URLCONF = "tests.load.floor"
application = WSGIHandler()
