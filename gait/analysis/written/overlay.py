"""AnalysisResult -> what the page draws over the video: joints and pelvic line per frame, in pixels, as flat lists.

x and y are pixels of the upright picture, whole for joints; null where nothing was seen, and where the skeleton cannot
be this person (plausible.py): a gap in the drawing rather than a wrong figure. Each joint is a flat list
[x0, y0, x1, y1, ...] over the frames, so that a minute of video stays a few hundred kilobytes.
"""

import numpy as np

from gait.analysis.terms.landmarks import SKELETON
from gait.analysis.terms.types import AnalysisResult, BoolArray, FloatArray, PelvicLine
from gait.analysis.written.plausible import implausible_frames
from gait.analysis.written.report import numbers
from gait.result.beside import DrawnLine, Overlay
from gait.result.conventions import Source

BONES = (
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
    *(
        (f"{side}_{upper}", f"{side}_{lower}")
        for side in ("left", "right")
        for upper, lower in (
            ("shoulder", "hip"),
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("hip", "knee"),
            ("knee", "ankle"),
            ("ankle", "heel"),
            ("heel", "toe"),
        )
    ),
)


def overlay_json(result: AnalysisResult) -> Overlay:
    """Joints, bones and the ends of the pelvic line of every source, on the clip's own time stamps.

    rightward: +1 where the patient's right is image right, else -1, also where nobody was followed.
    """
    doubtful = implausible_frames(result.pose.landmarks_px, result.timeline)
    landmarks_px = np.where(doubtful[:, None, None], np.nan, result.pose.landmarks_px)
    return {
        "width_px": result.info.width_px,
        "height_px": result.info.height_px,
        "time_s": [round(float(time_s), 3) for time_s in result.time_s],
        "rightward": result.rightward,
        "joints": {point.name.lower(): _flat(landmarks_px[:, point]) for point in SKELETON},
        "bones": [list(bone) for bone in BONES],
        "chosen": None if result.line is None else result.line.source.value,
        "lines": {source.value: _line_ends(line, result, doubtful) for source, line in result.sources.items()},
        "pelvic_obliquity_deg": numbers(result.obliquity_deg, 1),
    }


def _line_ends(line: PelvicLine, result: AnalysisResult, doubtful: BoolArray) -> DrawnLine:
    """Image-left and image-right end of the line, and whether it may be read in degrees.

    Only the line through the hip landmarks is as doubtful as they are; the others are read off the picture.
    """
    # Clockwise in the picture; the line's own angle is positive with the patient's right side lower.
    tilt = np.radians(result.rightward * line.angle_deg)
    half_px = np.stack((np.cos(tilt), np.sin(tilt)), axis=1) * line.half_width_px[:, None]
    if line.source is Source.LANDMARKS:
        half_px[doubtful] = np.nan
    return {
        "trusted": line.trusted,
        "from_xy": _flat(line.centre_px - half_px, digits=1),
        "to_xy": _flat(line.centre_px + half_px, digits=1),
    }


def _flat(points_px: FloatArray, digits: int = 0) -> list[float | None]:
    """A line of 50 px needs tenths: a whole pixel at one end would turn it by more than a degree."""
    known = np.asarray(np.isfinite(points_px).all(axis=1))
    rounded = np.round(np.nan_to_num(points_px), digits)
    values = rounded.tolist() if digits else rounded.astype(int).tolist()
    return [v if ok else None for point, ok in zip(values, known.tolist(), strict=True) for v in point]
