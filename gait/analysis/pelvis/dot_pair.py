"""Choose the two spots that could be the pelvic marks: of one colour, level with each other, astride the midline."""

from dataclasses import dataclass

import numpy as np

from gait.analysis.pelvis.dots import Dots
from gait.analysis.terms.types import FloatArray, IntArray

MIN_WIDTH_TORSOS, MAX_WIDTH_TORSOS = 0.09, 0.62
"""Distance of the marks: back dimples lie about 0.18 torso lengths apart, front iliac spines about 0.48."""

MAX_SLOPE = np.tan(np.radians(24.0))
"""Spots that lie steeper are one above the other; marks on a pelvis do not, nor before a camera held askew."""

MAX_ASIDE_TORSOS = 0.13
"""Marks sit astride the spine: their middle lies this close to the middle of the hips, to either side."""

HIGHEST_TORSOS, LOWEST_TORSOS = -0.34, 0.08
"""Where the middle between the marks can lie, from the middle of the hips."""

MAX_COLOUR_GAP = 22.0
MAX_SALIENCY_RATIO = 2.2
"""The two are of one make: colours closer than this (Lab), one at most so many times as striking as the other. Light
from one side makes the rest of the difference."""

VOTE_WIDTH_SHARE = 0.09
VOTE_PLACE_TORSOS = 0.06
VOTE_COLOUR = 16.0
"""How much width, place and colour of one and the same pair may change from frame to frame."""


@dataclass(frozen=True, slots=True)
class DotPair:
    """What the two marks look like over the clip; place and width in torso lengths from the hips' middle.

    share is that of the sample frames in which the pair was seen.
    """

    middle: FloatArray
    width: float
    colour: FloatArray
    contrast: FloatArray
    saliency: float
    radius: float
    share: float


@dataclass(frozen=True, slots=True)
class _Votes:
    frame: IntArray
    middle: FloatArray
    width: FloatArray
    colour: FloatArray
    contrast: FloatArray
    saliency: FloatArray
    radius: FloatArray


def choose_pair(samples: list[Dots]) -> DotPair | None:
    """The pair that most sample frames show, weighted by how salient it is; None where no frame shows any.

    Every pair of every frame votes for all that look alike, so a logo that is seen once loses to stickers seen always.
    Source: docs/methods/pelvic_line.md (markers).
    """
    votes = _collect(samples)
    if len(votes.frame) == 0:
        return None
    same = (
        (np.abs(votes.width[:, None] / votes.width - 1.0) < VOTE_WIDTH_SHARE)
        & (np.linalg.norm(votes.middle[:, None] - votes.middle, axis=-1) < VOTE_PLACE_TORSOS)
        & (np.linalg.norm(votes.colour[:, None] - votes.colour, axis=-1) < VOTE_COLOUR)
        & (votes.radius[:, None] == votes.radius)
    )
    share = np.array([len(np.unique(votes.frame[row])) for row in same]) / len(samples)
    best = int(np.argmax(share * votes.saliency))
    members = same[best]
    return DotPair(
        middle=np.median(votes.middle[members], axis=0),
        width=float(np.median(votes.width[members])),
        colour=np.median(votes.colour[members], axis=0),
        contrast=np.median(votes.contrast[members], axis=0),
        saliency=float(np.median(votes.saliency[members])),
        radius=float(votes.radius[best]),
        share=float(share[best]),
    )


def _collect(samples: list[Dots]) -> _Votes:
    """All pairs of all sample frames that could be the marks."""
    found = [
        (frame, dots, left, right)
        for frame, dots in enumerate(samples)
        for left in range(len(dots.saliency))
        for right in range(len(dots.saliency))
        if could_be_marks(dots, left, right)
    ]
    return _Votes(
        frame=np.array([frame for frame, *_ in found]),
        middle=_columns([(dots.xy[left] + dots.xy[right]) / 2 for _, dots, left, right in found], 2),
        width=np.array([float(np.linalg.norm(dots.xy[right] - dots.xy[left])) for _, dots, left, right in found]),
        colour=_columns([(dots.colour[left] + dots.colour[right]) / 2 for _, dots, left, right in found], 3),
        contrast=_columns([(dots.contrast[left] + dots.contrast[right]) / 2 for _, dots, left, right in found], 3),
        saliency=np.array([min(dots.saliency[left], dots.saliency[right]) for _, dots, left, right in found]),
        radius=np.array([dots.radius[left] for _, dots, left, _ in found]),
    )


def _columns(rows: list[FloatArray], width: int) -> FloatArray:
    return np.array(rows, dtype=np.float64).reshape(-1, width)


def could_be_marks(dots: Dots, left: int, right: int) -> bool:
    """May these two spots of one frame, left and right in the picture, be the marks? By the limits of this file."""
    gap = dots.xy[right] - dots.xy[left]
    middle = (dots.xy[left] + dots.xy[right]) / 2
    weak, strong = sorted((dots.saliency[left], dots.saliency[right]))
    return bool(
        gap[0] > 0
        and MIN_WIDTH_TORSOS < np.linalg.norm(gap) < MAX_WIDTH_TORSOS
        and abs(gap[1]) < MAX_SLOPE * gap[0]
        and abs(middle[0]) < MAX_ASIDE_TORSOS
        and HIGHEST_TORSOS < middle[1] < LOWEST_TORSOS
        and strong < MAX_SALIENCY_RATIO * weak
        and dots.radius[left] == dots.radius[right]
        and np.linalg.norm(dots.colour[left] - dots.colour[right]) < MAX_COLOUR_GAP
    )
