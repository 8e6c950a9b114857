"""What is the same around every job of a worker: its heartbeat, and how it is left when the work does not go well."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from celery import signals
from django.conf import settings

from gait.analysis.terms.errors import TransientTrouble, VideoRefused, trouble_of
from gait.child import keeper
from gait.queue import leases

log = logging.getLogger(__name__)
worker_stops = threading.Event()


class WorkerStops(Exception):
    """This worker was told to stop; the job goes back to the queue."""


@signals.worker_shutting_down.connect
def note_that_the_worker_stops(**_: Any) -> None:
    worker_stops.set()


class Heartbeat:
    """Keep the job ours while the child works; raises when it no longer is, or when this worker must stop."""

    def __init__(self, job: str, prolong: Callable[[str, float], None]) -> None:
        self.job = job
        self.prolong = prolong
        self.last_beat_at = 0.0

    def __call__(self, stage: str, share: float) -> None:
        if worker_stops.is_set():
            raise WorkerStops
        if time.monotonic() - self.last_beat_at < settings.ANALYSIS_HEARTBEAT_S:
            return
        leases.is_written(f"{self.job}: heartbeat", partial(self.prolong, stage, share))
        self.last_beat_at = time.monotonic()


@dataclass(frozen=True, slots=True)
class Ends:
    """How a job is left that did not go well. fail is told code and detail, crashed and postpone a code."""

    fail: Callable[[str, str], None]
    crashed: Callable[[str], None]
    postpone: Callable[[str], None]
    release: Callable[[], None]


def carry_out(job: str, work: Callable[[], None], ends: Ends) -> None:
    """Do the work and leave the job as it went, unless it is no longer ours."""
    try:
        _work_or_end(job, work, ends)
    except leases.LeaseLost:
        log.info("%s: cancelled or taken over", job)


def _work_or_end(job: str, work: Callable[[], None], ends: Ends) -> None:
    try:
        work()
    except VideoRefused as refusal:
        ends.fail(refusal.code, refusal.detail)
    except keeper.ChildFailed as failure:
        log.warning("%s: %s", job, failure)
        ends.crashed(failure.code)
    except keeper.EngineBug:
        log.exception("%s: error in the engine", job)
        ends.fail("E_CRASHED", "")
    except (TransientTrouble, OSError) as error:
        log.warning("%s: %r", job, error)
        _wait_or_fail(error, ends)
    except WorkerStops:
        ends.release()
    except KeyboardInterrupt:
        ends.release()
        raise


def _wait_or_fail(error: Exception, ends: Ends) -> None:
    trouble = trouble_of(error)
    if isinstance(trouble, TransientTrouble):
        ends.postpone(trouble.code)
    elif isinstance(trouble, VideoRefused):
        ends.fail(trouble.code, trouble.detail)
    else:
        ends.fail("E_CRASHED", "")
