"""What a drawing on a frame says in words: angles of lines that a therapist drew. No database, no grade.

Points are [x, y] pixels of the upright picture, y downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, dist

from gait.review.figures import degrees as in_degrees

POINTS_OF_KIND = {"angle": (3, 3), "slope": (2, 2), "line": (2, 2), "note": (0, 1)}
"""Fewest and most points of each kind of drawing."""
BY_HAND = "measured by hand on one frame"

Point = Sequence[float]


@dataclass(frozen=True, slots=True)
class Horizon:
    """Level in the picture of a measured clip. fall_deg: + = lower at the right of the picture; rightward: +1 where the
    patient's right is image right, else -1.
    """

    fall_deg: float
    rightward: int


def angle_deg(points_px: Sequence[Point]) -> float:
    """The angle at the middle one of three points, 0 to 180."""
    one, vertex, other = points_px
    turn = _direction_deg(vertex, other) - _direction_deg(vertex, one)
    return abs((turn + 180) % 360 - 180)


def slope_deg(points_px: Sequence[Point]) -> float:
    """The acute angle between a line and the horizontal of the picture, + = its end right in the picture is lower."""
    left, right = sorted(points_px, key=tuple)
    return degrees(atan2(right[1] - left[1], right[0] - left[0]))


def is_drawable(kind: str, points_px: Sequence[Point]) -> bool:
    """Whether these points make such a drawing: as many as it takes, and no two neighbours in one place."""
    fewest, most = POINTS_OF_KIND[kind]
    return fewest <= len(points_px) <= most and all(dist(*pair) >= 1 for pair in pairwise(points_px))


def says(kind: str, points_px: Sequence[Point], horizon: Horizon | None = None) -> str:
    """The drawing in words; empty for a note, whose words are its own. horizon: None where nothing was measured, and a
    line is held against the picture.
    """
    if kind == "angle":
        return f"Angle {in_degrees(angle_deg(points_px))}, {BY_HAND}"
    if kind == "slope":
        return f"{_slope_says(slope_deg(points_px), horizon)}, {BY_HAND}"
    return "Line" if kind == "line" else ""


def _slope_says(slope: float, horizon: Horizon | None) -> str:
    if horizon is None:
        return _fall_says(slope, "horizontal of the picture", "right of the picture", "left of the picture")
    own = horizon.rightward * (slope - horizon.fall_deg)
    return _fall_says(own, "horizontal", "patient's right", "patient's left")


def _fall_says(fall_deg: float, level: str, plus: str, minus: str) -> str:
    size = in_degrees(abs(fall_deg))
    if size == in_degrees(0):
        return f"{size} to the {level}"
    return f"{size} to the {level}, lower on the {plus if fall_deg > 0 else minus}"


def _direction_deg(start: Point, end: Point) -> float:
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))
