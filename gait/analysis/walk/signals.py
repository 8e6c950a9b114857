"""Footage and pelvic line -> curves on an even time grid, filtered once, camera roll taken out."""

import numpy as np

from gait.analysis.curves.filtering import even_grid, low_pass, resample
from gait.analysis.terms.landmarks import HIP, SHOULDER
from gait.analysis.terms.readings import Readings, has_degrees
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import FloatArray, Signals
from gait.result.conventions import Activity, Side
from gait.result.result import Zero

GRID_HZ = 120.0
"""Lowest rate of the grid. Fixed, so that the frame rate of a clip does not choose our time steps."""

SLOW_CUTOFF_HZ = 6.0
CUTOFF_HZ = {Activity.WALKING: SLOW_CUTOFF_HZ, Activity.RUNNING: 10.0}
"""Winter 2009 for walking, and for what is slower; 10 Hz as in Bramah 2018 for running."""
TORSO_HZ = 0.4
"""People do not grow: what is faster than coming nearer is bending, and the pose model's trembling."""


def build_signals(readings: Readings, zero: Zero) -> Signals:
    """Curves at an even rate of at least GRID_HZ, in the units and signs of Signals.

    Everything is resampled first and low-passed afterwards, at the cut-off of the activity: the raw peak of a frame
    overstates the drop by 0.6 to 2 degrees. A clip without a trusted line leaves obliquity_deg and sigma_deg all NaN:
    the steps can still be found and shown.

    NaN: inside holes longer than 100 ms and where nothing was seen; shorter holes are bridged.
    Source: winter2009 (walking), bramah2018 (running); docs/methods/pelvic_drop.md.
    """
    timeline, subject, line = readings.timeline, readings.subject, readings.line
    grid_s = even_grid(timeline.time_s, max(GRID_HZ, timeline.rate_hz))
    even = Timeline(grid_s, float(grid_s[1] - grid_s[0]), timeline.clock)
    cutoff_hz = CUTOFF_HZ.get(subject.activity, SLOW_CUTOFF_HZ)
    raw_px = resample(timeline, readings.pose.landmarks_px, grid_s)
    points_px = low_pass(raw_px, even.rate_hz, cutoff_hz)
    obliquity_deg = np.full(len(grid_s), np.nan)
    sigma_deg = np.full(len(grid_s), np.nan)
    if line is not None and has_degrees(readings):
        angle_deg = low_pass(resample(timeline, line.angle_deg, grid_s), even.rate_hz, cutoff_hz)
        obliquity_deg = angle_deg - zero.offset_deg
        sigma_deg = np.where(np.isfinite(obliquity_deg), nearest(timeline.time_s, line.sigma_deg, grid_s), np.nan)
    return Signals(
        timeline=even,
        obliquity_deg=obliquity_deg,
        sigma_deg=sigma_deg,
        trunk_lean_deg=trunk_lean_deg(points_px, readings.rightward) - readings.roll.value_deg,
        landmarks_px=points_px,
        rightward=readings.rightward,
        torso_px=low_pass(nearest(timeline.time_s, subject.torso_px, grid_s), even.rate_hz, TORSO_HZ),
    )


def back_to_frames(curve: FloatArray, signals: Signals, time_s: FloatArray) -> FloatArray:
    """A curve (m,) of the even grid at the clip's own time stamps time_s (n,): (n,).

    NaN stays NaN: a frame is known only where the nearer of its two samples is.
    """
    known = np.isfinite(curve)
    if not known.any():
        return np.full(len(time_s), np.nan)
    values = np.interp(time_s, signals.time_s[known], curve[known])
    nearby = np.interp(time_s, signals.time_s, known.astype(np.float64)) > 0.5
    return np.where(nearby, values, np.nan)


def trunk_lean_deg(points_px: FloatArray, rightward: int) -> FloatArray:
    """Middle of the hips to middle of the shoulders against the vertical of the picture, camera roll still inside.

    points_px (m, 33, 2), rightward +1 or -1 -> (m,), degrees, + = to the patient's right; NaN where a point is missing.
    Source: docs/methods/companions.md.
    """
    hip_px = (points_px[:, HIP[Side.LEFT]] + points_px[:, HIP[Side.RIGHT]]) / 2
    shoulder_px = (points_px[:, SHOULDER[Side.LEFT]] + points_px[:, SHOULDER[Side.RIGHT]]) / 2
    across_px, down_px = (shoulder_px - hip_px).T
    lean_deg: FloatArray = np.degrees(np.arctan2(rightward * across_px, -down_px))
    return lean_deg


def nearest(time_s: FloatArray, values: FloatArray, grid_s: FloatArray) -> FloatArray:
    """values (n,) at time_s (n,) on grid_s (m,): linear over the finite ones, held at the ends; all NaN without any."""
    seen = np.isfinite(values)
    if not seen.any():
        return np.full(len(grid_s), np.nan)
    return np.interp(grid_s, time_s[seen], values[seen])
