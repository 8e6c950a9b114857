"""Feet -> the phase of the stride, told from the person alone: a clock that no hand-held camera shakes.

The bounce of the trunk tells the middle of double support best, but a camera that bobs in somebody's hand bobs the
trunk with it. What feet and knees do against each other, and how the hips sway over the feet, stays what it was.
"""

from collections.abc import Mapping

import numpy as np
from scipy.signal import periodogram

from gait.analysis.terms.landmarks import ANKLE, HEEL, HIP, KNEE, TOE
from gait.analysis.terms.types import BoolArray, FloatArray, Signals
from gait.result.conventions import Side

STRIDES_HZ = (0.35, 1.9)
"""From the slowest walking to a sprint."""
CLOCK_HZ = 30.0
"""The phase is worked out this often: a stride has twenty and more of these."""
REACH_STRIDES = 1.0
"""To either side, for a local sine: long enough to tell sine from slope, short enough to follow a change of pace."""
MIN_SWING_TORSO = 0.02
"""Amplitude of what swings. A camera far away at hip height sees 0.04 of a walker's feet, standing feet tremble by
less than 0.01."""
MIN_SHARE_OF_USUAL = 0.35
"""Smaller swings than this share of the clip's median are setting off or stopping."""
MIN_SINE_SHARE = 0.5
"""Of what the body does, that the local sines explain; less is no steady stepping."""
MIN_SEEN_SHARE = 0.4
"""Of the weight of a local sine: a little less than at the first and last picture, where one half is missing."""


def stride_phase(signals: Signals) -> FloatArray:
    """Strides (m,) gone by, to a fraction: rises by 1 from one step of a foot to the next of the same foot.

    Where the count begins is arbitrary. NaN: where the legs are not seen for most of a stride, or do not swing in turn.
    Source: docs/methods/events.md.
    """
    swings = _swings(signals)
    if not np.isfinite(swings).all(axis=1).any():
        return np.full(len(swings), np.nan)
    every = max(1, round(signals.rate_hz / CLOCK_HZ))
    sines, rest = _local_sines(swings, every, _stride_hz(swings, signals.rate_hz) / signals.rate_hz)
    turns, is_clear = _common_turn(sines, rest)
    at, samples = np.arange(0, len(swings), every), np.arange(len(swings))
    phase = np.interp(samples, at, np.unwrap(turns, period=1.0))
    return np.where(np.interp(samples, at, is_clear.astype(np.float64)) > 0.5, phase, np.nan)


def _swings(signals: Signals) -> FloatArray:
    """(m, 3), torso lengths: left foot below right, left knee below right, hips to the right of the feet."""
    points_px = signals.landmarks_px

    def apart_px(pair: Mapping[Side, int], axis: int) -> FloatArray:
        return np.asarray(points_px[:, pair[Side.LEFT], axis] - points_px[:, pair[Side.RIGHT], axis])

    feet_px = np.mean([apart_px(pair, 1) for pair in (ANKLE, HEEL, TOE)], axis=0)
    hips_px, ankles_px = (points_px[:, list(pair.values()), 0].mean(axis=1) for pair in (HIP, ANKLE))
    return np.stack([feet_px, apart_px(KNEE, 1), hips_px - ankles_px], axis=1) / signals.torso_px[:, None]


def _stride_hz(swings: FloatArray, rate_hz: float) -> float:
    """The strongest rhythm that they share."""
    seen = np.isfinite(swings)
    centred = np.where(seen, swings - np.nanmean(swings, axis=0), 0.0)
    frequency_hz, power = periodogram(centred, rate_hz, window="hann", nfft=max(2**14, len(centred)), axis=0)
    possible = (frequency_hz > STRIDES_HZ[0]) & (frequency_hz < STRIDES_HZ[1])
    return float(frequency_hz[possible][np.argmax(power[possible].sum(axis=1))])


def _local_sines(swings: FloatArray, every: int, strides_a_sample: float) -> tuple[FloatArray, FloatArray]:
    """The sine (offset and slope beside it) that fits best about every so many samples: k times c curves.

    Complex (k, c), amplitude and phase, NaN where too little is seen; and the mean square that is left, (k, c).
    """
    reach = int(REACH_STRIDES / strides_a_sample)
    off = np.arange(-reach, reach + 1, every)
    rows = np.arange(0, len(swings), every)[:, None] + off
    inside = (rows >= 0) & (rows < len(swings))
    near = swings[np.clip(rows, 0, len(swings) - 1)]
    seen = inside & np.isfinite(near).all(axis=2)
    weight = np.where(seen, np.hanning(len(off) + 2)[1:-1], 0.0)
    near = np.nan_to_num(near)
    angle = 2 * np.pi * strides_a_sample * off
    shapes = np.stack([np.ones(len(off)), off / reach, np.cos(angle), np.sin(angle)], axis=1)
    squares = np.einsum("kj,ja,jb->kab", weight, shapes, shapes) + 1e-9 * np.eye(4)
    fit = np.linalg.solve(squares, np.einsum("kj,ja,kjc->kac", weight, shapes, near))
    rest = near - np.einsum("ja,kac->kjc", shapes, fit)
    total = weight.sum(axis=1, keepdims=True)
    sines = np.where(total > MIN_SEEN_SHARE * total.max(), fit[:, 2] - 1j * fit[:, 3], np.nan)
    return sines, (weight[..., None] * rest**2).sum(axis=1) / np.maximum(total, 1e-9)


def _common_turn(sines: FloatArray, rest: FloatArray) -> tuple[FloatArray, BoolArray]:
    """The phase (k,) in strides that the curves share, each weighted by how clean it is, and where it is clear."""
    seen: BoolArray = np.asarray(np.isfinite(sines).all(axis=1))
    noise = np.sqrt(np.median(rest[seen], axis=0)) + 1e-6
    clean = np.where(seen[:, None], sines, 0.0) / noise
    _, _, across = np.linalg.svd(clean, full_matrices=False)
    shared = clean @ across[0].conj()
    power = (np.abs(sines) ** 2 / 2 / noise**2).sum(axis=1)
    share = power / (power + (rest / noise**2).sum(axis=1))
    largest = np.abs(sines).max(axis=1)
    is_clear = np.asarray(seen & (np.nan_to_num(largest) > MIN_SWING_TORSO) & (np.nan_to_num(share) > MIN_SINE_SHARE))
    usual = float(np.median(np.abs(shared[is_clear]))) if is_clear.any() else 0.0
    return np.angle(shared) / (2 * np.pi), is_clear & (np.abs(shared) > MIN_SHARE_OF_USUAL * usual)
