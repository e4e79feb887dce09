"""What time does to the service record: after each quarter, a word to each person alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from linli.base.messaging.operations import send_message
from linli.base.schedule import every
from linli.core.membership.queries.service import minutes_by_person, quarter_of


@every("0 9 5 1,4,7,10 *")
def tell_of_the_quarter(now: datetime) -> None:
    """Each in-service member reads what they did in the quarter that is over; whoever did nothing reads nothing."""
    first, _last = quarter_of(localdate(now))
    first, last = quarter_of(first - timedelta(days=1))
    for person, minutes in minutes_by_person(first, last).items():
        told = {"first_on": first.isoformat(), "last_on": last.isoformat(), "hours": f"{minutes / 60:g}"}
        key = f"membership.quarter:{first.isoformat()}"
        send_message(person, "membership.quarter", told, dedupe_key=key, now=now, link="/me/membership/service/")
