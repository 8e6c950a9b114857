"""A job that one worker at a time may hold: taken, kept, left. Runs and films with the drawing are such jobs.

A job belongs to whoever holds its token, as long as the lease is renewed. Leases are in database time, so clocks of
workers do not matter. Each write is one conditional UPDATE: a worker that lost its job changes nothing.

free and at_work are the rows of a kind that may be taken, and those that are held; held is the one row that is ours.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, close_old_connections
from django.db.models import QuerySet
from django.db.models.functions import Now

from gait.analysis.terms.errors import TransientTrouble
from gait.queue.database_time import from_now

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=settings.ANALYSIS_LEASE_S)
DELAYS_S = (0, 1, 5, 15)
Key = TypeVar("Key", UUID, int)
Jobs = TypeVar("Jobs", bound=QuerySet)


class LeaseLost(Exception):
    """Cancelled, erased, or in the hands of another worker: stop and write nothing."""


@dataclass(frozen=True, slots=True)
class Lease(Generic[Key]):
    """The right to work on a job."""

    pk: Key
    token: UUID


def take(lease: Lease, free: QuerySet, **facts: Any) -> bool:
    """Whether the job was free and now is ours."""
    return free.filter(pk=lease.pk).update(token=lease.token, lease_until=from_now(LEASE), **facts) == 1


def held_by(lease: Lease, at_work: Jobs) -> Jobs:
    return at_work.filter(pk=lease.pk, token=lease.token)


def prolong(held: QuerySet, **facts: Any) -> None:
    if not held.update(lease_until=from_now(LEASE), **facts):
        raise LeaseLost


def leave(held: QuerySet, **facts: Any) -> None:
    """Bring the job into its next state, whichever that is."""
    if not held.update(lease_until=None, **facts):
        raise LeaseLost


def value(held: QuerySet, field: str) -> Any:
    """A field of the row. Only the holder changes it, so reading before writing is safe."""
    found = held.values_list(field).first()
    if found is None:
        raise LeaseLost
    return found[0]


def run_out(at_work: Jobs) -> Jobs:
    """Jobs that nobody renewed: their worker is dead or cut off."""
    return at_work.filter(lease_until__lt=Now())


def is_written(what: str, write: Callable[[], object]) -> bool:
    """False where the database did not answer, as while it restarts or is busy; the next try gets a new connection."""
    try:
        write()
    except OperationalError:
        log.warning("%s: not written, the database did not answer", what)
        close_old_connections()
        return False
    return True


def write_patiently(what: str, write: Callable[[], object]) -> None:
    """Minutes of work must not be lost to a database that is restarting. Raises TransientTrouble in the end."""
    for delay_s in DELAYS_S:
        time.sleep(delay_s)
        if is_written(what, write):
            return
    raise TransientTrouble
