"""Stored stills through a reader, the way the product does it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from gait.training.arrays import Bytes, FloatArray
from gait.training.augment import cut_view

Forward: TypeAlias = Callable[[NDArray[np.uint8]], tuple[FloatArray, FloatArray]]
"""A batch (k, 3, 112, 112) of bytes to angles (k,) and log sigmas (k,)."""

BATCH = 64


def opencv_forward(weights: Path) -> Forward:
    network = cv2.dnn.readNetFromONNX(str(weights))

    def forward(batch: NDArray[np.uint8]) -> tuple[FloatArray, FloatArray]:
        network.setInput(batch)
        angle, log_sigma = network.forward(("angle", "log_sigma"))
        return angle, log_sigma

    return forward


def read_with_mirror(forward: Forward, stills: list[Bytes]) -> tuple[FloatArray, FloatArray]:
    """Angle and sigma (n,) of the middle of stored stills, each averaged with its mirror image."""
    angles, sigmas = [], []
    for start in range(0, len(stills), BATCH):
        views = np.stack([cut_view(np.asarray(still)) for still in stills[start : start + BATCH]])
        batch = np.ascontiguousarray(views.transpose(0, 3, 1, 2))
        upright, mirrored = forward(batch), forward(np.ascontiguousarray(batch[..., ::-1]))
        angles.append(0.5 * (upright[0] - mirrored[0]))
        sigmas.append(np.sqrt(0.5 * (np.exp(2 * upright[1]) + np.exp(2 * mirrored[1]))))
    return np.concatenate(angles), np.concatenate(sigmas)
