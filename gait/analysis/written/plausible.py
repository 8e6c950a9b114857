"""Frames in which the skeleton found cannot be this person: the figure folds up, or a joint jumps and jumps back.

Seen from behind, the model takes a walker for somebody in profile now and then, for one or two frames in a second.
The measurement does not feel it, for it reads the picture and filters over time; a drawing shows every frame.
"""

from collections.abc import Mapping

import numpy as np
from scipy.ndimage import median_filter

from gait.analysis.terms.landmarks import HIP, SHOULDER, SKELETON
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import BoolArray, FloatArray
from gait.result.conventions import Side

USUAL_OVER_S, JUMP_FRAMES = 0.5, 5
FOLDED = 0.75
"""Shoulders and hips narrower than this share of what is usual around: a body that turns does so over many frames."""
SQUARE_TORSOS = 0.4
"""Shoulder plus hip width, 1.0 seen squarely, 0.2 from the side, where narrowing says nothing."""
JUMP_TORSOS = 0.4
"""A joint this far from the median of JUMP_FRAMES pictures has jumped (docs/methods/following.md, The drawing)."""


def implausible_frames(landmarks_px: FloatArray, timeline: Timeline) -> BoolArray:
    """(n, 33, 2) -> (n,) True where a skeleton was found that must not be drawn; False where none was found.

    Source: limits and what they leave out on known clips, docs/methods/following.md (The drawing).
    """
    doubtful = np.zeros(len(landmarks_px), dtype=np.bool_)
    seen = np.flatnonzero(np.isfinite(landmarks_px[:, SKELETON]).all(axis=(1, 2)))
    if len(seen) < JUMP_FRAMES:
        return doubtful
    found_px = landmarks_px[seen]
    torso_px = float(np.median(np.linalg.norm(_middle(found_px, SHOULDER) - _middle(found_px, HIP), axis=1)))
    doubtful[seen] = _folded(found_px / torso_px, timeline.of_frames(seen).step_s) | _jumping(found_px / torso_px)
    return doubtful


def _folded(points: FloatArray, step_s: float) -> BoolArray:
    widths = [np.abs(points[:, pair[Side.LEFT], 0] - points[:, pair[Side.RIGHT], 0]) for pair in (SHOULDER, HIP)]
    width = np.sum(widths, axis=0)
    frames = 2 * round(USUAL_OVER_S / 2 / step_s) + 1
    usual = median_filter(width, frames, mode="nearest")
    return np.asarray((width < FOLDED * usual) & (usual > SQUARE_TORSOS), dtype=np.bool_)


def _jumping(points: FloatArray) -> BoolArray:
    """A joint that moves on stays with the median of its neighbours; one that jumps away and back does not."""
    joints = points[:, SKELETON]
    off = np.linalg.norm(joints - median_filter(joints, (JUMP_FRAMES, 1, 1), mode="nearest"), axis=2)
    return np.asarray(off.max(axis=1) > JUMP_TORSOS, dtype=np.bool_)


def _middle(points: FloatArray, pair: Mapping[Side, int]) -> FloatArray:
    return np.asarray(points[:, list(pair.values())].mean(axis=1))
