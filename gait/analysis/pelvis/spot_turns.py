"""How far the picture of the pelvis turns between frames: the turn that the spots found in both of two frames share.

A few frames, the hubs, are compared with every other frame. Every turn starts from a hub again, so errors do not add
up, and a frame that one hub does not show well another does.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from gait.analysis.pelvis.body_frame import BodyFrame, FloatImage, cut_views
from gait.analysis.pelvis.feature_finder import VIEW_PX, Spots, find_spots
from gait.analysis.terms.types import BoolArray, FloatArray, Footage, IntArray

VIEW_SPAN_TORSOS, VIEW_RAISED_TORSOS = 0.80, 0.02
"""Side of the view and height of its middle above the hips: from the small of the back to the thighs."""
BAND_TORSOS = (-0.34, 0.08)
"""Upper and lower edge of the band of the pelvis itself, below the middle of the hips."""
MIN_SHARED_SPOTS = 10
"""Two frames that share fewer spots tell no turn."""
REACH_PX, TRIES, SURE = 4.0, 400, 0.995
"""Of the vote: spots this far from the common motion do not share it. So many tries find one that an eighth share."""
MAX_ZOOM, MAX_TURN_DEG = 1.25, 25.0
"""A motion beyond these is no pelvis that is seen again."""
TORSO_PX = VIEW_PX / VIEW_SPAN_TORSOS
HIPS_Y_PX = (VIEW_PX - 1) / 2 + VIEW_RAISED_TORSOS * TORSO_PX


@dataclass(frozen=True, slots=True)
class Turns:
    """From hub (k,) to frame (k,), both numbers of the frames compared: degrees, + = image-right side lower, and the
    spots (k,) that share it.
    """

    hub: IntArray
    frame: IntArray
    turn_deg: FloatArray
    spots: FloatArray


def measure_turns(footage: Footage, body: BodyFrame, frames: IntArray, hubs: IntArray) -> tuple[Turns, Turns]:
    """Turns of the whole view, and of the band of the pelvis alone, from each hub to every other frame.

    frames (n,) of the footage, rising; hubs: numbers of some of them, 0 to n - 1. One frame's spots are held at a time.
    Source: docs/methods/pelvic_line.md (Points carried by the picture).
    """
    seen_from = {int(hub): _spots(footage, body, int(frames[hub])) for hub in hubs}
    whole: list[tuple[int, int, float, int]] = []
    band: list[tuple[int, int, float, int]] = []
    for number, frame in enumerate(frames):
        spots = seen_from.get(number) or _spots(footage, body, int(frame))
        for hub, own in seen_from.items():
            if hub == number:
                continue
            start, end = _same(own, spots)
            for turns, kept in ((whole, np.ones(len(start), dtype=np.bool_)), (band, _in_band(start) & _in_band(end))):
                turn = _shared_turn(start[kept], end[kept])
                if turn is not None:
                    turns.append((hub, number, *turn))
    return _table(whole), _table(band)


def _spots(footage: Footage, body: BodyFrame, frame: int) -> Spots:
    only = np.array([frame])
    centre = body.hips_px[only] - np.outer(body.torso_px[only], (0.0, VIEW_RAISED_TORSOS))
    return find_spots(cut_views(footage, only, centre, VIEW_SPAN_TORSOS * body.torso_px[only], VIEW_PX)[0])


def _same(one: Spots, other: Spots) -> tuple[FloatImage, FloatImage]:
    """Places (k, 2) of the spots that each take the other for the likest, in the one and in the other."""
    if not len(one.vectors) or not len(other.vectors):
        return np.empty((0, 2), np.float32), np.empty((0, 2), np.float32)
    likeness = one.vectors @ other.vectors.T
    # numpy finds the largest of a row five times as fast as that of a column.
    likest, back = likeness.argmax(axis=1), np.ascontiguousarray(likeness.T).argmax(axis=1)
    mutual = np.flatnonzero(back[likest] == np.arange(len(likest)))
    return one.points_px[mutual], other.points_px[likest[mutual]]


def _in_band(points_px: FloatImage) -> BoolArray:
    upper, lower = (HIPS_Y_PX + edge * TORSO_PX for edge in BAND_TORSOS)
    return np.asarray((points_px[:, 1] > upper) & (points_px[:, 1] < lower))


def _shared_turn(start: FloatImage, end: FloatImage) -> tuple[float, int] | None:
    """The turn, with shift and scale, that most spots share, and how many do; None where they share none."""
    if len(start) < MIN_SHARED_SPOTS:
        return None
    motion, agrees = cv2.estimateAffinePartial2D(
        start, end, ransacReprojThreshold=REACH_PX, maxIters=TRIES, confidence=SURE, refineIters=10
    )
    if motion is None or agrees.sum() < MIN_SHARED_SPOTS:
        return None
    turn_deg = float(np.degrees(np.arctan2(motion[1, 0], motion[0, 0])))
    zoom = float(np.hypot(motion[0, 0], motion[1, 0]))
    return (turn_deg, int(agrees.sum())) if 1 / MAX_ZOOM < zoom < MAX_ZOOM and abs(turn_deg) < MAX_TURN_DEG else None


def _table(rows: list[tuple[int, int, float, int]]) -> Turns:
    hub, frame, turn_deg, spots = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    return Turns(hub.astype(np.intp), frame.astype(np.intp), turn_deg, spots)
