"""What a drawing on a frame says in words: angles of lines that a therapist drew. No database, no grade.

Points are [x, y] pixels of the upright picture, y downwards.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, degrees, dist

from gait.review.figures import degrees as in_degrees

POINTS_OF_KIND = {"angle": (3, 3), "slope": (2, 2), "line": (2, 2), "note": (0, 1)}
"""Fewest and most points of each kind of drawing."""
BY_HAND = "measured by hand on one frame"

Point = Sequence[float]


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


def says(kind: str, points_px: Sequence[Point]) -> str:
    """The drawing in words; empty for a note, whose words are its own."""
    if kind == "angle":
        return f"Angle {in_degrees(angle_deg(points_px))}, {BY_HAND}"
    if kind == "slope":
        return f"{_slope_says(slope_deg(points_px))}, {BY_HAND}"
    return "Line" if kind == "line" else ""


def _slope_says(slope: float) -> str:
    size = in_degrees(abs(slope))
    if size == in_degrees(0):
        return f"{size} to the horizontal"
    return f"{size} to the horizontal, lower on the {'right' if slope > 0 else 'left'} of the picture"


def _direction_deg(start: Point, end: Point) -> float:
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))
