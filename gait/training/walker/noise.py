"""Smooth noise that fills space, for weave, folds, prints and shade; it repeats every NOISE_SIZE units."""

from functools import cache

import numpy as np
from numba import njit

from gait.training.arrays import FloatArray

NOISE_SIZE = 64
VOLUMES = 4


@cache
def noise_volume(seed: int) -> FloatArray:
    """Value, spread about 1, and its gradient: (NOISE_SIZE, NOISE_SIZE, NOISE_SIZE, 4), coarse more than fine."""
    waves = np.fft.fftfreq(NOISE_SIZE) * NOISE_SIZE
    grid = np.meshgrid(waves, waves, waves, indexing="ij")
    frequency = np.sqrt(sum(axis**2 for axis in grid))
    amplitude = np.where((frequency > 0.5) & (frequency < NOISE_SIZE / 3), np.maximum(frequency, 1) ** -2.0, 0)
    white = np.random.default_rng(seed).standard_normal((NOISE_SIZE,) * 3)
    spectrum = np.fft.fftn(white) * amplitude
    spectrum /= np.fft.ifftn(spectrum).real.std()
    fields = [spectrum, *(spectrum * 2j * np.pi * axis / NOISE_SIZE for axis in grid)]
    return np.stack([np.fft.ifftn(field).real for field in fields], axis=-1).astype(np.float32)


@njit(cache=True, fastmath=True)
def sample_noise(volume: FloatArray, x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Value and gradient at a point, interpolated along x and y, nearest along z."""
    size = volume.shape[0]
    floor_x, floor_y, floor_z = np.floor(x), np.floor(y), np.floor(z + 0.5)
    i, j, k = int(floor_x) % size, int(floor_y) % size, int(floor_z) % size
    u, v = x - floor_x, y - floor_y
    i1, j1 = (i + 1) % size, (j + 1) % size
    w00, w10, w01, w11 = (1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v
    a, b, c, d = volume[i, j, k], volume[i1, j, k], volume[i, j1, k], volume[i1, j1, k]
    return (
        w00 * a[0] + w10 * b[0] + w01 * c[0] + w11 * d[0],
        w00 * a[1] + w10 * b[1] + w01 * c[1] + w11 * d[1],
        w00 * a[2] + w10 * b[2] + w01 * c[2] + w11 * d[2],
        w00 * a[3] + w10 * b[3] + w01 * c[3] + w11 * d[3],
    )
