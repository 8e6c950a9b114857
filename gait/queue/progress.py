"""What a waiting person is told about a run."""

from dataclasses import dataclass

from gait.models import Analysis
from gait.queue import stages

Status = Analysis.Status


@dataclass(frozen=True, slots=True)
class Progress:
    """ahead is the number of runs that come first, while this one waits."""

    says: str
    percent: int
    ahead: int = 0


def progress_of(analysis: Analysis) -> Progress:
    if analysis.status == Status.QUEUED:
        ahead = _ahead_of(analysis)
        return Progress("Waiting for its turn" if ahead else "Waiting for the worker", 0, ahead)
    if analysis.status == Status.RUNNING:
        return Progress(stages.says(analysis.stage), analysis.percent)
    return Progress(analysis.get_status_display(), analysis.percent)


def _ahead_of(analysis: Analysis) -> int:
    earlier = Analysis.objects.filter(status=Status.QUEUED, created_at__lt=analysis.created_at)
    return earlier.count() + Analysis.objects.filter(status=Status.RUNNING).count()
