"""The tilt reader: our own small network that sees the tilt of the pelvis in a square view of it.

gait/weights/TILT_CARD.md says what it was trained on and where it fails.
"""

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from gait.analysis.terms.types import FloatArray, ImageArray

WEIGHTS = Path(__file__).resolve().parents[2] / "weights" / "tilt.onnx"

VIEW_SIZE = 112
"""Side of the view in pixels, as in training."""

BATCH = 64
"""Views read at once; it bounds the memory of the layers."""


@cache
def _network() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(str(WEIGHTS))


def read_tilt(views: ImageArray) -> tuple[FloatArray, FloatArray]:
    """Tilt (k,) and its standard error (k,) in degrees, + = the image-right side is lower.

    views (k, 112, 112, 3) RGB. Each view is read together with its mirror image, so that the reader has
    no left or right of its own: a mirrored view gives exactly the negative angle. Beyond 15 degrees its slope
    falls to 0.85.
    Raises cv2.error when the weights are missing.
    Source: gait/weights/TILT_CARD.md.
    """
    angle, variance = np.empty(len(views)), np.empty(len(views))
    for start in range(0, len(views), BATCH):
        batch = np.ascontiguousarray(views[start : start + BATCH].transpose(0, 3, 1, 2))
        upright, mirrored = _forward(batch), _forward(np.ascontiguousarray(batch[..., ::-1]))
        part = slice(start, start + len(batch))
        angle[part] = 0.5 * (upright[0] - mirrored[0])
        # The mean of the two variances, not half of it: a view and its mirror are wrong in the same way.
        variance[part] = 0.5 * (np.exp(2 * upright[1]) + np.exp(2 * mirrored[1]))
    return angle, np.sqrt(variance)


def _forward(batch: ImageArray) -> tuple[FloatArray, FloatArray]:
    """Angle and log sigma of a batch (k, 3, 112, 112) of bytes, exactly as the network gives them."""
    network = _network()
    network.setInput(batch)
    angle, log_sigma = network.forward(("angle", "log_sigma"))
    return angle.astype(np.float64), log_sigma.astype(np.float64)
