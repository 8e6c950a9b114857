"""Films with the drawing burnt in: asked for, made by a worker, kept beside the run. Only this file writes the row.

The same rules as for runs: one conditional UPDATE each, by whoever holds the token while the lease is renewed.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from clinics.models import User
from gait import storage
from gait.models import Analysis, OverlayVideo
from gait.queue import doorbell
from gait.queue.database_time import ago, from_now

Status = OverlayVideo.Status
FILE = "overlay.mp4"
LEASE = timedelta(seconds=settings.ANALYSIS_LEASE_S)
UNHEARD_AFTER = timedelta(minutes=1)
LOSSES_ALLOWED = 2


class JobLost(Exception):
    """Cancelled, or in the hands of another worker: stop and write nothing."""


@dataclass(frozen=True, slots=True)
class Job:
    """The right to make one film."""

    pk: int
    token: UUID


@transaction.atomic
def request(analysis: Analysis, user: User) -> OverlayVideo:
    """Ask for the film, or find the one that is there or under way."""
    film, is_new = OverlayVideo.objects.select_for_update().get_or_create(
        analysis=analysis, defaults={"requested_by": user}
    )
    if is_new or not (film.is_under_way or file_of(film)):
        film.status, film.percent, film.losses, film.error_code = Status.WAITING, 0, 0, ""
        film.requested_by, film.requested_at, film.token = user, timezone.now(), None
        film.save()
        transaction.on_commit(partial(doorbell.send, doorbell.FILM_TASK, film.pk), robust=True)
    return film


def file_of(film: OverlayVideo) -> Path | None:
    """The finished film; None before, and after it was erased with its recording."""
    folder = storage.results_of(film.analysis)
    path = folder / FILE if folder and film.status == Status.READY else None
    return path if path is not None and path.is_file() else None


def claim(pk: int) -> Job | None:
    job = Job(pk, uuid4())
    waiting = OverlayVideo.objects.filter(pk=pk, status=Status.WAITING)
    return job if waiting.update(status=Status.MAKING, token=job.token, lease_until=from_now(LEASE)) else None


def advance(job: Job, percent: int) -> None:
    if not _held(job).update(percent=percent, lease_until=from_now(LEASE)):
        raise JobLost


def finish(job: Job, made: Path) -> None:
    """Say that the film is there; without the right to it the file goes again."""
    sha256 = storage.digest(made)
    if not _held(job).update(status=Status.READY, percent=100, lease_until=None, sha256=sha256):
        made.unlink(missing_ok=True)
        raise JobLost


def fail(job: Job, code: str) -> None:
    _held(job).update(status=Status.FAILED, error_code=code, lease_until=None)


def release(job: Job) -> None:
    _held(job).update(status=Status.WAITING, token=None, lease_until=None)


def cancel(film: OverlayVideo) -> bool:
    """Its worker notices at the next heartbeat and kills its child."""
    under_way = OverlayVideo.objects.filter(pk=film.pk, status__in=[Status.WAITING, Status.MAKING])
    return under_way.update(status=Status.CANCELLED, lease_until=None) == 1


def sweep() -> None:
    """Free the films of dead workers, and ring for those that wait unheard."""
    late = OverlayVideo.objects.filter(status=Status.MAKING, lease_until__lt=Now())
    late.filter(losses__gte=LOSSES_ALLOWED).update(status=Status.FAILED, error_code="E_WORKER_LOST", lease_until=None)
    late.update(status=Status.WAITING, token=None, losses=F("losses") + 1)
    for pk in OverlayVideo.objects.filter(status=Status.WAITING, requested_at__lt=ago(UNHEARD_AFTER)).values_list(
        "pk", flat=True
    ):
        doorbell.send(doorbell.FILM_TASK, pk)


def _held(job: Job) -> QuerySet[OverlayVideo]:
    return OverlayVideo.objects.filter(pk=job.pk, token=job.token, status=Status.MAKING)
