"""A therapist corrects a run: always a new run, most often at once from the readings that are there. The old one stays.

Every change stands in the list of the new run (change_log) with who and when; taking one back is a new run without it.
Each of these verbs takes note, which writes the event that tells of the new run, in the transaction that stores it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import uuid4

from django.utils import timezone

from clinics.audit import one_change
from clinics.models import User
from gait.models import Analysis, Recording
from gait.queue import runs
from gait.result.conventions import Side, View
from gait.result.said import ClickSaid, Said, StanceSaid
from gait.review import recompute
from gait.review.change_log import (
    ABOUT_STEPS,
    SETS_POINTS,
    Change,
    Kind,
    What,
    as_json,
    changes_in,
    engine_hints,
    resting_on,
    rightward_in,
    same_stance,
    taken_back,
)
from gait.review.pointed_at import is_nobody_there
from gait.review.recompute import Note, no_note

NOBODY_THERE = (
    "Nobody was found where you pointed. Point at the trunk of the person to be measured, in a picture in which all of "
    "them can be seen."
)


class CannotCorrect(Exception):
    """The run cannot be worked out anew; the message says why, for the therapist."""


def leave_out(
    analysis: Analysis, therapist: User, *, side: Side, at_s: float, reason: str, note: Note = no_note
) -> Analysis:
    what: StanceSaid = {"side": side.value, "at_s": at_s, "used": False, "reason": reason}
    return _about_stance(analysis, therapist, what, note)


def take_in(analysis: Analysis, therapist: User, *, side: Side, at_s: float, note: Note = no_note) -> Analysis:
    """Count a stance: one that the machine left out, or one that somebody left out before."""
    what: StanceSaid = {"side": side.value, "at_s": at_s, "used": True, "reason": ""}
    return _about_stance(analysis, therapist, what, note)


def set_event(
    analysis: Analysis,
    therapist: User,
    *,
    side: Side,
    kind: str,
    at_s: float | None,
    to_s: float | None,
    note: Note = no_note,
) -> Analysis:
    """Move a contact or toe-off; without at_s add one, without to_s delete one."""
    what = {"side": side.value, "kind": kind, "at_s": at_s, "to_s": to_s}
    return _add(analysis, therapist, [(Kind.EVENT, what)], note)


def set_level(analysis: Analysis, therapist: User, *, line_px: list[list[float]], note: Note = no_note) -> Analysis:
    """Take a line of the picture as level."""
    return _add(analysis, therapist, [(Kind.LEVEL, {"line_px": line_px})], note)


def say_how_filmed(analysis: Analysis, therapist: User, facts: dict[Kind, Any], *, note: Note = no_note) -> Analysis:
    """View, activity, mirror and true frame rate: one change for each that is said otherwise than before."""
    if Kind.ACTIVITY in facts and analysis.recording.kind != Recording.Kind.GAIT:
        raise CannotCorrect("This clip is a test and no walk. If it shows walking or running, change its kind.")
    return _add(analysis, therapist, [(kind, {"value": value}) for kind, value in facts.items()], note)


def mark_points(
    analysis: Analysis, therapist: User, *, clicks: list[ClickSaid], segment: str, note: Note = no_note
) -> Analysis:
    """Calibrate the pelvic line with the therapist's points.

    The line that was read before carries them; where none can, the pictures are read again.
    """
    what = {"clicks": clicks, "segment": segment}
    return _add(analysis, therapist, [(Kind.POINTS, what)], note, instead_of=_points_before(analysis))


def measure_by_hand(
    analysis: Analysis,
    therapist: User,
    *,
    clicks: list[ClickSaid],
    segment: str,
    facts: dict[Kind, Any],
    level_line_px: list[list[float]] | None = None,
    note: Note = no_note,
) -> Analysis:
    """Measure from the points alone, whatever came of the run; it may have failed, if it left a clip that plays.

    facts: what was said about the filming along with them; level_line_px: what was drawn as level.
    """
    if analysis.recording.kind != Recording.Kind.GAIT:
        raise CannotCorrect("Only a walk or a run is measured by hand.")
    words = [(kind, {"value": value}) for kind, value in facts.items()]
    words += [(Kind.LEVEL, {"line_px": level_line_px})] if level_line_px else []
    words += [(Kind.BY_HAND, {"clicks": clicks, "segment": segment})]
    view = View(facts[Kind.VIEW]) if Kind.VIEW in facts else None
    return _add(analysis, therapist, words, note, instead_of=_points_before(analysis), view=view)


def choose_person(
    analysis: Analysis, therapist: User, *, time_s: float, xy_px: list[float], note: Note = no_note
) -> Analysis:
    """Follow the person at this point, in the pictures read again. What was said about the other one's steps goes."""
    if is_nobody_there(analysis.recording, time_s, xy_px):
        raise CannotCorrect(NOBODY_THERE)
    older = {change.id for change in changes_in(analysis.hints) if change.kind in ABOUT_STEPS | {Kind.PERSON}}
    what = {"time_s": time_s, "xy_px": xy_px}
    return _add(analysis, therapist, [(Kind.PERSON, what)], note, instead_of=older)


def undo(analysis: Analysis, therapist: User, change_id: str, *, note: Note = no_note) -> Analysis:
    changes = changes_in(analysis.hints)
    change = _find(changes, change_id)
    rest = taken_back(changes, resting_on(changes, change), by=therapist.signature, at=_now())
    return _under(analysis, rest, note)


def redo(analysis: Analysis, therapist: User, change_id: str, *, note: Note = no_note) -> Analysis:
    """Let a change stand again, as a word of whoever says so now."""
    changes = changes_in(analysis.hints)
    again = replace(_find(changes, change_id), by=therapist.signature, at=_now(), undone_by="", undone_at="")
    same = SETS_POINTS if again.kind in SETS_POINTS else {again.kind} & {Kind.PERSON}
    older = {c.id for c in changes if c.kind in same}
    rest = taken_back([c for c in changes if c.id != change_id], older, by=therapist.signature, at=_now())
    return _under(analysis, (*rest, again), note)


def _points_before(analysis: Analysis) -> set[str]:
    return {change.id for change in changes_in(analysis.hints) if change.kind in SETS_POINTS}


def machine_run(analysis: Analysis) -> Analysis | None:
    """The run that the changes of this one started from; None for a run that nobody has touched."""
    base = analysis.hints.get("base")
    return Analysis.objects.filter(pk=base, recording=analysis.recording_id).first() if base else None


def _about_stance(analysis: Analysis, therapist: User, what: StanceSaid, note: Note) -> Analysis:
    """The opposite of what somebody said before only takes that back."""
    changes = changes_in(analysis.hints)
    opposite = [
        change
        for change in changes
        if change.kind is Kind.STANCE and change.stands and change.what["used"] != what["used"]
        if same_stance(cast("StanceSaid", change.what), what)
    ]
    if opposite:
        return undo(analysis, therapist, opposite[-1].id, note=note)
    return _add(analysis, therapist, [(Kind.STANCE, {**what})], note)


def _add(
    analysis: Analysis,
    therapist: User,
    words: Sequence[tuple[Kind, What]],
    note: Note,
    *,
    instead_of: Collection[str] = (),
    view: View | None = None,
) -> Analysis:
    """view: in which left and right were named, where that is not the run's own."""
    at, by = _now(), therapist.signature
    before = taken_back(changes_in(analysis.hints), set(instead_of), by=by, at=at)
    rightward = rightward_in(analysis, view)
    new = tuple(Change(uuid4().hex[:8], kind, what, by, at, rightward) for kind, what in words)
    return _under(analysis, before + new, note)


def _under(analysis: Analysis, changes: tuple[Change, ...], note: Note) -> Analysis:
    """The run that these changes make, at once or, where the pictures are needed, in the queue."""
    if not analysis.fits_kind:
        raise CannotCorrect(runs.other_kind_in_words(analysis))
    machine = machine_run(analysis) or analysis
    hints: Said = {**engine_hints(machine, changes), "base": str(machine.pk), "changes": as_json(changes)}
    try:
        return recompute.at_once(analysis, hints, note) or _queued(analysis, hints, note)
    except (recompute.CannotRecompute, runs.OriginalIsGone) as trouble:
        raise CannotCorrect(str(trouble)) from trouble


def _queued(analysis: Analysis, hints: Said, note: Note) -> Analysis:
    under_way = analysis.recording.analyses.filter(status__in=[Analysis.Status.QUEUED, Analysis.Status.RUNNING])
    if under_way.exists():
        raise CannotCorrect("This clip is being measured right now. Wait for it, then try again.")
    with one_change():
        new = runs.queue(analysis.recording, {**hints, "read_with": recompute.to_be_read(analysis, hints)})
        note(new)
    return new


def _find(changes: Sequence[Change], change_id: str) -> Change:
    for change in changes:
        if change.id == change_id:
            return change
    raise CannotCorrect("This change is no longer in the list. Load the page again.")


def _now() -> str:
    return timezone.now().isoformat(timespec="seconds")
