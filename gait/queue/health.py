"""Do the queues move? Figures for manage.py check_queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet
from django.utils import timezone

from gait.models import Analysis, OverlayVideo, ServiceBeat
from gait.queue.beats import MAX_SILENCE, last_beats

Service = ServiceBeat.Service
MAX_WAIT = timedelta(minutes=10)
"""While nobody works."""
MAX_WAIT_AT_WORK = timedelta(hours=2)
"""Even while somebody does."""
RUNNING_SILENTLY = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """silent: jobs whose lease nobody renews and no sweeper frees. oldest_wait counts from when a job was due.

    silence: since the last sign of life of a worker of this queue; None where there never was one.
    """

    name: str
    waiting: int
    running: int
    silent: int
    oldest_wait: timedelta
    silence: timedelta | None

    @property
    def troubles(self) -> list[str]:
        found = []
        if is_missing(self.silence):
            found.append(f"No {self.name} worker is at work ({last_seen(self.silence)}): start one.")
        if self.silent:
            found.append(f"{self.name}: {self.silent} running without a sign of life: is the sweeper running?")
        if self.oldest_wait > MAX_WAIT and not self.running:
            found.append(f"{self.name}: jobs are waiting and none is worked on: is a worker running?")
        elif self.oldest_wait > MAX_WAIT_AT_WORK:
            found.append(
                f"{self.name}: something has waited for more than two hours: the workers cannot keep up, or one hangs."
            )
        return found


@dataclass(frozen=True, slots=True)
class Health:
    queues: tuple[QueueHealth, ...]
    sweeper_silence: timedelta | None

    @property
    def troubles(self) -> list[str]:
        """What is wrong, a sentence each."""
        found = [trouble for queue in self.queues for trouble in queue.troubles]
        if is_missing(self.sweeper_silence):
            found.append(f"No sweeper is at work ({last_seen(self.sweeper_silence)}): start one.")
        return found


def is_missing(silence: timedelta | None) -> bool:
    return silence is None or silence > MAX_SILENCE


def last_seen(silence: timedelta | None) -> str:
    return "never seen" if silence is None else f"last seen {silence.total_seconds():.0f} s ago"


def health() -> Health:
    beats = last_beats()
    runs, films = Analysis.objects, OverlayVideo.objects
    waiting, measuring = runs.filter(status=Analysis.Status.QUEUED), runs.filter(status=Analysis.Status.RUNNING)
    asked, drawing = films.filter(status=OverlayVideo.Status.WAITING), films.filter(status=OverlayVideo.Status.MAKING)
    return Health(
        queues=(
            _health_of(Service.ANALYSE, waiting, measuring, due="run_after", last_beat=beats.get(Service.ANALYSE)),
            _health_of(Service.QUICK, asked, drawing, due="requested_at", last_beat=beats.get(Service.QUICK)),
        ),
        sweeper_silence=_since(beats.get(Service.SWEEPER)),
    )


def _health_of(name: str, waiting: QuerySet, at_work: QuerySet, *, due: str, last_beat: datetime | None) -> QueueHealth:
    """due: the field that says since when a waiting job may be taken."""
    now = timezone.now()
    oldest = waiting.filter(**{f"{due}__lte": now}).aggregate(at=Min(due))["at"]
    silent = at_work.filter(lease_until__lt=now - RUNNING_SILENTLY).count()
    return QueueHealth(
        name=name,
        waiting=waiting.count(),
        running=at_work.count() - silent,
        silent=silent,
        oldest_wait=now - (oldest or now),
        silence=_since(last_beat),
    )


def _since(moment: datetime | None) -> timedelta | None:
    return None if moment is None else timezone.now() - moment
