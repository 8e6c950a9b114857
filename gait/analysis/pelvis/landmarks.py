"""The last resort: the hip landmarks of the pose model. They follow the trunk, not the pelvis: shown, never graded."""

import numpy as np

from gait.analysis.terms.landmarks import HIP
from gait.analysis.terms.types import Footage, PelvicLine, Subject
from gait.result.conventions import Side, Source

SIGMA_DEG = 5.0
"""Their error on clips with known truth: as large as that of always answering "level"."""


def locate_pelvic_line(footage: Footage, subject: Subject, rightward: int) -> PelvicLine:
    """Angle of the line through the hip landmarks, degrees of PelvicLine; never trusted (W_LANDMARKS_ONLY).

    NaN: where the person is not seen, or both hips lie on one column of pixels.
    Source: slope against the truth 0.0 on 18 rendered clips, docs/methods/pelvic_drop.md (How it is measured).
    """
    left, right = (footage.pose.landmarks_px[:, HIP[side]] for side in Side)
    gap = right - left
    across = np.where(np.abs(gap[:, 0]) > 0, np.abs(gap[:, 0]), np.nan)
    return PelvicLine(
        source=Source.LANDMARKS,
        angle_deg=np.degrees(np.arctan2(gap[:, 1], across)),
        sigma_deg=np.full(len(across), SIGMA_DEG),
        bias_sigma_deg=SIGMA_DEG,
        gain_sigma=1.0,
        centre_px=(left + right) / 2,
        half_width_px=np.linalg.norm(gap, axis=1) / 2,
        trusted=False,
        reason="W_LANDMARKS_ONLY",
    )
