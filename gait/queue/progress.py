"""What a waiting person is told about a run: what is done now, how many come first, how long it will take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median

from django.db.models import F, Q

from gait.models import Analysis
from gait.queue import stages

Status = Analysis.Status
LOOKED_AT = 50
"""So many past runs tell how fast this installation is; older ones may have run on another machine."""
MIN_RATES = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """ahead is the number of runs that come first, while this one waits. left is None while nothing is known."""

    says: str
    percent: int
    ahead: int = 0
    left: timedelta | None = None

    @property
    def left_says(self) -> str:
        """Rounded up: whoever waits is glad of less."""
        if self.left is None:
            return ""
        minutes = ceil(self.left.total_seconds() / 60)
        return "less than a minute left" if minutes <= 1 else f"about {minutes} minutes left"


def progress_of(analysis: Analysis) -> Progress:
    if analysis.status == Status.QUEUED:
        first = list(_ahead_of(analysis))
        says = "Waiting for its turn" if first else "Waiting for the worker"
        return Progress(says, 0, len(first), time_left([*first, analysis], seconds_per_frame()))
    if analysis.status == Status.RUNNING:
        left = time_left([analysis], seconds_per_frame())
        return Progress(stages.says(analysis.stage), analysis.percent, left=left)
    return Progress(analysis.get_status_display(), analysis.percent)


def seconds_per_frame() -> float | None:
    """Median over the latest measured runs; None before enough of them. Runs worked out from readings cost nothing."""
    done = Analysis.objects.filter(status=Status.DONE, finished_at__gt=F("started_at")).exclude(attempts=None)
    rows = done.order_by("-finished_at").values_list("started_at", "finished_at", "recording__video")[:LOOKED_AT]
    rates = [
        (end - start).total_seconds() / video["frames"]
        for start, end, video in rows
        if start and end and video.get("frames")
    ]
    return median(rates) if len(rates) >= MIN_RATES else None


def time_left(runs: Iterable[Analysis], rate_s: float | None) -> timedelta | None:
    """Until the last of these runs is done, one after the other; more than one worker is faster than this."""
    left = [_frames_left(run) for run in runs]
    known = [frames for frames in left if frames is not None]
    if rate_s is None or len(known) < len(left):
        return None
    return timedelta(seconds=rate_s * sum(known))


def _frames_left(run: Analysis) -> float | None:
    frames = run.recording.video.get("frames")
    if not frames:
        return None
    return frames * (1 - run.percent / 100) if run.status == Status.RUNNING else frames


def _ahead_of(analysis: Analysis) -> Iterable[Analysis]:
    earlier = Q(status=Status.RUNNING) | Q(status=Status.QUEUED, created_at__lt=analysis.created_at)
    return Analysis.objects.filter(earlier).select_related("recording")
