"""Colours of cloth and skin, 0 to 255 as a camera writes them, and the way to linear light."""

import numpy as np

from gait.training.arrays import FloatArray, Rng

SKINS = np.array(
    [(232, 196, 176), (222, 180, 158), (205, 160, 135), (186, 140, 112), (150, 105, 80), (110, 78, 60), (75, 52, 42)],
    float,
)
GAMMA = 2.2


def draw_colour(rng: Rng) -> FloatArray:
    """Dark, grey, light or vivid, as clothes and walls are."""
    kind = rng.random()
    if kind < 0.30:
        return np.asarray(rng.uniform(8, 55) * np.clip(1 + 0.25 * rng.normal(size=3), 0.4, 1.8))
    if kind < 0.45:
        return np.asarray(rng.uniform(50, 230) * (1 + 0.05 * rng.normal(size=3)))
    if kind < 0.60:
        return np.asarray(rng.uniform(190, 250) * (1 + 0.05 * rng.normal(size=3)))
    return rng.uniform(10, 245, 3)


def linear(colour: FloatArray) -> FloatArray:
    return np.asarray((np.clip(colour, 1, 255) / 255) ** GAMMA)


def camera_bytes(light: FloatArray) -> FloatArray:
    """Linear light to 0..255, not rounded."""
    return np.asarray(np.clip(light, 0, 1) ** (1 / GAMMA) * 255)
