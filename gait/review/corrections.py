"""A therapist corrects what the machine counted: a new run from the same readings, at once. The old run stays.

Edits lie in the hints of the new run, each with who, when and why; undoing one is a new run without it.
"""

import json
import logging
import os
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone

from clinics.models import User
from gait import storage
from gait.analysis.conventions import Side
from gait.analysis.edits import SAME_STANCE_S
from gait.analysis.errors import AnalysisError
from gait.child import keeper
from gait.child.limits import MIB, Limits
from gait.models import Analysis
from gait.queue import runs

log = logging.getLogger(__name__)
CONCLUDE = Limits(wall_s=60, silence_s=60, cpu_s=60, memory_bytes=2048 * MIB, file_bytes=256 * MIB, niceness=0)
"""Not nice: somebody is waiting for it."""
SHARED_FILES = ("proxy.mp4", "readings.npz", "thumbs")
"""What stays the same for every run over the same readings."""


class CannotCorrect(Exception):
    """The run cannot be worked out anew; the message says why, for the therapist."""


def leave_out(analysis: Analysis, therapist: User, *, side: Side, at_s: float, reason: str) -> Analysis:
    return _with_edit(analysis, therapist, side=side, at_s=at_s, used=False, reason=reason)


def take_in(analysis: Analysis, therapist: User, *, side: Side, at_s: float) -> Analysis:
    """Count a stance: one that the machine left out, or one that somebody left out before."""
    return _with_edit(analysis, therapist, side=side, at_s=at_s, used=True, reason="")


def set_level(analysis: Analysis, therapist: User, *, roll_deg: float | None) -> Analysis:
    """Take a drawn line as level; None goes back to what the picture showed."""
    return _revised(analysis, {**analysis.hints, "roll_deg": roll_deg, "levelled_by": therapist.signature})


def measure_with_clicks(analysis: Analysis, therapist: User, *, clicks: list[dict[str, Any]], segment: str) -> Analysis:
    """Read the pelvis off the therapist's points. Needs the pictures again, so it waits its turn in the queue."""
    under_way = analysis.recording.analyses.filter(status__in=[Analysis.Status.QUEUED, Analysis.Status.RUNNING])
    if under_way.exists():
        raise CannotCorrect("This clip is being measured right now. Wait for it, then mark your points.")
    kept = {key: value for key, value in analysis.hints.items() if key not in {"edits", "base"}}
    points = {"clicks": clicks, "click_segment": segment, "source": "clicks", "clicked_by": therapist.signature}
    return runs.queue(analysis.recording, {**kept, **points})


def machine_run(analysis: Analysis) -> Analysis | None:
    """The run that the edits of this one started from; None for a run without edits."""
    base = analysis.hints.get("base")
    return Analysis.objects.filter(pk=base, recording=analysis.recording_id).first() if base else None


def _with_edit(analysis: Analysis, therapist: User, **edit: Any) -> Analysis:
    """The newest word about a stance counts; a word that only repeats the machine's is left away."""
    others = [each for each in analysis.hints.get("edits", []) if not _same_stance(each, edit)]
    machine = machine_run(analysis) or analysis
    if not _is_counted_alike(machine, edit):
        others.append({**edit, "by": therapist.signature, "at": timezone.now().isoformat(timespec="seconds")})
    return _revised(analysis, {**analysis.hints, "edits": others})


def _same_stance(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["side"] == other["side"] and abs(one["at_s"] - other["at_s"]) < SAME_STANCE_S


def _is_counted_alike(machine: Analysis, edit: dict[str, Any]) -> bool:
    stances = (
        {**stance, "at_s": (stance["initial_contact_s"] + stance["toe_off_s"]) / 2}
        for stance in machine.result["stances"]
    )
    return any(_same_stance(stance, edit) and stance["used"] == edit["used"] for stance in stances)


def _revised(analysis: Analysis, hints: dict[str, Any]) -> Analysis:
    """Work the clip out again in a child, and store the answer beside the old one."""
    old = storage.results_of(analysis)
    if old is None or not (old / "readings.npz").is_file():
        raise CannotCorrect("The readings of this run are gone. Measure the clip again first.")
    hints = {**hints, "base": analysis.hints.get("base") or str(analysis.pk)}
    run = runs.Run(uuid4(), uuid4())
    folder = storage.attempt_folder(analysis.recording_id, run.analysis_id, run.token)
    folder.mkdir(mode=0o700, parents=True)
    try:
        for name in SHARED_FILES:
            _share(old / name, folder / name)
        keeper.run(
            "conclude",
            folder,
            CONCLUDE,
            video=storage.original(analysis.recording_id),
            readings=folder / "readings.npz",
            hints=hints,
        )
        report = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        return runs.add_finished(run, analysis.recording, hints, report)
    except keeper.ChildFailed as failure:
        shutil.rmtree(folder.parent)
        raise CannotCorrect("The machine is too busy to work this out. Try again in a moment.") from failure
    except (keeper.EngineBug, AnalysisError) as trouble:
        log.exception("run %s: could not be worked out anew", analysis.pk)
        shutil.rmtree(folder.parent)
        raise CannotCorrect("The readings of this run cannot be used. Measure the clip again first.") from trouble
    except BaseException:
        shutil.rmtree(folder.parent)
        raise


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
