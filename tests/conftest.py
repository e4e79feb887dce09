"""Tests write nowhere but in a folder of their own."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.conf import settings


@pytest.hookimpl(trylast=True)  # after pytest-django has found the settings
def pytest_configure(config: pytest.Config) -> None:
    home = tempfile.TemporaryDirectory(prefix="linli-test-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    settings.LINLI_HOME = Path(home.name)
    settings.MEDIA_ROOT = settings.LINLI_HOME / "files"
    settings.STATIC_ROOT = settings.LINLI_HOME / "static"
    settings.STATIC_ROOT.mkdir()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # names without hashes
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
