"""Patterns of cloth, in rest coordinates of the body, so that they move with it: drawn here, evaluated when shading.

A pattern is a row of PATTERN_FIELDS numbers: its kind, then what the kind needs.
"""

import numpy as np
from numba import njit

from gait.training.arrays import FloatArray, Rng
from gait.training.walker.colours import draw_colour, linear
from gait.training.walker.noise import sample_noise

PATTERN_FIELDS = 10
PLAIN, STRIPES, CHECKS, BLOTCHES, PATCH, POCKETS, SEAM, FADE = range(8)
LAYERS = 3
"""Patterns on top of one another: the weave, then a print or seams, then pockets or a logo."""


def draw_patterns(rng: Rng, *, trousers: bool) -> tuple[FloatArray, FloatArray]:
    """Patterns (LAYERS, PATTERN_FIELDS) of one garment and their colours (LAYERS, 3) in linear light."""
    patterns = np.zeros((LAYERS, PATTERN_FIELDS))
    colours = np.array([linear(draw_colour(rng)) for _ in range(LAYERS)])
    patterns[0] = _draw_weave(rng)
    if rng.random() < 0.25:
        patterns[1] = (SEAM, rng.uniform(0.002, 0.006), rng.choice([0.0, rng.uniform(0.08, 0.16)]), *(0.0,) * 7)
    elif trousers and rng.random() < 0.35:
        patterns[1] = (FADE, rng.uniform(6, 14), rng.uniform(0.3, 1.2), rng.uniform(0, 60), *(0.0,) * 6)
    if trousers and rng.random() < 0.35:
        across, up = rng.uniform(0.06, 0.10), rng.uniform(0.82, 0.98)
        size = rng.uniform(0.03, 0.06), rng.uniform(0.04, 0.07)
        patterns[2] = (POCKETS, *size, across, up, rng.normal(0, 0.15), *(0.0,) * 4)
    elif rng.random() < 0.35:
        patterns[2] = _draw_patch(rng, trousers=trousers)
    return patterns, colours


def _draw_weave(rng: Rng) -> FloatArray:
    kind = rng.random()
    angle = rng.uniform(0, np.pi) if rng.random() < 0.5 else rng.choice([0, np.pi / 2]) + rng.normal(0, 0.04)
    direction = (np.cos(angle), np.sin(angle), rng.normal(0, 0.3))
    row = np.zeros(PATTERN_FIELDS)
    if kind < 0.16:
        row[:7] = (STRIPES, rng.uniform(5, 45), *direction, rng.random(), rng.uniform(0.1, 0.6))
    elif kind < 0.24:
        row[:7] = (CHECKS, rng.uniform(4, 25), *direction, rng.random(), 0.5)
    elif kind < 0.36:
        row[:7] = (BLOTCHES, rng.uniform(2, 14), 0, 0, 0, rng.uniform(0, 60), rng.uniform(-0.3, 1.4))
    return row


def _draw_patch(rng: Rng, *, trousers: bool) -> FloatArray:
    """A logo, label or print on one side of the garment."""
    up = rng.uniform(0.6, 1.0) if trousers else rng.uniform(0.85, 1.35)
    angle = rng.choice([0, np.pi / 2]) + rng.normal(0, 0.25)
    printed = rng.choice([-1.0, 1.0])
    size = (rng.uniform(0.01, 0.12), rng.uniform(0.005, 0.08))
    at = (rng.random(), rng.normal(0, 0.09), up, rng.choice([-1, 1]))
    return np.array((PATCH, *size, np.cos(angle), np.sin(angle), printed, *at))


@njit(cache=True, fastmath=True)
def second_colour_share(pattern: FloatArray, x: float, y: float, z: float, volume: FloatArray) -> float:
    """How much, 0 to 1, of the pattern's own colour is seen at a rest position."""
    kind = int(pattern[0])
    if kind == STRIPES or kind == CHECKS:
        along = (pattern[2] * x + pattern[3] * y + pattern[4] * z) * pattern[1] + pattern[5]
        first = along - np.floor(along) < pattern[6]
        if kind == STRIPES:
            return 1.0 if first else 0.0
        across = (-pattern[3] * x + pattern[2] * y) * pattern[1] + pattern[5]
        return 1.0 if first != (across - np.floor(across) < pattern[6]) else 0.0
    if kind == BLOTCHES:
        value = sample_noise(volume, x * pattern[1] + pattern[5], y * pattern[1], z * pattern[1])[0]
        return 1.0 if value > pattern[6] else 0.0
    if kind == SEAM:
        return 0.7 if abs(abs(x) - pattern[2]) < pattern[1] else 0.0
    if kind == FADE:
        value = sample_noise(volume, x * pattern[1] + pattern[3], y * pattern[1] * 0.5, z * pattern[1])[0]
        return min(0.6, max(0.0, 0.3 * (value + pattern[2])))
    if kind == POCKETS:
        if z > 0.02:
            return 0.0
        aside, above = abs(x) - pattern[3], y - pattern[4] - pattern[5] * (abs(x) - pattern[3])
        if abs(aside) > pattern[1] or abs(above) > pattern[2]:
            return 0.0
        return 0.8 if abs(aside) > pattern[1] - 0.006 or abs(above) > pattern[2] - 0.006 else 0.15
    if kind == PATCH:
        if (z - 0.02) * pattern[9] < 0:
            return 0.0
        along = (x - pattern[7]) * pattern[3] + (y - pattern[8]) * pattern[4]
        across = -(x - pattern[7]) * pattern[4] + (y - pattern[8]) * pattern[3]
        if abs(along) > pattern[1] or abs(across) > pattern[2]:
            return 0.0
        letters = along / 0.017 + pattern[6]
        return 1.0 if pattern[5] < 0 or letters - np.floor(letters) < 0.6 else 0.0
    return 0.0
