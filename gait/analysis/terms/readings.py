"""What was read off the pictures, apart from the pictures: enough to judge a clip again without decoding it.

Kept beside a recording, so that an edit in the review (a moved contact, a stance left out, a level line) is worked out
in a moment.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import CameraMotion, Evidence, FloatArray, PelvicLine, Pose, Rhythm, Subject
from gait.result.conventions import Activity, RollOrigin, Source, View
from gait.result.result import CameraRoll, Note, VideoInfo
from gait.result.sources import SOURCES

LINE_CURVES = ("angle_deg", "sigma_deg", "centre_px", "half_width_px")


@dataclass(frozen=True, slots=True)
class Readings:
    """Everything that conclude() needs.

    timeline is the clip's own, as kept; only conclude() brings it to the true clock, for itself.
    pose has its sides named as the patient's; rightward is the image direction of the patient's right, +1 or -1.
    line is the chosen source, None when no source gave a line at all. All are as the picture shows them; camera tells
    what a moving camera did to them (camera_motion.steadied takes it out). sharpness (n,) of the pelvis in the picture,
    NaN where nobody is seen; None in readings that an earlier version kept.
    """

    info: VideoInfo
    timeline: Timeline
    pose: Pose
    rightward: int
    subject: Subject
    roll: CameraRoll
    line: PelvicLine | None
    sources: dict[Source, PelvicLine]
    notes: tuple[Note, ...]
    camera: CameraMotion | None = None
    sharpness: FloatArray | None = None

    @property
    def time_s(self) -> FloatArray:
        """(n,), seconds on the clock of the timeline."""
        return self.timeline.time_s


def has_degrees(readings: Readings) -> bool:
    """May the pelvic line be read in degrees? Landmarks never, and other sources only when their checks passed.

    Source: slope of hip landmarks against the truth is zero, docs/methods/pelvic_drop.md (How it is measured).
    """
    line = readings.line
    return line is not None and line.trusted and SOURCES[line.source].is_measured


def save_readings(readings: Readings, path: Path) -> None:
    """One .npz file: curves as arrays, everything else as JSON beside them. No pickles."""
    arrays: dict[str, FloatArray] = {
        "time_s": readings.time_s,
        "landmarks_px": readings.pose.landmarks_px,
        "visibility": readings.pose.visibility,
        "torso_px": readings.subject.torso_px,
    }
    if readings.camera is not None:
        arrays |= {"camera.turn_deg": readings.camera.turn_deg, "camera.shift_px": readings.camera.shift_px}
    if readings.sharpness is not None:
        arrays["sharpness"] = readings.sharpness
    lines = dict(readings.sources) | ({"chosen": readings.line} if readings.line else {})
    for name, line in lines.items():
        arrays |= {f"{name}.{curve}": getattr(line, curve) for curve in LINE_CURVES}
    facts = {
        "info": asdict(readings.info),
        "subject": _without(asdict(readings.subject), ("torso_px",)),
        "rightward": readings.rightward,
        "roll": asdict(readings.roll),
        "camera_lost_share": None if readings.camera is None else readings.camera.lost_share,
        "camera_links": 0 if readings.camera is None else readings.camera.links,
        "notes": [asdict(note) for note in readings.notes],
        "lines": {str(name): _without(asdict(line), LINE_CURVES) for name, line in lines.items()},
    }
    np.savez_compressed(path, allow_pickle=False, facts=np.array(json.dumps(facts)), **arrays)


def load_readings(path: Path) -> Readings:
    """The inverse of save_readings. Raises OSError or ValueError when the file is missing or not ours."""
    with np.load(path, allow_pickle=False) as stored:
        facts = json.loads(str(stored["facts"]))
        arrays = {name: stored[name].astype(np.float64) for name in stored.files if name != "facts"}
    lines = {name: _line(facts["lines"][name], name, arrays) for name in facts["lines"]}
    chosen = lines.pop("chosen", None)
    subject = facts["subject"]
    return Readings(
        info=info_of(facts["info"]),
        timeline=Timeline.of(arrays["time_s"]),
        pose=Pose(arrays["landmarks_px"], arrays["visibility"]),
        rightward=int(facts["rightward"]),
        subject=Subject(
            view=View(subject["view"]),
            activity=Activity(subject["activity"]),
            torso_px=arrays["torso_px"],
            measurable=subject["measurable"],
            reason=subject["reason"],
            notes=_notes(subject["notes"]),
            evidence=_evidence(subject.get("evidence")),
        ),
        roll=CameraRoll(**(facts["roll"] | {"origin": RollOrigin(facts["roll"]["origin"])})),
        line=chosen,
        sources={Source(name): line for name, line in lines.items()},
        notes=_notes(facts["notes"]),
        camera=_camera(facts, arrays),
        sharpness=arrays.get("sharpness"),
    )


def info_of(facts: dict[str, Any]) -> VideoInfo:
    """The inverse of asdict: what probing found, as rows and readings keep it."""
    return VideoInfo(**(facts | {"notes": _notes(facts["notes"])}))


def _camera(facts: dict[str, Any], arrays: dict[str, FloatArray]) -> CameraMotion | None:
    """Readings that an earlier version kept know of no links."""
    lost_share = facts.get("camera_lost_share")
    if lost_share is None:
        return None
    return CameraMotion(arrays["camera.turn_deg"], arrays["camera.shift_px"], lost_share, facts.get("camera_links", 0))


def _line(facts: dict[str, object], name: str, arrays: dict[str, FloatArray]) -> PelvicLine:
    curves = {curve: arrays[f"{name}.{curve}"] for curve in LINE_CURVES}
    return PelvicLine(**(facts | curves | {"source": Source(str(facts["source"]))}))  # type: ignore[arg-type]


def _evidence(facts: dict[str, Any] | None) -> Evidence | None:
    """None in readings that an earlier version kept."""
    if facts is None:
        return None
    return Evidence(
        view=View(facts["view"]),
        feet_disagree=facts["feet_disagree"],
        rhythm=Rhythm(**facts["rhythm"]),
        reasons=tuple(facts["reasons"]),
        view_by_motion=View(facts["view_by_motion"]) if facts.get("view_by_motion") else None,
    )


def _notes(rows: list[dict[str, str]]) -> tuple[Note, ...]:
    return tuple(Note(**row) for row in rows)


def _without(facts: dict[str, object], names: tuple[str, ...]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if name not in names}
