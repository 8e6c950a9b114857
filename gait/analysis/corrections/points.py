"""The file of --points: two pelvic points a frame, marked by a person."""

import json
import math
from pathlib import Path
from typing import Any

from gait.analysis.terms.types import Click
from gait.result.conventions import Side

SEGMENTS = ("psis", "asis", "belt")
MAX_FRAMES_TO_CLICK = 200
"""Bounds what a file may hold; the page takes up to 40 frames."""


class PointsInvalid(ValueError):
    """The points file is not what it should be; the message says where."""


def read_points(path: Path) -> tuple[tuple[Click, ...], str]:
    """Clicks in order of time, and the segment they mark.

    {"frames": [{"time_s": 1.23, "left_xy_px": [x, y], "right_xy_px": [x, y]}], "segment": "psis|asis|belt"};
    left and right are the patient's, pixels those of the upright picture. A frame may also say "side", the leg that
    stands in it. Raises PointsInvalid.
    Source: the hint clicks of docs/hints.md.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise PointsInvalid(f"{path.name} cannot be read as JSON: {error}") from error
    frames = content.get("frames") if isinstance(content, dict) else None
    if not isinstance(frames, list) or not 1 <= len(frames) <= MAX_FRAMES_TO_CLICK:
        raise PointsInvalid(f"{path.name} needs 1 to {MAX_FRAMES_TO_CLICK} entries under 'frames'")
    segment = content.get("segment", "psis")
    if segment not in SEGMENTS:
        raise PointsInvalid(f"segment must be one of {', '.join(SEGMENTS)}")
    clicks = [_click(frame, f"frames[{k}]") for k, frame in enumerate(frames)]
    return tuple(sorted(clicks, key=lambda click: click.time_s)), segment


def _click(frame: Any, where: str) -> Click:
    if not isinstance(frame, dict):
        raise PointsInvalid(f"{where} must be an object")
    return Click(
        time_s=_number(frame.get("time_s"), f"{where}.time_s"),
        left_xy_px=_point(frame.get("left_xy_px"), f"{where}.left_xy_px"),
        right_xy_px=_point(frame.get("right_xy_px"), f"{where}.right_xy_px"),
        side=_side(frame.get("side"), f"{where}.side"),
    )


def _side(value: Any, where: str) -> Side | None:
    if value is None:
        return None
    if value not in list(Side):
        raise PointsInvalid(f"{where} must be left or right, the leg that stands")
    return Side(value)


def _point(value: Any, where: str) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise PointsInvalid(f"{where} must be [x, y]")
    return _number(value[0], where), _number(value[1], where)


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise PointsInvalid(f"{where} must be a number")
    return float(value)
