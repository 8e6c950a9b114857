"""The other clips of an assessment: quiet standing, one-leg standing, stepping down. The newest run of each counts."""

from datetime import datetime

from gait.models import Analysis, Assessment, Recording
from gait.result.hints import StandingZero
from gait.result.result import Result

TESTS = (Recording.Kind.SINGLE_LEG_STANCE, Recording.Kind.STEP_DOWN)


def newest_static_runs(assessment: Assessment) -> dict[str, Analysis]:
    """By kind of recording, in the order of Recording.Kind; kinds without a clip are left out."""
    runs = (
        Analysis.objects.fitting().filter(recording__assessment=assessment).exclude(recording__kind=Recording.Kind.GAIT)
    )
    newest: dict[str, Analysis] = {}
    for run in runs.select_related("recording"):
        newest.setdefault(run.recording.kind, run)
    return {kind: newest[kind] for kind in Recording.Kind if kind in newest}


def finished_static_runs(assessment: Assessment, finished_until: datetime | None = None) -> list[Analysis]:
    """The newest result of each test, in the order of TESTS; finished_until: as the record stood at that moment."""
    done = Analysis.objects.fitting().filter(
        recording__assessment=assessment, recording__kind__in=TESTS, status=Analysis.Status.DONE
    )
    if finished_until is not None:
        done = done.filter(finished_at__lte=finished_until)
    newest: dict[str, Analysis] = {}
    for run in done.select_related("recording"):
        if has_answer(run):
            newest.setdefault(run.recording.kind, run)
    return [newest[kind] for kind in TESTS if kind in newest]


def has_answer(run: Analysis) -> bool:
    """Of a finished test: somebody stood on a leg or stepped down, or for quiet standing, level is known."""
    if run.recording.kind == Recording.Kind.STANDING:
        return run.found.standing is not None
    static = run.found.static
    return static is not None and any(own is not None for own in static.sides.values())


def newest_gait_result(assessment: Assessment) -> Result | None:
    done = Analysis.objects.fitting().filter(
        recording__assessment=assessment, recording__kind=Recording.Kind.GAIT, status=Analysis.Status.DONE
    )
    run = done.first()
    return run.found if run else None


def standing_zero(assessment: Assessment) -> StandingZero | None:
    """What quiet standing in a clip of its own leaves to the other clips."""
    run = (
        Analysis.objects.fitting()
        .filter(recording__assessment=assessment, recording__kind=Recording.Kind.STANDING, status=Analysis.Status.DONE)
        .order_by("-created_at")
        .first()
    )
    return run.found.standing if run else None
