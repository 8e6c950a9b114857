"""Time grids, gaps and the zero-lag low-pass: the only place where a curve is smoothed."""

import numpy as np
from scipy.interpolate import make_interp_spline
from scipy.signal import butter, sosfiltfilt

from gait.analysis.terms.types import BoolArray, FloatArray, IntArray

BRIDGED_GAP_S = 0.100
"""Longest hole that is filled in; a longer one breaks the curve (clinical.md 4.1)."""

DOUBLE_PASS = 0.802
"""A 2nd-order Butterworth run forward and back is 3 dB down at this share of its nominal cut-off."""

MIN_SPAN_S = 0.25
"""A span of samples shorter than this cannot be filtered without inventing its ends."""


def even_grid(time_s: FloatArray, rate_hz: float) -> FloatArray:
    """Evenly spaced times from the first to the last of time_s, rate_hz a second."""
    return np.arange(time_s[0], time_s[-1] + 0.25 / rate_hz, 1.0 / rate_hz)


def resample(time_s: FloatArray, values: FloatArray, grid_s: FloatArray) -> FloatArray:
    """Bring values (n,) or (n, k...) from their true time stamps to an even grid.

    Cubic spline through the finite samples of each column. NaN outside the first and last finite sample and
    inside holes longer than BRIDGED_GAP_S (or 1.5 frame periods, if frames are rarer than that).
    """
    flat = values.reshape(len(values), -1)
    out = np.full((len(grid_s), flat.shape[1]), np.nan)
    if len(time_s) < 2:
        return out.reshape((len(grid_s), *values.shape[1:]))
    longest_s = max(BRIDGED_GAP_S, 1.5 * float(np.median(np.diff(time_s)))) + 1e-6
    for seen, columns in _alike(np.isfinite(flat)):
        if seen.sum() >= 4:
            out[:, columns] = _spline(time_s[seen], flat[seen][:, columns], grid_s, longest_s)
    return out.reshape((len(grid_s), *values.shape[1:]))


def _spline(time_s: FloatArray, values: FloatArray, grid_s: FloatArray, longest_s: float) -> FloatArray:
    smooth = np.asarray(make_interp_spline(time_s, values, k=3)(grid_s), dtype=np.float64)
    after = np.clip(np.searchsorted(time_s, grid_s), 1, len(time_s) - 1)
    in_hole = (time_s[after] - time_s[after - 1]) > longest_s
    on_sample = (np.abs(grid_s - time_s[after]) < 1e-6) | (np.abs(grid_s - time_s[after - 1]) < 1e-6)
    outside = (grid_s < time_s[0] - 1e-6) | (grid_s > time_s[-1] + 1e-6)
    smooth[(in_hole & ~on_sample) | outside] = np.nan
    return smooth


def low_pass(values: FloatArray, rate_hz: float, cutoff_hz: float) -> FloatArray:
    """Zero-lag 4th-order Butterworth (2nd order forward and back), -3 dB at cutoff_hz in truth.

    values (m,) or (m, k...). Each unbroken span is filtered alone; spans too short to filter become NaN.
    """
    flat = values.reshape(len(values), -1)
    out = np.full_like(flat, np.nan)
    nominal_hz = min(cutoff_hz / DOUBLE_PASS, 0.45 * rate_hz)
    sections = butter(2, nominal_hz, fs=rate_hz, output="sos")
    shortest = int(MIN_SPAN_S * rate_hz)
    for known, columns in _alike(np.isfinite(flat)):
        for first, stop in spans(known):
            if stop - first >= shortest:
                pad = min(stop - first - 1, int(0.5 * rate_hz))
                out[first:stop, columns] = sosfiltfilt(sections, flat[first:stop][:, columns], axis=0, padlen=pad)
    return out.reshape(values.shape)


def _alike(known: BoolArray) -> list[tuple[BoolArray, IntArray]]:
    """Columns that are known in the same rows, together: (rows, column numbers). Most often that is all of them."""
    patterns, group = np.unique(known, axis=1, return_inverse=True)
    return [(patterns[:, k], np.flatnonzero(group.ravel() == k)) for k in range(patterns.shape[1])]


def spans(mask: BoolArray) -> list[tuple[int, int]]:
    """Half-open index ranges over which mask is True."""
    edges = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))
