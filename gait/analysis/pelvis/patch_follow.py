"""Carry clicked lines by aligning the picture of the pelvis itself, when no other source can.

Each frame's pelvis is turned and shifted onto that of the clicked frame nearest in time (enhanced correlation,
Evangelidis & Psarakis 2008); starting again at every click keeps errors from adding up.
"""

import cv2
import numpy as np

from gait.analysis.conventions import Source
from gait.analysis.pelvis.body_frame import BodyFrame, cut_views, to_all_frames
from gait.analysis.types import FloatArray, Footage, ImageArray, IntArray, PelvicLine

VIEW_SIZE, VIEW_SPAN_TORSOS = 96, 0.62
FOLLOW_HZ = 30.0
ROUNDS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
BLUR_PX = 5
LEAST_CORRELATION = 0.85
LEAST_SHARE = 0.7
SIGMA_DEG, BIAS_SIGMA_DEG, GAIN_SIGMA = 1.5, 3.0, 0.2
"""Patch alignment on clips with known truth is right to 0.5-1.8 degrees, with a gain of 0.8-0.92."""


def follow_patch(footage: Footage, body: BodyFrame, clicked: IntArray, angles_deg: FloatArray) -> PelvicLine:
    """A line that passes through the clicked angles and turns between them as the pelvis' picture turns.

    trusted while most frames correlate well with their clicked frame.
    """
    frames = np.union1d(body.frames(FOLLOW_HZ), clicked)
    span = VIEW_SPAN_TORSOS * body.torso_px
    views = cut_views(
        footage, frames, body.hips_px[frames] - np.outer(0.05 * body.torso_px[frames], (0, 1)), span[frames], VIEW_SIZE
    )
    grey = [cv2.cvtColor(view, cv2.COLOR_RGB2GRAY) for view in views]
    rows = np.searchsorted(frames, clicked)
    nearest = np.abs(footage.time_s[frames][:, None] - footage.time_s[clicked]).argmin(axis=1)
    angle, correlation = np.empty(len(frames)), np.empty(len(frames))
    for anchor, row in enumerate(rows):
        near = np.flatnonzero(nearest == anchor)
        turned, correlation[near] = _turns(grey, row, near)
        angle[near] = angles_deg[anchor] + body.sign * turned
    good = correlation >= LEAST_CORRELATION
    return PelvicLine(
        source=Source.CLICKS,
        angle_deg=to_all_frames(footage, frames[good], angle[good]),
        sigma_deg=np.full(len(body.seen), SIGMA_DEG),
        bias_sigma_deg=BIAS_SIGMA_DEG,
        gain_sigma=GAIN_SIGMA,
        centre_px=body.hips_px,
        half_width_px=0.1 * body.torso_px,
        trusted=bool(good.mean() >= LEAST_SHARE),
        checks={"correlated": float(good.mean())},
    )


def _turns(grey: list[ImageArray], anchor: int, frames: IntArray) -> tuple[FloatArray, FloatArray]:
    """Turn (deg, image-right side lower) of each frame against the anchor's picture, and how well it correlates.

    Walks outwards from the anchor, each alignment starting where its neighbour ended.
    """
    turn, correlation = np.zeros(len(frames)), np.ones(len(frames))
    for side in (frames[frames >= anchor], frames[frames < anchor][::-1]):
        warp = np.eye(2, 3, dtype=np.float32)
        for frame in side:
            at = int(np.searchsorted(frames, frame))
            try:
                correlation[at], warp = cv2.findTransformECC(
                    grey[anchor], grey[frame], warp, cv2.MOTION_EUCLIDEAN, ROUNDS, None, BLUR_PX
                )
            except cv2.error:  # the alignment ran away: this frame does not look like the clicked one
                correlation[at], warp = 0.0, np.eye(2, 3, dtype=np.float32)
            turn[at] = np.degrees(np.arctan2(warp[1, 0], warp[0, 0]))
    return turn, correlation
