"""Films with the drawing burnt in: asked for, made by a worker, kept beside the run. Only this file writes the row.

How a film is taken, kept and left is the same for every job: leases.py. What each of these writes stands here.
"""

from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from clinics.models import User
from gait import storage
from gait.models import Analysis, OverlayVideo
from gait.queue import doorbell, leases
from gait.queue.database_time import ago
from gait.queue.leases import Lease, LeaseLost

Status = OverlayVideo.Status
FILE = "overlay.mp4"
UNHEARD_AFTER = timedelta(minutes=1)
LOSSES_ALLOWED = 3


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


def claim(pk: int) -> Lease[int] | None:
    job = Lease(pk, uuid4())
    waiting = OverlayVideo.objects.filter(status=Status.WAITING)
    return job if leases.take(job, waiting, status=Status.MAKING) else None


def advance(job: Lease[int], percent: int) -> None:
    leases.prolong(_held(job), percent=percent)


def finish(job: Lease[int], made: Path) -> None:
    """Say that the film is there; without the right to it the file goes again."""
    try:
        leases.leave(_held(job), status=Status.READY, percent=100, sha256=storage.digest(made))
    except LeaseLost:
        made.unlink(missing_ok=True)
        raise


def fail(job: Lease[int], code: str, _detail: str = "") -> None:
    """Whoever asked for it may ask again, so it is tried again only when its worker was lost."""
    leases.leave(_held(job), status=Status.FAILED, error_code=code)


def release(job: Lease[int]) -> None:
    leases.leave(_held(job), status=Status.WAITING, token=None)


def expire(job: Lease[int]) -> None:
    """The worker was lost: nobody renewed the lease. A film that costs several of them is not tried again."""
    late = leases.run_out(_held(job))
    losses = leases.value(late, "losses") + 1
    if losses >= LOSSES_ALLOWED:
        leases.leave(late, status=Status.FAILED, losses=losses, error_code="E_WORKER_LOST")
    else:
        leases.leave(late, status=Status.WAITING, losses=losses, token=None)


def stranded() -> list[Lease[int]]:
    """Whose worker nobody heard of for longer than a lease."""
    late = leases.run_out(OverlayVideo.objects.filter(status=Status.MAKING))
    return [Lease(pk, token) for pk, token in late.values_list("pk", "token") if token]


def unheard() -> list[int]:
    """Films that have waited for a worker for a while; their message may be lost."""
    waiting = OverlayVideo.objects.filter(status=Status.WAITING, requested_at__lt=ago(UNHEARD_AFTER))
    return list(waiting.values_list("pk", flat=True))


def cancel(film: OverlayVideo) -> bool:
    """Its worker notices at the next heartbeat and kills its child."""
    under_way = OverlayVideo.objects.filter(pk=film.pk, status__in=[Status.WAITING, Status.MAKING])
    return under_way.update(status=Status.CANCELLED, lease_until=None) == 1


def _held(job: Lease[int]) -> QuerySet[OverlayVideo]:
    return leases.held_by(job, OverlayVideo.objects.filter(status=Status.MAKING))
