"""Follow a chosen pair of spots through the clip, to a fraction of a pixel."""

import numpy as np

from gait.analysis.pelvis.body_frame import BodyFrame, FloatImage
from gait.analysis.pelvis.dot_pair import DotPair
from gait.analysis.pelvis.dots import (
    COLUMNS,
    ROWS,
    lab_window,
    local_maxima,
    spot_strength_along,
    window_to_torsos,
)
from gait.analysis.terms.types import FloatArray, Footage, IntArray

MIN_CONTRAST_SHARE = 0.4
"""A mark may fade to this share of its usual contrast (blur, shade) before it counts as hidden."""

MAX_SPOTS_NEAR_A_DOT = 8
"""Places tried for a mark in a frame; pairs of them are compared, so time grows with the square."""

WIDTH_TOLERANCE, PLACE_TORSOS, GAP_TORSOS = 0.12, 0.10, 0.06
"""One standard step of width, place and gap from what is expected; a pair three steps off is another pair."""

MAX_STEPS_OFF = 3.0
PLACE_MEMORY = 0.8
"""How much of the expected place stays from frame to frame: it follows a sticker that slowly moves against the hips of
the pose, and one wrong frame does not carry it away."""

CENTROID_RADII, CENTROID_FLOOR = 1.8, 0.25
"""The centre of mass is taken this many radii around, of what stands out by more than this share of the peak: the floor
keeps the surroundings, which are larger, from pulling it to their own middle."""


def follow_pair(footage: Footage, body: BodyFrame, frames: IntArray, pair: DotPair) -> FloatArray:
    """Both marks (k, 2, 2) in frames (k,), image-left first, in torso lengths from the hips' middle, right and down +.

    NaN: both, where one is hidden or no pair lies near the expected one.
    Source: docs/methods/pelvic_line.md (markers).
    """
    marks = np.full((len(frames), 2, 2), np.nan)
    middle, gap = pair.middle, np.array([pair.width, 0.0])
    for row, frame in enumerate(frames):
        likeness = _likeness(lab_window(footage, body, frame), pair)
        spots = _spots(likeness, pair)
        best = _expected_pair(spots, middle, gap, pair.width)
        if best is not None:
            marks[row] = [window_to_torsos(_centroid(likeness, spots[k], pair.radius)) for k in best]
            gap = marks[row, 1] - marks[row, 0]
            middle = PLACE_MEMORY * middle + (1 - PLACE_MEMORY) * marks[row].mean(axis=0)
    return marks


def _likeness(lab: FloatImage, pair: DotPair) -> FloatImage:
    """How much each place (ROWS, COLUMNS) stands out the way the marks do; 1 = as the two usually do."""
    usual = float(np.linalg.norm(pair.contrast))
    return spot_strength_along(lab, pair.radius, pair.contrast / usual) / usual


def _spots(likeness: FloatImage, pair: DotPair) -> FloatArray:
    """Window positions (k, 2) of the places most like a mark."""
    rows, columns = local_maxima(likeness.astype(np.float32), pair.radius)
    strength = likeness[rows, columns]
    order = np.argsort(-strength)[:MAX_SPOTS_NEAR_A_DOT]
    order = order[strength[order] >= MIN_CONTRAST_SHARE * min(1.0, pair.weaker)]
    return np.stack([columns[order], rows[order]], axis=1).astype(np.float64)


def _expected_pair(spots: FloatArray, middle: FloatArray, gap: FloatArray, width: float) -> tuple[int, int] | None:
    """Indices of the image-left and image-right spot nearest to what is expected; None when none is near."""
    if len(spots) < 2:
        return None
    xy = window_to_torsos(spots)
    gaps = xy[None, :] - xy[:, None]
    middles = (xy[None, :] + xy[:, None]) / 2
    off = ((np.linalg.norm(gaps, axis=-1) / width - 1) / WIDTH_TOLERANCE) ** 2
    off += ((middles - middle) ** 2).sum(axis=-1) / PLACE_TORSOS**2
    off += ((gaps - gap) ** 2).sum(axis=-1) / GAP_TORSOS**2
    off[gaps[..., 0] <= 0] = np.inf
    left, right = np.unravel_index(np.argmin(off), off.shape)
    return (int(left), int(right)) if off[left, right] <= MAX_STEPS_OFF**2 else None


def _centroid(likeness: FloatImage, spot: FloatArray, radius: float) -> FloatArray:
    """Centre of mass of the spot's bright part, in window pixels."""
    reach = int(np.ceil(CENTROID_RADII * radius))
    column, row = spot.astype(int)
    top, left = max(row - reach, 0), max(column - reach, 0)
    part = likeness[top : min(row + reach + 1, ROWS), left : min(column + reach + 1, COLUMNS)]
    weight = np.maximum(part - CENTROID_FLOOR * likeness[row, column], 0.0)
    rows, columns = np.indices(part.shape)
    total = weight.sum()
    return np.array([left + (weight * columns).sum() / total, top + (weight * rows).sum() / total])
