import time
from uuid import uuid4

from tests.base.stream.events import Dropped

from linli.base.messaging.channels import Address
from linli.base.messaging.models import Message
from linli.base.messaging.operations import send_message
from linli.base.messaging.wording import register_template
from linli.base.outbox.events import subscribe

register_template("stream.heard", version=1, title="Drop %(drop)s", body="")
register_template("stream.told", version=1, title="Drop %(drop)s", body="")


@subscribe(Dropped)
def write_down(event: Dropped) -> None:
    """Not safe to repeat by itself: a second call would write a second row."""
    row = {"template": "stream.heard", "version": 1, "params": {"drop": event.drop}}
    Message.objects.create(recipient=event.person, dedupe_key=str(uuid4()), at=event.at, **row)
    time.sleep(0.004)  # room to be killed in


@subscribe(Dropped)
def tell(event: Dropped) -> None:
    key = f"drop:{event.drop}"
    send_message(event.person, "stream.told", {"drop": event.drop}, dedupe_key=key, now=event.at, urgent=True)


def address_of(person: object, channel: str) -> Address:
    return Address("19900000001")
