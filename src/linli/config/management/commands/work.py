"""`linli work`: deliver news, run the schedule and the long jobs until told to stop."""

import os
import signal
import socket
import threading
from typing import Any

from django.core.management.base import BaseCommand

from linli.base.jobs.runner import run_one
from linli.base.outbox.worker import run_worker
from linli.base.schedule import turns


class Command(BaseCommand):
    help = "Deliver news, run the schedule and the long jobs until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        run_worker(name=f"{socket.gethostname()}:{os.getpid()}", stop=stop, beside={"jobs": run_one, **turns})
