"""Where in its stride a body is at every moment, told by the feet that rise in turn: enough to know what comes back."""

import numpy as np
from scipy.signal import butter, hilbert, sosfiltfilt

from gait.analysis.curves.filtering import even_grid
from gait.analysis.terms.landmarks import ANKLE
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import FloatArray
from gait.result.conventions import Side

GRID_HZ = 30.0
STRIDE_HZ = (0.3, 1.9)
"""From slow walking to a sprint."""
BAND = (0.6, 1.5)
"""What is kept about the usual rate, as shares of it: the turns of one stride, not their halves or doubles."""
DRIFT_S = 2.0
"""What is slower than this is somebody who comes nearer."""
USUAL_STRIDE_S = 1.1
MIN_GRID = 30
"""With less than a second there is no rate to be found."""


def stride_phase(timeline: Timeline, landmarks_px: FloatArray, torso_px: FloatArray) -> tuple[FloatArray, float]:
    """Phase (n,) in radians, rising by a turn a stride, and the usual stride in seconds.

    landmarks_px (n, 33, 2), torso_px (n,) at the times of the timeline. Where the feet tell nothing the phase rises
    evenly.

    NaN: frames without feet are bridged by straight lines.
    Source: analytic signal of the ankles' difference in height; docs/methods/pelvic_line.md (Points carried by the
    picture).
    """
    lift = (landmarks_px[:, ANKLE[Side.RIGHT], 1] - landmarks_px[:, ANKLE[Side.LEFT], 1]) / torso_px
    known = np.isfinite(lift)
    grid_s = even_grid(timeline.time_s, GRID_HZ)
    if known.sum() < MIN_GRID or len(grid_s) < MIN_GRID:
        return 2 * np.pi * timeline.time_s / USUAL_STRIDE_S, USUAL_STRIDE_S
    even = np.interp(grid_s, timeline.time_s[known], lift[known])
    even -= _running_mean(even, round(DRIFT_S * GRID_HZ))
    stride_hz = _strongest_hz(even)
    band_hz = [share * stride_hz for share in BAND]
    sections = butter(2, band_hz, btype="bandpass", fs=GRID_HZ, output="sos")
    turning = hilbert(sosfiltfilt(sections, even, padlen=min(len(even) - 1, round(GRID_HZ / stride_hz))))
    phase = np.interp(timeline.time_s, grid_s, np.unwrap(np.angle(turning)))
    return phase, float(1 / stride_hz)


def _strongest_hz(even: FloatArray) -> float:
    rates_hz = np.fft.rfftfreq(8 * len(even), 1 / GRID_HZ)
    power = np.abs(np.fft.rfft(even * np.hanning(len(even)), 8 * len(even)))
    inside = (rates_hz >= STRIDE_HZ[0]) & (rates_hz <= STRIDE_HZ[1])
    return float(rates_hz[inside][power[inside].argmax()])


def _running_mean(values: FloatArray, width: int) -> FloatArray:
    """Over about width samples, ends held."""
    half = min(width // 2, len(values) - 1)
    padded = np.pad(values, half, mode="edge")
    return np.convolve(padded, np.ones(2 * half + 1) / (2 * half + 1), mode="valid")
