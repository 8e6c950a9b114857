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
    try:
        with one_change():
            locked = Recording.objects.select_for_update().get(pk=recording.pk)  # nobody signs it meanwhile
            if reason := why_kind_stays(locked, kind):
                raise CannotChangeKind(reason)
            locked.kind = kind
            locked.save(update_fields=["kind"])
            run = runs.queue(locked, hints_of(locked.assessment, kind))
            note(run)
    except runs.OriginalIsGone as gone:
        raise CannotChangeKind(str(gone)) from gone
    return run


def why_kind_stays(recording: Recording, kind: Recording.Kind | None = None) -> str:
    """Empty where the clip may become that kind; without kind, where it may become any other one."""
    if recording.kind == kind:
        return "This clip is of that kind already."
    if recording.signed_reports.exists():
        return "This clip has a signed report, so it stays what it was signed as."
    if recording.original_removed_at:
        return runs.ORIGINAL_IS_GONE
    if recording.analyses.filter(status__in=[Analysis.Status.QUEUED, Analysis.Status.RUNNING]).exists():
        return "This clip is being measured right now. Wait for it, or cancel it, then try again."
    return ""
