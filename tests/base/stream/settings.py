from linli.config.settings import *  # noqa: F403
from linli.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.base.stream"]
LINLI_CHANNELS = {"sms": "linli.base.messaging.channels.FakeSms"}
LINLI_ADDRESS_BOOK = "tests.base.stream.subscriptions.address_of"
