"""The settings of the product, in a home of their own that is gone afterwards; nothing else differs but speed."""

import atexit
import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="linli-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["LINLI_HOME"] = HOME  # before the settings are read: they make their keys there
for name in [name for name in os.environ if name.startswith("LINLI_") and name != "LINLI_HOME"]:
    del os.environ[name]  # what a developer has set must not decide what the tests say

from linli.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # nothing is collected before a test
STATIC_ROOT.mkdir()  # noqa: F405 -- WhiteNoise warns of a missing folder, and warnings are errors
LANGUAGE_CODE = "en"  # tests read the source; whoever asks for Chinese (the browser tests do) gets Chinese
