"""manage.py sweep: free the runs of dead workers, ring for those that wait, remove what nobody points at."""

import logging
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from gait.queue.sweep import sweep, tidy

log = logging.getLogger(__name__)
TIDY_EVERY_S = 10 * 60


class Command(BaseCommand):
    help = "Sweep once, or for ever with --every SECONDS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help=f"such as {settings.SWEEP_EVERY_S}")

    def handle(self, *, every: float | None, **options: object) -> None:
        if every is None:
            sweep()
            tidy()
            return
        tidied_at = float("-inf")
        while True:
            is_time_to_tidy = time.monotonic() - tidied_at > TIDY_EVERY_S
            try:
                sweep()
                if is_time_to_tidy:
                    tidy()
                    tidied_at = time.monotonic()
            except OperationalError:
                log.warning("the database did not answer; next sweep in %s s", every)
                close_old_connections()
            time.sleep(every)
