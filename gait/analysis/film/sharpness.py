"""How sharp the pelvis is in each picture, so that people are asked to mark the sharp ones."""

import cv2
import numpy as np

from gait.analysis.terms.types import FloatArray, ImageArray, PelvisPatches


def sharpness_of(patches: PelvisPatches) -> FloatArray:
    """(n,) variance of the Laplacian of the grey patch, larger is sharper; only for comparing pictures of one clip.

    NaN where no person was there to cut around.
    Source: a usual measure of focus; docs/methods/by_hand.md.
    """
    sharp = np.full(len(patches.present), np.nan)
    for frame in np.flatnonzero(patches.present):
        sharp[frame] = _variance(patches.rgb[frame])
    return sharp


def _variance(rgb: ImageArray) -> float:
    grey = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())
