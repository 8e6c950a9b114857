"""The pictures of the worst instant of each side, with the line of the pelvis to draw on them. No database."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from math import hypot, radians, tan

from gait.result.beside import Overlay, Track
from gait.result.conventions import Side
from gait.result.result import Result
from gait.review.charts import key_frame_stances

DRAWN_OUT = 2.0
"""The line is drawn to twice its length, so that its slope is easy to see."""
CROP_HALVES = 8.0
"""Width of the picture in half lengths of the line: the trunk and thighs around the pelvis."""

Point = tuple[float, float]
Ends = tuple[Point, Point]
"""On the patient's left and right."""


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A cut-out of the picture in its own pixels, with the drawn line and level through its middle to compare with.

    Level is the zero that the drop is counted from. Both are None where the analysis kept no line for this frame; then
    the whole picture is shown.
    """

    side: Side
    at_s: float
    drop_deg: float
    picture_px: tuple[int, int]
    crop_px: tuple[float, float, float, float]
    line_px: Ends | None = None
    level_px: Ends | None = None
    letter_px: float = 0.0


def key_frames(found: Result, overlay: Overlay | None) -> list[KeyFrame]:
    """One for each side that was measured."""
    return [
        _key_frame(stance.side, stance.peak_s, stance.peak_drop_deg, found, overlay)
        for stance in key_frame_stances(found)
        if stance.peak_s is not None and stance.peak_drop_deg is not None
    ]


def _key_frame(side: Side, at_s: float, drop_deg: float, found: Result, overlay: Overlay | None) -> KeyFrame:
    width, height = found.video.width_px, found.video.height_px
    whole = KeyFrame(side=side, at_s=at_s, drop_deg=drop_deg, picture_px=(width, height), crop_px=(0, 0, width, height))
    ends = _line_at(overlay, at_s) if overlay else None
    if ends is None:
        return whole
    left, right = ends
    half = hypot(right[0] - left[0], right[1] - left[1]) / 2
    centre = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    line = _drawn_out(left, centre), _drawn_out(right, centre)
    return replace(
        whole,
        crop_px=_crop(centre, CROP_HALVES * half, width, height),
        line_px=line,
        level_px=_level_beside(line, found.zero_in_picture_deg),
        letter_px=round(half * 0.5, 1),
    )


def _line_at(overlay: Overlay, at_s: float) -> Ends | None:
    """Ends of the chosen line on the patient's left and right.

    The hips of the frame tell which is which; where nobody was followed, what is known of the whole clip does.
    """
    line = overlay["lines"].get(overlay["chosen"] or "")
    index = _nearest(overlay["time_s"], at_s)
    if not line:
        return None
    one, other = _point(line["from_xy"], index), _point(line["to_xy"], index)
    left_hip, right_hip = (_point(overlay["joints"][name], index) for name in ("left_hip", "right_hip"))
    if one is None or other is None:
        return None
    if left_hip is None or right_hip is None:
        rightward = overlay.get("rightward")
    else:
        rightward = 1 if left_hip[0] <= right_hip[0] else -1
    if rightward is None:
        return None
    return (one, other) if rightward > 0 else (other, one)


def _nearest(times_s: list[float], at_s: float) -> int:
    after = min(bisect_left(times_s, at_s), len(times_s) - 1)
    before = max(after - 1, 0)
    return before if at_s - times_s[before] < times_s[after] - at_s else after


def _point(track: Track, index: int) -> Point | None:
    x, y = track[2 * index : 2 * index + 2]
    return None if x is None or y is None else (x, y)


def _drawn_out(end: Point, centre: Point) -> Point:
    x, y = (round(middle + (value - middle) * DRAWN_OUT, 1) for value, middle in zip(end, centre, strict=True))
    return x, y


def _level_beside(line: Ends, zero_deg: float) -> Ends:
    """Zero through the middle of the line and as wide; + is lower on the patient's right."""
    (left_x, left_y), (right_x, right_y) = line
    middle_y, fall = (left_y + right_y) / 2, tan(radians(zero_deg)) * abs(right_x - left_x) / 2
    return (left_x, round(middle_y - fall, 1)), (right_x, round(middle_y + fall, 1))


def _crop(centre: Point, size: float, width: int, height: int) -> tuple[float, float, float, float]:
    """A square around the pelvis that stays inside the picture."""
    size = min(size, width, height)
    x = min(max(centre[0] - size / 2, 0), width - size)
    y = min(max(centre[1] - size / 2, 0), height - size)
    return round(x, 1), round(y, 1), round(size, 1), round(size, 1)
