"""Whether a run is still the newest of its clip, and what happened since in words."""

from clinics.clock import on_clock_of
from gait.models import Analysis
from gait.review.change_log import changes_in
from gait.review.changes import change_says

UNDER_WAY = (Analysis.Status.QUEUED, Analysis.Status.RUNNING)


def newest_result(analysis: Analysis) -> Analysis:
    """The newest finished run of the same clip, measured as what it shows: this one, or one that replaced it."""
    done = analysis.recording.analyses.fitting().filter(status=Analysis.Status.DONE)
    return done.order_by("-created_at").first() or analysis


def news_since(analysis: Analysis) -> str:
    """Empty while this run is the newest. Else what changed and what to do, for a therapist who is about to sign it."""
    newer = analysis.recording.analyses.filter(created_at__gt=analysis.created_at)
    if newer.filter(status__in=UNDER_WAY).exists():
        return (
            "This clip is being measured anew right now, so nothing is signed. "
            "Wait for the new result, look at it, and sign that. Your words are kept for it."
        )
    newest = newer.filter(status=Analysis.Status.DONE).order_by("-created_at").first()
    if newest is None:
        return ""
    clock = on_clock_of(analysis.recording.assessment.patient.clinic, newest.created_at)
    return (
        f"The result on this page is not the newest: the clip was worked out anew at {clock:%H:%M}. "
        f"{_what(analysis, newest)}Nothing is signed. "
        "Look at the newest result and sign there; your words are kept for it."
    )


def _what(earlier: Analysis, later: Analysis) -> str:
    """For example: Changed since: Right stance at 2.4 s left out (the foot slipped), Ines Tester, PT."""
    known = {change.id: change for change in changes_in(earlier.hints)}
    told = [
        f"{change_says(change)}, {change.undone_by or change.by}{' took it back' if not change.stands else ''}"
        for change in changes_in(later.hints)
        if known.get(change.id) != change
        if change.stands or change.id in known  # made and taken back again since: no news
    ]
    return f"Changed since: {'; '.join(told)}. " if told else ""
