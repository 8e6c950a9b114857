"""Somebody so far away that no look at the whole picture finds them: looked for in parts of it."""

from collections.abc import Iterator

import numpy as np

from gait.analysis.film.pose import Body, PoseFinder
from gait.analysis.terms.types import ImageArray

PART_SHARES = (0.5, 0.3)
"""Side of the parts, of the longer side of the picture. In halves of a 1280-px picture everybody with a trunk of 45 px
is found (of three walkers tried), in thirds with 30 px."""
SAME_BODY_TORSOS = 0.6
"""A body that a closer look finds elsewhere was none: furniture, or leaves."""


def find_far(finder: PoseFinder, rgb: ImageArray) -> list[Body]:
    """Whole bodies of one part, in pixels of rgb (height, width, 3); the first part that shows one ends the search.

    finder must look at each picture by itself. Empty where nobody is found twice at the same place.
    Source: docs/methods/following.md (The person).
    """
    for share in PART_SHARES:
        for left, top, part in _parts(rgb, share):
            for body in finder.find(part):
                seen = body.moved(np.array([left, top]))
                closer = [] if seen.is_folded else finder.find_near(rgb, seen)
                confirmed = [each for each in closer if _is_same(each, seen)]
                if confirmed:
                    return confirmed
    return []


def _is_same(body: Body, other: Body) -> bool:
    return float(np.linalg.norm(body.hips_px - other.hips_px)) < SAME_BODY_TORSOS * other.torso_px


def _parts(rgb: ImageArray, share: float) -> Iterator[tuple[int, int, ImageArray]]:
    """Squares that overlap by half, with their left and top."""
    height, width = rgb.shape[:2]
    side = int(share * max(height, width))
    for top in _starts(height, side):
        for left in _starts(width, side):
            yield left, top, np.ascontiguousarray(rgb[top : top + side, left : left + side])


def _starts(length: int, side: int) -> list[int]:
    spare = max(0, length - side)
    return [int(at) for at in np.linspace(0, spare, 1 + int(np.ceil(2 * spare / side)))]
