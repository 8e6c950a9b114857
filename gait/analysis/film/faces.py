"""Hide the head of the person who was followed, in every picture that leaves the review.

Where the head is comes from the landmarks of the frame. Where they do not say it, a picture fails closed: only what
lies around the line of the pelvis stays sharp, and without a line nothing does.
"""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from gait.analysis.terms.types import FloatArray, ImageArray
from gait.result.beside import Overlay

FACE = ("nose", "left_ear", "right_ear")
SHOULDERS = ("left_shoulder", "right_shoulder")
NECK_TO_RADIUS = 0.85
"""Radius in lengths from the shoulders' middle to the face's: from chin to crown with the hair, also bent forward."""
EARS_TO_RADIUS = 1.4
"""The same in widths between the ears, for a face near the camera or a head between raised shoulders."""
MAX_GAP_S = 0.5
"""A head that is lost this long moved between where it was before and after; longer, and nobody knows."""
NEIGHBOURS = 2
"""Frames before and after whose circles are hidden too: landmarks jitter, and a picture may lie between two frames."""
CELLS_ACROSS = 6
"""What is left of a head: fewer cells than tell one face from another."""
PELVIS_HALVES = 3.2
"""What stays sharp around the line of the pelvis, in its half lengths: the hips and thighs, below the chest."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Circles (n, 3): x, y and radius in pixels of the clip, NaN where the head is not known. time_s (n,).

    pelvis_px (n, 3): middle and half length of the line that was measured by, NaN where there is none. width_px: of the
    picture that these pixels belong to.
    """

    time_s: FloatArray
    circles_px: FloatArray
    pelvis_px: FloatArray
    width_px: int


def heads_of(overlay: Overlay) -> Heads:
    time_s = np.array(overlay["time_s"], dtype=float)
    line = overlay["lines"].get(overlay["chosen"] or "")
    pelvis_px = np.full((len(time_s), 3), np.nan)
    if line:
        one, other = _track(line["from_xy"]), _track(line["to_xy"])
        pelvis_px = np.column_stack(((one + other) / 2, np.linalg.norm(other - one, axis=1) / 2))
    return Heads(time_s, _bridged(_circles(overlay), time_s), pelvis_px, overlay["width_px"])


def hide_faces(picture: ImageArray, heads: Heads | None, at_s: float) -> None:
    """Change picture (height, width, 3) in place, whatever its size. heads None: nothing is known of this clip."""
    if heads is None or not len(heads.time_s):
        _keep_only(picture, None)
        return
    scale = picture.shape[1] / heads.width_px
    index = int(np.abs(heads.time_s - at_s).argmin())
    if np.isnan(heads.circles_px[index]).any():
        pelvis_px = heads.pelvis_px[index] * scale
        _keep_only(picture, None if np.isnan(pelvis_px).any() else pelvis_px)
        return
    near = heads.circles_px[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1] * scale
    for circle in near[~np.isnan(near).any(axis=1)]:
        _coarsen(picture, circle)


def _circles(overlay: Overlay) -> FloatArray:
    """Of each frame on its own. A frame without one of the face's points or a shoulder has none."""
    joints = {name: _track(overlay["joints"][name]) for name in (*FACE, *SHOULDERS) if name in overlay["joints"]}
    count = len(overlay["time_s"])
    missing = np.full((count, 2), np.nan)
    face = _mean([joints.get(name, missing) for name in FACE])
    neck = _mean([joints.get(name, missing) for name in SHOULDERS])
    ears_px = np.linalg.norm(joints.get("left_ear", missing) - joints.get("right_ear", missing), axis=1)
    radius_px = np.fmax(NECK_TO_RADIUS * np.linalg.norm(face - neck, axis=1), EARS_TO_RADIUS * ears_px)
    circles = np.column_stack((face, radius_px))
    circles[np.isnan(face).any(axis=1) | np.isnan(neck).any(axis=1)] = np.nan
    return circles


def _mean(points: list[FloatArray]) -> FloatArray:
    """Of those that are known, (n, 2)."""
    stacked = np.stack(points)
    known = np.asarray(np.isfinite(stacked).all(axis=2))
    total = np.where(known[:, :, None], stacked, 0.0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / np.where(known.any(axis=0), known.sum(axis=0), np.nan)[:, None])


def _bridged(circles: FloatArray, time_s: FloatArray) -> FloatArray:
    """Short gaps filled along a straight line, with the larger radius of both ends."""
    known = np.flatnonzero(~np.isnan(circles).any(axis=1))
    filled = circles.copy()
    for before, after in pairwise(known):
        if after - before > 1 and time_s[after] - time_s[before] <= MAX_GAP_S:
            share = (time_s[before + 1 : after] - time_s[before]) / (time_s[after] - time_s[before])
            filled[before + 1 : after] = circles[before] + share[:, None] * (circles[after] - circles[before])
            filled[before + 1 : after, 2] = max(circles[before, 2], circles[after, 2])
    return filled


def _coarsen(picture: ImageArray, circle: FloatArray) -> None:
    """A circle in a few cells of one colour each."""
    x, y, radius = (float(value) for value in circle)
    left, top = max(0, int(x - radius)), max(0, int(y - radius))
    right, bottom = min(picture.shape[1], int(x + radius) + 1), min(picture.shape[0], int(y + radius) + 1)
    if right - left < 1 or bottom - top < 1:
        return
    part = picture[top:bottom, left:right]
    rows, columns = np.ogrid[top:bottom, left:right]
    inside = (columns - x) ** 2 + (rows - y) ** 2 <= radius**2
    part[inside] = _in_cells(part)[inside]


def _keep_only(picture: ImageArray, pelvis_px: FloatArray | None) -> None:
    """Coarsen everything but what lies around the pelvis, (3,): middle and half length of its line."""
    coarse = _in_cells(picture)
    if pelvis_px is not None:
        x, y, half = (float(value) for value in pelvis_px)
        reach = PELVIS_HALVES * half
        left, right = max(0, int(x - reach)), max(0, int(x + reach))
        top, bottom = max(0, int(y - reach / 2)), max(0, int(y + reach))
        coarse[top:bottom, left:right] = picture[top:bottom, left:right]
    picture[:] = coarse


def _in_cells(part: ImageArray) -> ImageArray:
    height, width = part.shape[:2]
    cell_px = max(height, width) / CELLS_ACROSS
    cells = max(1, round(width / cell_px)), max(1, round(height / cell_px))
    few = cv2.resize(part, cells, interpolation=cv2.INTER_AREA)
    return cv2.resize(few, (width, height), interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)


def _track(flat: list[float | None]) -> FloatArray:
    """(n, 2), NaN where nothing was seen."""
    return np.array(flat, dtype=float).reshape(-1, 2)
