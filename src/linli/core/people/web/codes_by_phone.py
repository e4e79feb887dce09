"""One-time codes go out at once, while somebody waits: by the SMS channel, not through the queue of messages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.base.errors import Refused
from linli.base.ids import uuid7
from linli.base.messaging.channels import Letter, open_channels
from linli.base.messaging.enums import ChannelName


def can_send_codes() -> bool:
    """Whether this installation has a way to send text messages."""
    return ChannelName.SMS in open_channels()


def send_code(*, phone: str, code: str, language: str = "") -> None:
    """Send a one-time code to a phone."""
    channel = open_channels().get(ChannelName.SMS)
    if channel is None:
        raise Refused("no-sms", _("This installation sends no text messages. Please sign in with your password."))
    with override(language or None):
        text = _("Linli: your code is %(code)s. It is good for five minutes. Never tell it to anyone.") % {"code": code}
        channel.deliver(Letter(key=f"code-{uuid7().hex}", to=phone, title="", text=text))
