"""The spots of cloth and skin that XFeat finds again: where they lie in a view, and a vector that tells each from
others.

gait/weights/README.md says where the network comes from.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from gait.analysis.pelvis.body_frame import FloatImage
from gait.analysis.terms.types import ImageArray, IntArray

WEIGHTS = Path(__file__).resolve().parents[2] / "weights" / "xfeat.onnx"

VIEW_PX, CELL_PX = 320, 8
"""Side of the view, fixed in the network, and of the square of it that one vector of the network stands for."""
MAX_SPOTS = 500
"""The best of each view; more cost time at every comparison."""
MIN_HEAT, ALONE_PX = 0.01, 5
"""A spot is the hottest pixel of this neighbourhood and at least this likely to be one."""

MIN_SPREAD_LEVELS = 2.0
"""Standard deviation, of 255 levels: in a flatter view the network finds its own grid, which never turns."""


@dataclass(frozen=True, slots=True)
class Spots:
    """points_px (k, 2) in the view, vectors (k, 64) of length 1; k may be 0."""

    points_px: FloatImage
    vectors: FloatImage


@cache
def _network() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(np.frombuffer(WEIGHTS.read_bytes(), np.uint8))


def find_spots(view: ImageArray) -> Spots:
    """The spots of one view (320, 320, 3) RGB. Raises FileNotFoundError when the weights were not built.

    Source: potje2024 (XFeat); docs/methods/pelvic_line.md (Points carried by the picture).
    """
    grey = view.astype(np.float32).mean(axis=2)
    spread = float(grey.std())
    if spread < MIN_SPREAD_LEVELS:
        return Spots(np.empty((0, 2), np.float32), np.empty((0, 64), np.float32))
    network = _network()
    network.setInput(np.ascontiguousarray((grey - grey.mean()) / spread)[None, None])
    features, logits, reliability = (each[0] for each in network.forward(("features", "keypoints", "reliability")))
    heat = _heat(logits)
    is_peak = (heat == cv2.dilate(heat, np.ones((ALONE_PX, ALONE_PX)))) & (heat > MIN_HEAT)
    y, x = np.nonzero(is_peak)
    score = heat[y, x] * _between_cells(reliability, x, y)[0]
    best = np.argsort(-score)[:MAX_SPOTS]
    vectors = _between_cells(features, x[best], y[best]).T
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    points_px = np.stack([x[best], y[best]], axis=1).astype(np.float32)
    return Spots(points_px, (vectors / np.maximum(lengths, 1e-9)).astype(np.float32))


def _heat(logits: FloatImage) -> FloatImage:
    """(65, 40, 40) logits of the 64 places in a cell, and of none, to (320, 320) likelihoods."""
    likely = np.exp(logits - logits.max(axis=0))
    places = (likely / likely.sum(axis=0))[: CELL_PX**2]
    cells = VIEW_PX // CELL_PX
    return np.asarray(places.reshape(CELL_PX, CELL_PX, cells, cells).transpose(2, 0, 3, 1).reshape(VIEW_PX, VIEW_PX))


def _between_cells(field: FloatImage, x: IntArray, y: IntArray) -> FloatImage:
    """field (c, 40, 40) of the cells' middles at pixels x, y (k,) -> (c, k), by straight lines."""
    last = field.shape[-1] - 1.001
    across, down = (np.clip((pixel + 0.5) / CELL_PX - 0.5, 0, last) for pixel in (x, y))
    left, top = across.astype(int), down.astype(int)
    right_share, low_share = across - left, down - top
    upper = field[:, top, left] * (1 - right_share) + field[:, top, left + 1] * right_share
    lower = field[:, top + 1, left] * (1 - right_share) + field[:, top + 1, left + 1] * right_share
    return np.asarray(upper * (1 - low_share) + lower * low_share)
