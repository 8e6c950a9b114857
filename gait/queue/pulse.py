"""A thread beside each worker's work: it says that the worker lives and, while the worker is idle, looks at the rows.

Messages can be lost, all at once when Redis is emptied. An idle worker therefore rings for what is due in its queue by
itself, so that nothing waits longer than one look while somebody could work on it, whether or not a sweeper is there.
"""

import logging
import threading
from collections.abc import Iterable
from typing import Any

from celery import signals
from django.conf import settings
from django.db import Error, connection

from gait.models import ServiceBeat
from gait.queue import beats, doorbell

log = logging.getLogger(__name__)
Service = ServiceBeat.Service
RING_FOR_THE_OLDEST = {
    Service.ANALYSE: doorbell.ring_for_the_oldest_run,
    Service.QUICK: doorbell.ring_for_the_oldest_film,
}
_is_working = threading.Event()
_stops = threading.Event()
_begun = threading.Event()


@signals.worker_ready.connect
def begin(sender: Any, **_: Any) -> None:
    """Celery says so again after each lost connection to its broker; one thread is enough."""
    if not _begun.is_set():
        _begun.set()
        served = list(sender.app.amqp.queues.consume_from)
        threading.Thread(target=_keep_beating, args=[served], name="pulse", daemon=True).start()


@signals.worker_shutting_down.connect
def end(**_: Any) -> None:
    _stops.set()


@signals.task_prerun.connect
def note_work(**_: Any) -> None:
    _is_working.set()


@signals.task_postrun.connect
def note_rest(**_: Any) -> None:
    _is_working.clear()


def look(served: Iterable[str]) -> None:
    """served: the names of the queues that this worker listens to."""
    for service, ring_for_the_oldest in RING_FOR_THE_OLDEST.items():
        if service in served:
            beats.beat(service)
            if not _is_working.is_set():
                ring_for_the_oldest()


def _keep_beating(served: Iterable[str]) -> None:
    while not _stops.is_set():
        try:
            look(served)
        except Error as trouble:
            log.warning("the database did not take this worker's sign of life (%s)", type(trouble).__name__)
        finally:
            connection.close()
        _stops.wait(settings.SWEEP_EVERY_S)
