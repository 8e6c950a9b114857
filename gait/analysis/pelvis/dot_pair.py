"""Choose the two spots that could be the pelvic marks: of one colour, level with each other, astride the midline."""

from dataclasses import dataclass

import numpy as np

from gait.analysis.pelvis.dots import Dots
from gait.analysis.terms.types import BoolArray, FloatArray, IntArray

MIN_WIDTH_TORSOS, MAX_WIDTH_TORSOS = 0.09, 0.62
"""Distance of the marks: back dimples lie about 0.18 torso lengths apart, front iliac spines about 0.48."""

MAX_SLOPE = np.tan(np.radians(24.0))
"""Spots that lie steeper are one above the other; marks on a pelvis do not, nor before a camera held askew."""

MAX_ASIDE_TORSOS = 0.13
"""Marks sit astride the spine: their middle lies this close to the middle of the hips, to either side."""

HIGHEST_TORSOS, LOWEST_TORSOS = -0.34, 0.08
"""Where the middle between the marks can lie, from the middle of the hips."""

MAX_COLOUR_GAP = 40.0
MAX_SALIENCY_RATIO = 4.0
"""The two are of one make: colours closer than this (Lab), one at most so many times as striking as the other. Light
from one side, and skin behind one and cloth behind the other, make the rest of the difference."""

ALONE_COUNTS = 3.0
"""So many times the smallest difference to any place around stands for a spot's saliency: the corners of a hem, which
are level, keep their distance and go with the body, have none."""

MAX_PAIRS_OF_A_FRAME = 40
"""The most striking; pairs of pairs are compared, so time and memory grow with the square."""

VOTE_WIDTH_SHARE = 0.09
VOTE_PLACE_TORSOS = 0.06
VOTE_COLOUR = 16.0
"""How much width, place and colour of one and the same pair may change from frame to frame."""


@dataclass(frozen=True, slots=True)
class DotPair:
    """What the two marks look like over the clip; place and width in torso lengths from the hips' middle.

    saliency and alone as in Dots, of the less striking one; weaker: its contrast as a share of that of the two.
    share is that of the sample frames in which the pair was seen.
    """

    middle: FloatArray
    width: float
    colour: FloatArray
    contrast: FloatArray
    weaker: float
    saliency: float
    alone: float
    radius: float
    share: float


@dataclass(frozen=True, slots=True)
class _Votes:
    """All pairs of all sample frames that could be the marks: v votes."""

    frame: IntArray
    middle: FloatArray
    width: FloatArray
    colour: FloatArray
    contrast: FloatArray
    weaker: FloatArray
    saliency: FloatArray
    alone: FloatArray
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
    best = int(np.argmax(share * np.minimum(votes.saliency, ALONE_COUNTS * np.maximum(votes.alone, 0.0))))
    members = same[best]
    return DotPair(
        middle=np.median(votes.middle[members], axis=0),
        width=float(np.median(votes.width[members])),
        colour=np.median(votes.colour[members], axis=0),
        contrast=np.median(votes.contrast[members], axis=0),
        weaker=float(np.median(votes.weaker[members])),
        saliency=float(np.median(votes.saliency[members])),
        alone=float(np.median(votes.alone[members])),
        radius=float(votes.radius[best]),
        share=float(share[best]),
    )


def _collect(samples: list[Dots]) -> _Votes:
    found = [_votes_of_frame(dots, frame) for frame, dots in enumerate(samples)]
    return _Votes(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _votes_of_frame(dots: Dots, frame: int) -> tuple[FloatArray, ...]:
    """The columns of _Votes, from one frame."""
    left, right = np.nonzero(could_be_marks(dots))
    weakest = np.minimum(dots.saliency[left], dots.saliency[right])
    strongest = np.argsort(-weakest)[:MAX_PAIRS_OF_A_FRAME]
    left, right = left[strongest], right[strongest]
    contrast = (dots.contrast[left] + dots.contrast[right]) / 2
    power = np.maximum((contrast**2).sum(axis=1), 1e-9)
    return (
        np.full(len(left), frame),
        (dots.xy[left] + dots.xy[right]) / 2,
        np.linalg.norm(dots.xy[right] - dots.xy[left], axis=1),
        (dots.colour[left] + dots.colour[right]) / 2,
        contrast,
        np.minimum((dots.contrast[left] * contrast).sum(axis=1), (dots.contrast[right] * contrast).sum(axis=1)) / power,
        weakest[strongest],
        np.minimum(dots.alone[left], dots.alone[right]),
        dots.radius[left],
    )


def could_be_marks(dots: Dots) -> BoolArray:
    """(k, k): may spots [left, right] in the picture be the marks of this frame? By the limits of this file."""
    gap = dots.xy[None, :] - dots.xy[:, None]
    middle = (dots.xy[None, :] + dots.xy[:, None]) / 2
    width = np.linalg.norm(gap, axis=-1)
    weak, strong = np.minimum.outer(dots.saliency, dots.saliency), np.maximum.outer(dots.saliency, dots.saliency)
    return np.asarray(
        (gap[..., 0] > 0)
        & (width > MIN_WIDTH_TORSOS)
        & (width < MAX_WIDTH_TORSOS)
        & (np.abs(gap[..., 1]) < MAX_SLOPE * gap[..., 0])
        & (np.abs(middle[..., 0]) < MAX_ASIDE_TORSOS)
        & (middle[..., 1] > HIGHEST_TORSOS)
        & (middle[..., 1] < LOWEST_TORSOS)
        & (strong < MAX_SALIENCY_RATIO * weak)
        & (dots.radius[:, None] == dots.radius)
        & (np.linalg.norm(dots.colour[:, None] - dots.colour, axis=-1) < MAX_COLOUR_GAP)
    )
