"""Put right what dead workers, lost messages and closed browsers leave behind. Safe to run twice at once."""

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.dispatch import Signal

from gait.models import Analysis, Recording, ServiceBeat
from gait.queue import beats, doorbell, erased, overlay_videos, runs
from gait.queue.database_time import ago
from gait.queue.leases import Lease, LeaseLost

log = logging.getLogger(__name__)
round_passed = Signal()
"""Sent after every small round of the sweeper, for the work of apps above this floor."""
Status = Analysis.Status

RING_AGAIN_AFTER = [timedelta(seconds=times * settings.RING_AGAIN_S) for times in (1, 4, 16, 60)]
UPLOADS_KEPT_S = 24 * 60 * 60
YOUNG_S = 10 * 60
"""Files younger than this may belong to a row that is not committed yet."""


def sweep() -> None:
    """Free the jobs of dead workers and ring for those that wait unheard."""
    beats.beat(ServiceBeat.Service.SWEEPER)
    for run in runs.stranded():
        free(run, runs.expire)
    for film in overlay_videos.stranded():
        free(film, overlay_videos.expire)
    for analysis_id in unheard():
        doorbell.ring(analysis_id)
    for film_pk in overlay_videos.unheard():
        doorbell.send(doorbell.FILM_TASK, film_pk)
    for folder in erased.come_back():
        remove(folder)


def tidy() -> None:
    """Remove files that no row points at."""
    for leftover in leftovers():
        remove(leftover)
    beats.forget_old_beats()


def free(job: Lease, expire: Callable[[Any], None]) -> None:
    try:
        expire(job)
    except LeaseLost:
        log.info("%s: another sweeper was faster, or its worker came back", job)
    else:
        log.warning("%s: its worker was lost", job)


def unheard() -> list[UUID]:
    """Waiting runs that no worker was told about lately; each further ring waits longer."""
    is_due = Q(rings=0) | Q(rings__gt=len(RING_AGAIN_AFTER), rung_at__lt=ago(RING_AGAIN_AFTER[-1]))
    for rings, wait in enumerate(RING_AGAIN_AFTER, start=1):
        is_due |= Q(rings=rings, rung_at__lt=ago(wait))
    return list(Analysis.objects.due().filter(is_due).values_list("pk", flat=True))


def leftovers() -> Iterator[Path]:
    """Folders of recordings without a row, of attempts that do not count, and uploads that nobody went on with."""
    recordings = Path(settings.MEDIA_ROOT) / "recordings"
    known = {str(pk) for pk in Recording.objects.values_list("pk", flat=True)}
    counting = Analysis.objects.exclude(token=None).exclude(status=Status.CANCELLED)
    tokens = {str(token) for token in counting.values_list("token", flat=True)}
    yield from (it for it in recordings.glob("*") if it.name not in known and is_older_than(it, YOUNG_S))
    yield from (it for it in recordings.glob("*/results/*/*") if it.name not in tokens and is_older_than(it, YOUNG_S))
    uploads = Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.part")
    yield from (it for it in uploads if is_older_than(it, UPLOADS_KEPT_S))


def is_older_than(path: Path, age_s: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime > age_s
    except FileNotFoundError:
        return False  # somebody else has removed it


def remove(leftover: Path) -> None:
    log.info("removing %s", leftover.name)
    if leftover.is_dir():
        shutil.rmtree(leftover, ignore_errors=True)  # another sweeper may be at it too
    else:
        leftover.unlink(missing_ok=True)
