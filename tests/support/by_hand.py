"""Points as a therapist sets them: two in one picture, tilted as the pelvis is."""

import numpy as np
from synthetic import Walker, true_stances

from gait.analysis.terms.types import Click
from gait.result.conventions import Side
from gait.result.handedness import rightward_of

APART_PX, MIDDLE_PX = 112.0, np.array([360.0, 600.0])


def points(at_s: float, angle_deg: float, side: Side | None = None, *, rightward: int = 1) -> Click:
    """angle_deg: + = patient's right side lower; rightward: +1 where the patient's right is image right."""
    half_px = APART_PX / 2 * np.array([rightward * np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))])
    left_px, right_px = MIDDLE_PX - half_px, MIDDLE_PX + half_px
    return Click(at_s, (left_px[0], left_px[1]), (right_px[0], right_px[1]), side)


def at_peaks(walker: Walker, *, a_side: int = 5, says_side: bool = True, noise_deg: float = 0.0) -> tuple[Click, ...]:
    """One picture at the deepest instant of the first stances of each side, on the frames of the walker's clip."""
    random = np.random.default_rng(walker.seed)
    rightward = rightward_of(walker.view, mirrored=walker.mirrored)
    marked = []
    for side in Side:
        for stance in [s for s in true_stances(walker) if s.side is side][:a_side]:
            angle_deg = side.drop_sign * walker.drop_of(side) + walker.roll_deg + noise_deg * random.standard_normal()
            at_s = round(stance.peak_s * walker.rate_hz) / walker.rate_hz
            marked.append(points(at_s, angle_deg, side if says_side else None, rightward=rightward))
    return tuple(sorted(marked, key=lambda click: click.time_s))
