"""Time grids, gaps and the zero-lag low-pass: the only place where a curve is smoothed."""

import numpy as np
from scipy.interpolate import make_interp_spline
from scipy.signal import butter, sosfiltfilt

from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import BoolArray, FloatArray, IntArray

BRIDGED_GAP_S = 0.100
"""Longest hole that is filled in; a longer one breaks the curve (docs/methods/events.md). A spline over a longer hole
would invent a peak, or lose one."""

DOUBLE_PASS = 0.802
"""A 2nd-order Butterworth run forward and back is 3 dB down at this share of its nominal cut-off: (sqrt(2) - 1)^(1/4)
(winter2009). Without it 6 Hz would be 4.8 Hz, and peaks would read too small."""

MAX_CUTOFF_SHARE = 0.45
"""Of the sampling rate: the design of the filter breaks down at half of it."""

MIN_SPAN_S = 0.25
"""A span of samples shorter than this cannot be filtered without inventing its ends."""


def even_grid(time_s: FloatArray, rate_hz: float) -> FloatArray:
    """Evenly spaced times (m,) from the first to the last of time_s (n,), rate_hz a second. Raises IndexError when
    empty.

    Source: docs/methods/pelvic_drop.md (The curve).
    """
    # A quarter of a step beyond the end: rounding must not cost the last sample.
    return np.arange(time_s[0], time_s[-1] + 0.25 / rate_hz, 1.0 / rate_hz)


def resample(timeline: Timeline, values: FloatArray, grid_s: FloatArray) -> FloatArray:
    """Bring values (n,) or (n, k...) from their own times to an even grid (m,) of the same clock: (m,) or (m, k...).

    Cubic spline through the finite samples of each column, in their own unit.

    NaN: outside the first and last finite sample and inside holes longer than BRIDGED_GAP_S (or 1.5 frame periods, if
    frames are rarer than that); a column with fewer than four finite samples, which bear no cubic, is all NaN.
    Raises ValueError where the times do not rise.
    Source: docs/methods/pelvic_drop.md (The curve).
    """
    flat = values.reshape(len(values), -1)
    out = np.full((len(grid_s), flat.shape[1]), np.nan)
    time_s = timeline.time_s
    if len(time_s) < 2:
        return out.reshape((len(grid_s), *values.shape[1:]))
    longest_s = max(BRIDGED_GAP_S, 1.5 * timeline.step_s) + 1e-6
    for seen, columns in _alike(np.isfinite(flat)):
        if seen.sum() >= 4:
            out[:, columns] = _spline(time_s[seen], flat[seen][:, columns], grid_s, longest_s)
    return out.reshape((len(grid_s), *values.shape[1:]))


def _spline(time_s: FloatArray, values: FloatArray, grid_s: FloatArray, longest_s: float) -> FloatArray:
    # Times are compared to a microsecond: a grid time that meets a sample beside a hole is known, rounding or not.
    smooth = np.asarray(make_interp_spline(time_s, values, k=3)(grid_s), dtype=np.float64)
    after = np.clip(np.searchsorted(time_s, grid_s), 1, len(time_s) - 1)
    in_hole = (time_s[after] - time_s[after - 1]) > longest_s
    on_sample = (np.abs(grid_s - time_s[after]) < 1e-6) | (np.abs(grid_s - time_s[after - 1]) < 1e-6)
    outside = (grid_s < time_s[0] - 1e-6) | (grid_s > time_s[-1] + 1e-6)
    smooth[(in_hole & ~on_sample) | outside] = np.nan
    return smooth


def low_pass(values: FloatArray, rate_hz: float, cutoff_hz: float) -> FloatArray:
    """Zero-lag 4th-order Butterworth (2nd order forward and back), -3 dB at cutoff_hz in truth.

    values (m,) or (m, k...) at rate_hz -> the same shape and unit. A cut-off near half the rate is lowered to what the
    rate allows (MAX_CUTOFF_SHARE).

    NaN: each unbroken span is filtered alone; holes stay, and spans shorter than MIN_SPAN_S become NaN.
    Source: winter2009.
    """
    flat = values.reshape(len(values), -1)
    out = np.full_like(flat, np.nan)
    nominal_hz = min(cutoff_hz / DOUBLE_PASS, MAX_CUTOFF_SHARE * rate_hz)
    sections = butter(2, nominal_hz, fs=rate_hz, output="sos")
    shortest = int(MIN_SPAN_S * rate_hz)
    for known, columns in _alike(np.isfinite(flat)):
        for first, stop in spans(known):
            if stop - first >= shortest:
                # Ends are continued by half a second. scipy's nine samples are 75 ms at 120 Hz: too short for the slow
                # cut-offs (0.4 and 2 Hz), whose start-up would bend the curve at both ends.
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
