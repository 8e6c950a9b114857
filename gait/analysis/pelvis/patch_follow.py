"""Carry clicked lines by aligning the picture of the pelvis itself, when no other source can.

Every frame's pelvis is turned and shifted onto that of the clicked frames nearest in time (enhanced correlation,
Evangelidis & Psarakis 2008). Starting again at every click keeps errors from adding up, averaging over several
clicks thins their own error out, and how well one click predicts its neighbours tells whether cloth can be trusted.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from gait.analysis.pelvis.body_frame import BodyFrame, FloatImage, cut_views, to_all_frames
from gait.analysis.terms.types import FloatArray, Footage, ImageArray, IntArray, PelvicLine
from gait.result.conventions import Source

VIEW_SIZE, VIEW_SPAN_TORSOS, VIEW_RAISED_TORSOS = 96, 0.45, 0.05
"""The view ends inside the body: its outline belongs to trunk and thighs, and turns less than the pelvis."""

FOLLOW_HZ = 30.0
ANCHORS_PER_FRAME = 3
"""Clicked frames, nearest in time, that each frame is laid over: their mean thins out the error of a single click."""
ROUNDS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
BLUR_PX = 5
"""Before alignment: it finds its way from further off on a blurred picture."""
MIN_CORRELATION, MIN_SHARE_OF_FRAMES = 0.8, 0.7
"""An alignment less alike than this does not count; a line with fewer aligned frames than this share is not trusted."""
NEAR_S = 0.5
"""Turns against an anchor this far away in time count half."""

SIGMA_DEG, BIAS_SIGMA_DEG, GAIN_SIGMA = 1.5, 2.5, 0.2
"""Patch alignment on clips with known truth is right to 0.5-1.8 degrees, with a gain of 0.8-0.92."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Turn (k, anchors) of each frame against each anchor, degrees, + = image-right side lower; weight 0 = unknown."""

    frames: IntArray
    turn_deg: FloatArray
    weight: FloatArray


def follow_patch(footage: Footage, body: BodyFrame, clicked: IntArray, angles_deg: FloatArray) -> PelvicLine:
    """A line through the clicked angles that turns between them as the picture of the pelvis turns.

    trusted while most frames correlate well with clicked ones. checks: correlated, that share; miss_deg, the
    error (rms) of predicting each clicked frame from the other clicks, infinite when none can. clicked (c,): their
    frames; angles_deg (c,): degrees of PelvicLine.

    NaN: where no clicked frame correlates for longer than 100 ms.
    Source: Evangelidis and Psarakis 2008 (enhanced correlation); errors measured on rendered clips,
    docs/methods/pelvic_line.md.
    """
    turns = _measure_turns(footage, body, clicked)
    seen = turns.weight.sum(axis=1) > 0
    total = np.maximum(turns.weight.sum(axis=1), 1e-9)
    angle = (turns.weight * (angles_deg + body.sign * turns.turn_deg)).sum(axis=1) / total
    own = np.searchsorted(turns.frames, clicked)
    return PelvicLine(
        source=Source.CLICKS,
        angle_deg=to_all_frames(footage, turns.frames[seen], angle[seen]),
        sigma_deg=np.full(len(body.seen), SIGMA_DEG),
        bias_sigma_deg=BIAS_SIGMA_DEG,
        gain_sigma=GAIN_SIGMA,
        centre_px=body.hips_px,
        half_width_px=0.1 * body.torso_px,
        trusted=bool(seen.mean() >= MIN_SHARE_OF_FRAMES),
        checks={"correlated": float(seen.mean()), "miss_deg": _miss_deg(turns, own, angles_deg, body.sign)},
    )


def _measure_turns(footage: Footage, body: BodyFrame, clicked: IntArray) -> Turns:
    frames = np.union1d(body.frames(FOLLOW_HZ), clicked)
    centre = body.hips_px[frames] - np.outer(body.torso_px[frames], (0.0, VIEW_RAISED_TORSOS))
    views = cut_views(footage, frames, centre, VIEW_SPAN_TORSOS * body.torso_px[frames], VIEW_SIZE)
    grey = [np.asarray(cv2.cvtColor(view, cv2.COLOR_RGB2GRAY), np.uint8) for view in views]
    wait_s = np.abs(footage.time_s[frames][:, None] - footage.time_s[clicked])
    nearest = np.argsort(np.argsort(wait_s, axis=1), axis=1) < ANCHORS_PER_FRAME
    nearest[np.searchsorted(frames, clicked)] = True
    turn, weight = np.zeros(wait_s.shape), np.zeros(wait_s.shape)
    for anchor, row in enumerate(np.searchsorted(frames, clicked)):
        rows = np.flatnonzero(nearest[:, anchor])
        turn[rows, anchor], correlation = _turns(grey, int(row), rows)
        near = 1.0 / (1.0 + (wait_s[rows, anchor] / NEAR_S) ** 2)
        weight[rows, anchor] = np.where(correlation >= MIN_CORRELATION, correlation * near, 0.0)
    return Turns(frames, turn, weight)


def _turns(grey: list[ImageArray], anchor: int, rows: IntArray) -> tuple[FloatArray, FloatArray]:
    """Turn of the pictures in rows against the anchor's, and their correlation with it.

    Walks outwards from the anchor, each alignment starting where its neighbour ended.
    """
    turn, correlation = np.zeros(len(rows)), np.zeros(len(rows))
    for side in (np.flatnonzero(rows >= anchor), np.flatnonzero(rows < anchor)[::-1]):
        warp: FloatImage = np.eye(2, 3, dtype=np.float32)
        for at in side:
            correlation[at], warp = _align(grey[anchor], grey[rows[at]], warp)
            turn[at] = np.degrees(np.arctan2(warp[1, 0], warp[0, 0]))
    return turn, correlation


def _align(fixed: ImageArray, moving: ImageArray, start: FloatImage) -> tuple[float, FloatImage]:
    """Correlation and rigid warp from fixed to moving; 0 and no warp when the alignment runs away."""
    try:
        correlation, warp = cv2.findTransformECC(
            fixed, moving, start, cv2.MOTION_EUCLIDEAN, ROUNDS, np.full_like(fixed, 255), BLUR_PX
        )
    except cv2.error:
        return 0.0, np.eye(2, 3, dtype=np.float32)
    return float(correlation), np.asarray(warp)


def _miss_deg(turns: Turns, own: IntArray, angles_deg: FloatArray, sign: float) -> float:
    """Predict each clicked frame from the other anchors; root mean square error."""
    weight = turns.weight[own] * (1.0 - np.eye(len(own)))
    known = weight.sum(axis=1) > 0
    if not known.any():
        return np.inf
    predicted = (weight * (angles_deg + sign * turns.turn_deg[own])).sum(axis=1)[known] / weight.sum(axis=1)[known]
    return float(np.sqrt(np.mean((predicted - angles_deg[known]) ** 2)))
