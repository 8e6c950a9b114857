"""Work a clip out again from stored readings, in a child, while somebody waits: no decoding, no pose."""

import json
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast
from uuid import uuid4

from clinics.audit import one_change
from gait import storage
from gait.analysis.terms.errors import AnalysisError, VideoRefused
from gait.child import keeper, spares
from gait.child.jobs import BareClip, KnownPicture
from gait.child.limits import CONCLUDE
from gait.group_access import share_results
from gait.models import Analysis
from gait.queue import runs
from gait.result.conventions import Side, Source
from gait.result.json_form import Json
from gait.result.result import Result
from gait.result.said import Said
from gait.review.change_log import PICTURE_KEYS
from gait.review.clip_frames import frames_of

log = logging.getLogger(__name__)
OF_THE_CLIP = ("proxy.mp4", "frames.json", "thumbs")
READINGS = "readings.npz"
OF_THE_PERSON = ("person",)
Note = Callable[[Analysis], object]
"""Writes the event that tells of a new run, in the transaction that stores it."""


def no_note(analysis: Analysis) -> None:
    """For a run that nobody's audit trail has to tell of."""


class CannotRecompute(Exception):
    """The message says why, and what to do, for the therapist."""


def picture_hints(hints: Said) -> Said:
    """What was said about where to look in the pictures. Points to measure by hand are not looked for in them."""
    keys = OF_THE_PERSON if hints.get("source") == Source.BY_HAND else PICTURE_KEYS
    return cast("Said", {key: said for key, said in hints.items() if key in keys and said})


def to_be_read(analysis: Analysis, hints: Said) -> Said:
    """picture_hints, and the part of a clip in which the person turns round: there a view is a part of its own."""
    wanted = picture_hints(hints)
    machine = analysis.recording.analyses.filter(pk=hints.get("base", analysis.pk)).first() or analysis
    if turns_round(analysis) or turns_round(machine):
        wanted["view"] = hints.get("view") or machine.found.view.value
    return wanted


def turns_round(run: Analysis) -> bool:
    return run.has_result and run.found.has_note("W_TURNED")


def at_once(analysis: Analysis, hints: Said, note: Note = no_note) -> Analysis | None:
    """A new finished run under these hints; None where the pictures have to be read again."""
    wanted = to_be_read(analysis, hints)
    fitting = _with_readings(analysis, wanted)
    if fitting is not None:
        return _concluded(fitting, analysis, hints, note)
    if hints.get("source") == Source.BY_HAND:
        looked_at = _with_readings(analysis, wanted, is_line_free=True)
        if looked_at is not None:
            return _concluded(looked_at, analysis, hints, note)
        return _concluded(_with_a_clip(analysis), analysis, hints, note, bare_for=wanted)
    without_points = _of_the_person(wanted)
    carrier = _with_readings(analysis, without_points)
    if carrier is not None and wanted.get("source") == Source.CLICKS:
        return _concluded(carrier, analysis, hints, note, carries_clicks=True)
    return None


def _of_the_person(wanted: Said) -> Said:
    return cast("Said", {key: said for key, said in wanted.items() if key in {*OF_THE_PERSON, "view"}})


def _with_a_clip(analysis: Analysis) -> Analysis:
    """A run that left a clip that plays: this one, else the newest. Its readings, if any, are of another part of the
    clip or of somebody else. Raises CannotRecompute.
    """
    over = analysis.recording.analyses.filter(status__in=[Analysis.Status.FAILED, Analysis.Status.DONE])
    for run in sorted(over, key=lambda each: each.pk != analysis.pk):
        folder = storage.results_of(run)
        if folder is not None and (folder / "proxy.mp4").is_file():
            return run
    raise CannotRecompute("This clip left no pictures that can be marked. Upload it again, or film again.")


def _with_readings(analysis: Analysis, wanted: Said, *, is_line_free: bool = False) -> Analysis | None:
    """A finished run of this recording whose pictures were read in the wanted way: this one, else the newest.

    is_line_free: it only matters who was followed, and not how the line of the pelvis was read.
    """
    done = analysis.recording.analyses.filter(status=Analysis.Status.DONE)
    for run in sorted(done, key=lambda each: each.pk != analysis.pk):
        folder = storage.results_of(run)
        read_with = _of_the_person(_read_with(run)) if is_line_free else _read_with(run)
        if read_with == wanted and folder is not None and (folder / READINGS).is_file():
            return run
    return None


def _read_with(run: Analysis) -> Said:
    own_view: Said = {"view": run.found.view.value} if turns_round(run) else {}
    return own_view | run.hints.get("read_with", picture_hints(run.hints))


def _bare_read_with(run: Analysis, wanted: Said) -> Said:
    """Only points by hand fit what was not read in a clip that can be read."""
    return {**wanted, "source": Source.BY_HAND.value} if run.has_result else _read_with(run)


def _concluded(
    readings_of: Analysis,
    analysis: Analysis,
    hints: Said,
    note: Note,
    *,
    carries_clicks: bool = False,
    bare_for: Said | None = None,
) -> Analysis | None:
    """Work the clip out in a child, and store the answer beside the old one. None: nothing carries the points.

    bare_for: what should have been read; then nothing is taken over but the clip.
    """
    old = storage.results_of(readings_of)
    assert old is not None  # _with_readings has looked into it
    hints = {
        **hints,
        "read_with": _read_with(readings_of) if bare_for is None else _bare_read_with(readings_of, bare_for),
    }
    run = runs.Run(uuid4(), uuid4())
    folder = storage.attempt_folder(analysis.recording_id, run.analysis_id, run.token)
    folder.mkdir(mode=0o700, parents=True)
    is_kept = False
    try:
        for name in OF_THE_CLIP if bare_for is not None else (*OF_THE_CLIP, READINGS):
            _share(old / name, folder / name)
        _let_conclude(folder, readings_of, hints, carries_clicks=carries_clicks)
        if not (folder / "result.json").is_file():
            return None
        share_results(folder)
        report = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        with one_change():
            new = runs.add_finished(run, analysis.recording, _with_effect(hints, analysis, report), report)
            note(new)
        is_kept = True
        return new
    finally:
        if not is_kept:
            shutil.rmtree(folder.parent)


def _let_conclude(folder: Path, readings_of: Analysis, hints: Said, *, carries_clicks: bool) -> None:
    try:
        keeper.run(
            "conclude",
            folder,
            CONCLUDE,
            start=spares.start,
            video=_film(readings_of, folder),
            readings=folder / READINGS,
            bare=None if (folder / READINGS).is_file() else _bare(readings_of),
            hints=hints,
            carries_clicks=carries_clicks,
            pictures=_pictures(readings_of),
        )
    except keeper.ChildFailed as failure:
        raise CannotRecompute("The machine is too busy to work this out. Try again in a moment.") from failure
    except (keeper.EngineBug, AnalysisError) as trouble:
        log.exception("run %s: could not be worked out anew", readings_of.pk)
        raise CannotRecompute(_why(trouble)) from trouble


def _film(run: Analysis, folder: Path) -> Path:
    """The original; once its days at this location are over, the smaller copy that plays."""
    original = storage.original(run.recording_id)
    return original if original.is_file() else folder / "proxy.mp4"


def _bare(run: Analysis) -> BareClip:
    """What is known of a clip in which nobody was followed, and why nobody was."""
    times_s = frames_of(run)["time_s"]
    return {"info": run.recording.video, "time_s": times_s, "reason": run.error_code or "E_NO_PERSON"}


def _why(trouble: Exception) -> str:
    if isinstance(trouble, VideoRefused) and trouble.code == "E_INSTALLATION":
        return trouble.message
    return "The readings of this run cannot be used. Measure the clip again first."


def _pictures(run: Analysis) -> dict[str, KnownPicture]:
    """The key frames that are there already: reading one out of the clip again costs as much as all the rest."""
    folder = storage.results_of(run)
    if folder is None or not run.has_result:
        return {}
    times_s = run.found.key_frames
    paths = {side: folder / f"keyframe_{side}.jpg" for side in Side}
    return {side.value: {"time_s": times_s[side], "path": str(path)} for side, path in paths.items() if path.is_file()}


def _with_effect(hints: Said, before: Analysis, report: Json) -> Said:
    """Note with the newest change how the drops moved, if it was made just now."""
    changes, known = hints["changes"], {each["id"]: each for each in before.hints.get("changes", [])}
    if not changes or changes[-1]["undone_at"] or known.get(changes[-1]["id"]) == changes[-1]:
        return hints
    both = (before.found if before.has_result else None, Result.from_json(report))
    moved = {
        side.value: [None if found is None else found.sides[side].pelvic_drop_deg for found in both] for side in Side
    }
    return {**hints, "changes": [*changes[:-1], {**changes[-1], "moved": moved}]}


def _share(old: Path, new: Path) -> None:
    """The same bytes under a second name; a copy where the disk cannot do that."""
    if old.is_dir():
        shutil.copytree(old, new, copy_function=_link)
    elif old.exists():
        _link(old, new)


def _link(old: str | Path, new: str | Path) -> None:
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)
