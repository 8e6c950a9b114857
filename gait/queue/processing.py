"""Every run that a therapist may wait for or try again, for the page that shows them together."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Exists, OuterRef, When
from django.utils import timezone

from clinics.models import Clinic, User
from gait.models import Analysis, AnalysisQuerySet
from gait.queue.progress import Progress, progress_of

Status = Analysis.Status
FAILED_SHOWN = timedelta(days=30)
DONE_SHOWN = timedelta(days=1)
MAX_ROWS = 50


@dataclass(frozen=True, slots=True)
class Processing:
    under_way: tuple[tuple[Analysis, Progress], ...]
    failed: tuple[Analysis, ...]
    done: tuple[Analysis, ...]


def processing_of(user: User, here: Clinic | None) -> Processing:
    """under_way in the order of the queue; failed and cancelled ones that nobody has tried again; done today.

    One row for each clip.
    """
    runs = _runs_of(user, here)
    waiting = runs.filter(status__in=[Status.QUEUED, Status.RUNNING])
    ordered = waiting.order_by(Case(When(status=Status.RUNNING, then=0), default=1), "created_at")[:MAX_ROWS]
    done = runs.filter(status=Status.DONE, finished_at__gte=timezone.now() - DONE_SHOWN)
    return Processing(
        under_way=tuple((run, progress_of(run)) for run in ordered),
        failed=tuple(failed_runs(user, here)),
        done=tuple(done.filter(~Exists(_newer(Status.DONE))).order_by("-finished_at")[:MAX_ROWS]),
    )


def failed_runs(user: User, here: Clinic | None) -> AnalysisQuerySet:
    """The newest run of its recording, over without a result, where the video is still there to be read again."""
    since = timezone.now() - FAILED_SHOWN
    over = _runs_of(user, here).filter(status__in=[Status.FAILED, Status.CANCELLED], created_at__gte=since)
    return over.filter(~Exists(_newer()), recording__original_removed_at=None).order_by("-created_at")[:MAX_ROWS]


def _newer(*statuses: str) -> AnalysisQuerySet:
    """Later runs of the same clip: with them a row would stand twice."""
    newer = Analysis.objects.filter(recording=OuterRef("recording"), created_at__gt=OuterRef("created_at"))
    return newer.filter(status__in=statuses) if statuses else newer


def _runs_of(user: User, here: Clinic | None) -> AnalysisQuerySet:
    at_this_place = {"recording__assessment__patient__clinic": here} if here else {}
    runs = Analysis.objects.visible_to(user).filter(**at_this_place)
    return runs.select_related("recording__assessment__patient__clinic", "signed_report")
