"""A clip that was uploaded as something else than it shows gets another kind, and is measured as that."""

from collections.abc import Callable

from clinics.audit import one_change
from gait.intake.uploads import hints_of
from gait.models import Analysis, Recording
from gait.queue import runs


class CannotChangeKind(Exception):
    """The clip stays what it is; the message says why, for the therapist."""


def change_kind(recording: Recording, kind: Recording.Kind, *, note: Callable[[Analysis], object]) -> Analysis:
    """The run that measures the clip as kind; the runs before it stay. note writes the event that tells of it."""
    if recording.kind == kind:
        raise CannotChangeKind("This clip is of that kind already.")
    if recording.signed_reports.exists():
        raise CannotChangeKind("This clip has a signed report, so it stays what it was signed as.")
    if recording.analyses.filter(status__in=[Analysis.Status.QUEUED, Analysis.Status.RUNNING]).exists():
        raise CannotChangeKind("This clip is being measured right now. Wait for it, or cancel it, then try again.")
    try:
        with one_change():
            recording.kind = kind
            recording.save(update_fields=["kind"])
            run = runs.queue(recording, hints_of(recording.assessment, kind))
            note(run)
    except runs.OriginalIsGone as gone:
        raise CannotChangeKind(str(gone)) from gone
    return run
