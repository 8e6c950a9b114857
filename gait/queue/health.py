"""Is the queue moving? Figures for manage.py check_queue and the admin's health page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils import timezone

from gait.models import Analysis

Status = Analysis.Status
LONGEST_WAIT = timedelta(minutes=10)
LONGEST_SILENCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """silent: runs whose lease nobody renews and no sweeper frees. oldest_wait counts from when a run was due."""

    waiting: int
    running: int
    silent: int
    oldest_wait: timedelta

    @property
    def troubles(self) -> list[str]:
        found = []
        if self.silent:
            found.append(f"{self.silent} running without a sign of life: is the sweeper running?")
        if self.oldest_wait > LONGEST_WAIT and not self.running:
            found.append("Runs are waiting and none is worked on: is a worker running?")
        return found


def queue_health(now: datetime | None = None) -> QueueHealth:
    now = now or timezone.now()
    due = Q(status=Status.QUEUED, run_after__lte=now)
    oldest = Analysis.objects.filter(due).aggregate(at=Min("run_after"))["at"]
    running = Analysis.objects.filter(status=Status.RUNNING)
    silent = running.filter(lease_until__lt=now - LONGEST_SILENCE).count()
    return QueueHealth(
        waiting=Analysis.objects.filter(status=Status.QUEUED).count(),
        running=running.count() - silent,
        silent=silent,
        oldest_wait=now - oldest if oldest else timedelta(0),
    )
