"""Undo the moments in which the pose model takes left for right.

Seen from behind there is no face to go by, and for single frames the model may turn the whole figure round or exchange
only the legs. Both show: the order of hips and shoulders across the picture flips, or a foot jumps to the other foot.
"""

import numpy as np

from gait.analysis.terms.landmarks import ANKLE, HEEL, HIP, KNEE, SHOULDER, TOE
from gait.analysis.terms.types import BoolArray, FloatArray
from gait.result.conventions import Side

PAIRS = ((1, 4), (2, 5), (3, 6), (7, 8), (9, 10), *((k, k + 1) for k in range(11, 33, 2)))
"""Left and right of the 33 landmarks."""
TRUNK = (HIP, SHOULDER)
LEGS = (KNEE, ANKLE, HEEL, TOE)
ORDER_WEIGHT = 0.5
"""What a leg on the wrong side of the other costs, per pixel, against a pixel of sudden movement. Below 1, because
walkers do cross their legs; above 0, because legs that stay exchanged jump only once."""


def name_sides(landmarks_px: FloatArray, rightward: int) -> FloatArray:
    """(n, 33, 2) -> (n, 33, 2) with left and right the patient's, all clip long.

    rightward is the image direction of the patient's right, which the view and the mirror tell and the pose may not
    know. Only names are exchanged; no point moves.

    NaN: frames without landmarks keep their NaN.
    Source: tried on rendered clips; docs/methods/following.md (View).
    """
    turned = exchange(landmarks_px, turned_round(landmarks_px, rightward), PAIRS)
    legs = tuple((joint[Side.LEFT], joint[Side.RIGHT]) for joint in LEGS)
    return exchange(turned, crossed_legs(turned), legs)


def exchange(landmarks_px: FloatArray, frames: BoolArray, pairs: tuple[tuple[int, int], ...]) -> FloatArray:
    """(n, 33, 2) with the landmarks of each pair exchanged where frames (n,) is True."""
    out = landmarks_px.copy()
    for left, right in pairs:
        out[frames, left], out[frames, right] = landmarks_px[frames, right], landmarks_px[frames, left]
    return out


def turned_round(landmarks_px: FloatArray, rightward: int) -> BoolArray:
    """(n, 33, 2) -> (n,) True where hips and shoulders carry each other's names; False where they are NaN."""
    across_px = np.sum([landmarks_px[:, p[Side.RIGHT], 0] - landmarks_px[:, p[Side.LEFT], 0] for p in TRUNK], axis=0)
    return np.asarray(rightward * across_px < 0, dtype=np.bool_)


def crossed_legs(landmarks_px: FloatArray) -> BoolArray:
    """(n, 33, 2) -> (n,) True where the two legs carry each other's names: the labels with least movement and crossing.

    NaN: False where a joint of a leg is missing, and everywhere with fewer than three frames that show both legs.
    """
    pairs = [(joint[Side.LEFT], joint[Side.RIGHT]) for joint in LEGS]
    legs = landmarks_px[:, pairs, :]
    seen = np.flatnonzero(np.isfinite(legs).all(axis=(1, 2, 3)))
    crossed = np.zeros(len(landmarks_px), dtype=np.bool_)
    if len(seen) >= 3:
        crossed[seen] = _cheapest_labels(legs[seen])
    return crossed


def _cheapest_labels(legs: FloatArray) -> BoolArray:
    """legs (n, joints, left/right, xy) -> (n,) True where exchanged; shortest path through two states."""
    across_px = legs[:, :, 0, 0] - legs[:, :, 1, 0]
    usual = np.sign(np.median(across_px))
    wrong_px = np.maximum(0.0, -usual * across_px).sum(axis=1) * ORDER_WEIGHT
    right_px = np.maximum(0.0, usual * across_px).sum(axis=1) * ORDER_WEIGHT
    own_px = np.stack((wrong_px, right_px), axis=1)
    stay_px = np.linalg.norm(np.diff(legs, axis=0), axis=-1).sum(axis=(1, 2))
    cross_px = np.linalg.norm(legs[1:, :, ::-1] - legs[:-1], axis=-1).sum(axis=(1, 2))
    cost = own_px[0]
    came_from = np.zeros((len(legs), 2), dtype=np.int64)
    for k in range(1, len(legs)):
        into = np.array(
            [
                [cost[0] + stay_px[k - 1], cost[1] + cross_px[k - 1]],
                [cost[0] + cross_px[k - 1], cost[1] + stay_px[k - 1]],
            ]
        )
        came_from[k] = into.argmin(axis=1)
        cost = into.min(axis=1) + own_px[k]
    states = np.zeros(len(legs), dtype=np.int64)
    states[-1] = int(np.argmin(cost))
    for k in range(len(legs) - 1, 0, -1):
        states[k - 1] = came_from[k, states[k]]
    return states.astype(np.bool_)
