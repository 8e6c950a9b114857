"""From behind, from the front or from the side? Told from the figure alone.

The pose model draws the shoulders one beside the other when the person is seen along the line of walking, and one
behind the other from the side. Their order tells back from front, but the model may be fooled: a tail of hair looks
like a face to it. So the feet (toes or heels lower in the picture) and the motion (heading.py) are asked as well, and
the view is certain only when one of them agrees and none speaks against.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gait.analysis.terms.landmarks import HEEL, HIP, SHOULDER, TOE
from gait.analysis.terms.types import FloatArray
from gait.result.conventions import Side, View

SIDE_WIDTH = 0.32
OBLIQUE_WIDTH = 0.42
SLIGHTLY_OBLIQUE_WIDTH = 0.52
"""Shoulder width in torso lengths: 0.65 to 0.72 from straight behind, 0.45 at 40 degrees, 0.15 to 0.2 from the side."""
HEELS_LOWER, TOES_LOWER = 0.10, 0.17
"""Toes below heels, in torso lengths: -0.16 to 0.08 from behind, 0.19 to 0.27 from the front; between them no word."""
STEADY_SHARE = 0.95
"""Of the pictures with one order of shoulders: 99 % and more in the clips tried, 93 % of one demo walk, 74 % of a
rendered woman with a ponytail and a loose top (docs/methods/following.md)."""
OFTEN_SHARE = 0.85
"""Enough of one order of shoulders when feet and motion both agree with it."""


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """What the figure says. shoulder_width is in torso lengths; agreement is the share of pictures with this order
    of shoulders; feet_agree and motion_agrees are None where they do not tell.
    """

    view: View
    shoulder_width: float
    agreement: float
    feet_agree: bool | None
    motion_agrees: bool | None

    @property
    def is_certain(self) -> bool:
        """May left and right be named without asking a person?"""
        if self.view is View.SIDE:
            return True
        witnesses = (self.feet_agree, self.motion_agrees)
        if False in witnesses or True not in witnesses:
            return False
        return self.agreement >= (OFTEN_SHARE if all(witnesses) else STEADY_SHARE)

    @property
    def is_steady(self) -> bool:
        return self.view is View.SIDE or self.agreement >= STEADY_SHARE


def estimate_viewpoint(landmarks_px: FloatArray, torso_px: FloatArray, by_motion: View | None) -> Viewpoint:
    """From which side the person is filmed, and who agrees.

    landmarks_px (n, 33, 2) of the pictures in which the person is seen, free of NaN, torso_px (n,) to match; by_motion
    as view_by_motion gave it. Their left and right are those of the pose model, not yet the patient's.
    Source: limits measured on rendered and real clips, docs/methods/following.md.
    """
    shoulders = _left_of_right(landmarks_px, SHOULDER)
    across = (shoulders + _left_of_right(landmarks_px, HIP)) / 2
    width = float(np.median(np.abs(shoulders) / torso_px))
    faces_camera = float(np.mean(across > 0))
    toes_below = np.mean([landmarks_px[:, TOE[side], 1] - landmarks_px[:, HEEL[side], 1] for side in Side], axis=0)
    by_feet = _view_of_feet(float(np.median(toes_below / torso_px)))
    if width < SIDE_WIDTH:
        return Viewpoint(View.SIDE, width, 1.0, None, None)
    view = View.ANTERIOR if faces_camera > 0.5 else View.POSTERIOR
    return Viewpoint(
        view=view,
        shoulder_width=width,
        agreement=max(faces_camera, 1 - faces_camera),
        feet_agree=None if by_feet is None else by_feet is view,
        motion_agrees=None if by_motion is None else by_motion is view,
    )


def _view_of_feet(toes_below_torsos: float) -> View | None:
    if HEELS_LOWER < toes_below_torsos < TOES_LOWER:
        return None
    return View.ANTERIOR if toes_below_torsos >= TOES_LOWER else View.POSTERIOR


def _left_of_right(landmarks_px: FloatArray, pair: Mapping[Side, int]) -> FloatArray:
    """How far the left one lies to the right of the right one in the picture; positive when the person faces us."""
    difference_px: FloatArray = landmarks_px[:, pair[Side.LEFT], 0] - landmarks_px[:, pair[Side.RIGHT], 0]
    return difference_px
