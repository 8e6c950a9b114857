"""Is the queue moving? Figures for manage.py check_queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from gait.models import Analysis, OverlayVideo, ServiceBeat
from gait.queue.beats import MAX_SILENCE, last_beats

Status = Analysis.Status
Service = ServiceBeat.Service
MAX_WAIT = timedelta(minutes=10)
"""While nobody works."""
MAX_WAIT_AT_WORK = timedelta(hours=2)
"""Even while somebody does."""
RUNNING_SILENTLY = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """silent: runs whose lease nobody renews and no sweeper frees. oldest_wait counts from when a run or film was due.

    worker_silence and sweeper_silence: since the last sign of life; None where there never was one.
    """

    waiting: int
    running: int
    silent: int
    oldest_wait: timedelta
    worker_silence: timedelta | None
    sweeper_silence: timedelta | None

    @property
    def troubles(self) -> list[str]:
        """What is wrong, a sentence each."""
        found = [
            f"No {service} is at work ({last_seen(silence)}): start one."
            for service, silence in (("worker", self.worker_silence), ("sweeper", self.sweeper_silence))
            if silence is None or silence > MAX_SILENCE
        ]
        if self.silent:
            found.append(f"{self.silent} running without a sign of life: is the sweeper running?")
        if self.oldest_wait > MAX_WAIT and not self.running:
            found.append("Runs are waiting and none is worked on: is a worker running?")
        elif self.oldest_wait > MAX_WAIT_AT_WORK:
            found.append("Something has waited for more than two hours: the workers cannot keep up, or one hangs.")
        return found


def last_seen(silence: timedelta | None) -> str:
    return "never seen" if silence is None else f"last seen {silence.total_seconds():.0f} s ago"


def queue_health(now: datetime | None = None) -> QueueHealth:
    now = now or timezone.now()
    due = Analysis.objects.filter(status=Status.QUEUED, run_after__lte=now).aggregate(at=Min("run_after"))["at"]
    films = OverlayVideo.objects.filter(status=OverlayVideo.Status.WAITING).aggregate(at=Min("requested_at"))["at"]
    running = Analysis.objects.filter(status=Status.RUNNING)
    silent = running.filter(lease_until__lt=now - RUNNING_SILENTLY).count()
    drawing = OverlayVideo.objects.filter(status=OverlayVideo.Status.MAKING, lease_until__gt=now).count()
    silences = {service: now - at for service, at in last_beats().items()}
    return QueueHealth(
        waiting=Analysis.objects.filter(status=Status.QUEUED).count(),
        running=running.count() - silent + drawing,
        silent=silent,
        oldest_wait=now - min(filter(None, (due, films)), default=now),
        worker_silence=silences.get(Service.WORKER),
        sweeper_silence=silences.get(Service.SWEEPER),
    )
