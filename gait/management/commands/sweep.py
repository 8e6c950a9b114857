"""manage.py sweep: free the runs of dead workers, ring for those that wait, send mails, remove what nobody needs."""

import logging
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from clinics import housekeeping
from clinics.outbox.delivery import deliver_due
from gait.queue.retention import let_originals_go
from gait.queue.sweep import round_passed, sweep, tidy
from patients.retention import erase_what_is_past

log = logging.getLogger(__name__)
TIDY_EVERY_S = 10 * 60


class Command(BaseCommand):
    help = "Sweep once, or for ever with --every SECONDS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help=f"such as {settings.SWEEP_EVERY_S}")

    def handle(self, *, every: float | None, **options: object) -> None:
        if every is None:
            do_small_round()
            do_large_round()
            return
        tidied_at = float("-inf")
        while True:
            is_time_to_tidy = time.monotonic() - tidied_at > TIDY_EVERY_S
            try:
                do_small_round()
                if is_time_to_tidy:
                    do_large_round()
                    tidied_at = time.monotonic()
            except OperationalError:
                log.warning("the database did not answer; next sweep in %s s", every)
                close_old_connections()
            time.sleep(every)


def do_small_round() -> None:
    """Runs first: they wait for seconds, a mail server may keep one waiting for ten."""
    sweep()
    for work, answer in round_passed.send_robust(sender=None):
        if isinstance(answer, Exception):
            log.error("sweep: %s failed", work.__qualname__, exc_info=answer)
    deliver_due()


def do_large_round() -> None:
    tidy()
    let_originals_go()
    erase_what_is_past()
    housekeeping.tidy()
