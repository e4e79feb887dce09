"""The floor: the same database and server, without anything of ours in between."""

from linli.config.settings import *  # noqa: F403 -- the same database, keys and apps

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.load.floor"
ALLOWED_HOSTS = ["127.0.0.1"]
