"""Carry clicked lines through the clip by everything in the picture that turns with the pelvis, when no source can.

The turns of the whole patch and of a band of the pelvis between a dozen hub frames and all others, the tilt reader with
its zero and gain left free, and a trusted waistband are channels with errors of their own (joint_solve.py). The clicks
say where zero is and what cloth leaves out. How badly each click is predicted by everything else widens the error, or
says that these points cannot be carried at all.
"""

from dataclasses import dataclass

import numpy as np

from gait.analysis.curves.filtering import low_pass
from gait.analysis.curves.stride_phase import stride_phase
from gait.analysis.pelvis.body_frame import BodyFrame, bridge, to_all_frames
from gait.analysis.pelvis.joint_solve import (
    Belief,
    Differences,
    Errors,
    Strides,
    left_out_z,
    likeness,
    with_differences,
    with_values,
)
from gait.analysis.pelvis.spot_turns import Turns, measure_turns
from gait.analysis.terms.types import FloatArray, Footage, IntArray, PelvicLine, Subject
from gait.result.conventions import Activity

WALKING_HZ, RUNNING_HZ = 15.0, 25.0
MAX_CARRIED = 600
"""Frames a second that are carried, and how many at most, about the clicks: 40 s of walking, 24 s of running."""
HUBS = 12
"""Frames compared with all others: the clicked ones, and others spread over the clip."""
SMOOTH_HZ = {Activity.RUNNING: 8.0}
USUAL_SMOOTH_HZ = 4.0
"""Low-pass of another source's curve before it is believed."""

UNTOLD = Errors(phased_deg=8.0, passing_deg=2.0, constant_deg=6.0)
"""The angle itself, before anything was seen."""
READER_GAIN, READER_GAIN_SIGMA = 0.9, 0.8
BESIDE_READER = Errors(phased_deg=4.0, passing_deg=1.0, constant_deg=6.0)
"""The reader's curve, times a gain that is hardly known, and the angle beside it. Narrower priors shrink the motion."""
WHOLE = Errors(phased_deg=1.2, passing_deg=0.8, gain=0.8)
BAND = Errors(phased_deg=1.6, passing_deg=1.2, gain=0.85)
WAISTBAND = Errors(phased_deg=1.4, passing_deg=0.8, constant_deg=5.0, gain=0.9)
WHOLE_TURN_DEG, BAND_TURN_DEG = (0.7, 0.8), (1.0, 1.0)
"""Error of one turn: what stays however many spots share it, and what falls with their number, at so many spots."""
USUAL_SPOTS = 60.0
WAISTBAND_FRAME_DEG = 0.6

PRIOR_CLICKS = 4.0
"""The claimed error weighs as much as so many clicks when the clicks widen it."""
MAX_MISS_Z = 1.7
"""Clicks missed by more of their own errors than this (rms) cannot be carried."""
EXTREME_SHARE = 0.15
"""Of the frames, those in which the line is turned furthest to each side: what the error of the peaks is taken from."""


@dataclass(frozen=True, slots=True)
class Carried:
    """On all frames (n,): angle and error of one frame, degrees, NaN outside what was carried; of the clip, the error
    of the peaks of one side; miss_z, by how many of its own errors each click is missed by all the rest (rms).
    """

    angle_deg: FloatArray
    sigma_deg: FloatArray
    peak_sigma_deg: float
    miss_z: float


@dataclass(frozen=True, slots=True)
class Clicked:
    """Frames (k,) of the footage that a person marked, the angles (k,) there and their usual error (k,), degrees."""

    frames: IntArray
    angle_deg: FloatArray
    noise_deg: FloatArray


def carry_points(
    footage: Footage,
    subject: Subject,
    body: BodyFrame,
    clicked: Clicked,
    helpers: tuple[PelvicLine | None, PelvicLine | None],
) -> Carried:
    """The line through the clicks in every frame. helpers: the tilt reader's line, trusted or not, and a trusted
    waistband.

    Source: gains, errors and reach measured on real walks and rendered clips, docs/methods/pelvic_line.md (Points
    carried by the picture).
    """
    frames = frames_to_carry(footage, subject, body, clicked.frames)
    own = np.searchsorted(frames, clicked.frames)
    whole, band = measure_turns(footage, body, frames, hubs_among(len(frames), own))
    phase, stride_s = stride_phase(footage.timeline, footage.pose.landmarks_px, subject.torso_px)
    strides = Strides(footage.time_s[frames], phase[frames], stride_s)
    reader, waistband = (_smooth(footage, subject, line, frames) for line in helpers)
    seen = believe(strides, reader, waistband, (_patient(whole, body), _patient(band, body)))
    belief, widened, miss_z = with_clicks(seen, own, clicked)
    sigma_deg, peak_sigma_deg = frame_and_peak_sigma_deg(belief, widened)
    return Carried(
        angle_deg=to_all_frames(footage, frames, belief.mean_deg),
        sigma_deg=to_all_frames(footage, frames, sigma_deg),
        peak_sigma_deg=peak_sigma_deg,
        miss_z=miss_z,
    )


def believe(
    strides: Strides, reader_deg: FloatArray | None, waistband_deg: FloatArray | None, turns: tuple[Turns, Turns]
) -> Belief:
    """What the picture alone says of the angle: its motion, with hardly a zero. Turns: whole patch and band, + =
    patient's right side lower.
    """
    belief = _beginning(strides, reader_deg)
    for errors, (floor_deg, noise_deg), said in ((WHOLE, WHOLE_TURN_DEG, turns[0]), (BAND, BAND_TURN_DEG, turns[1])):
        sigma_deg = np.sqrt(floor_deg**2 + noise_deg**2 * USUAL_SPOTS / said.spots)
        differences = Differences(said.hub, said.frame, said.turn_deg, sigma_deg)
        belief = with_differences(belief, likeness(strides, errors), errors.gain, differences)
    if waistband_deg is None:
        return belief
    sigma_deg = np.full(len(waistband_deg), WAISTBAND_FRAME_DEG)
    return with_values(belief, likeness(strides, WAISTBAND), WAISTBAND.gain, waistband_deg, sigma_deg)


def with_clicks(belief: Belief, own: IntArray, clicked: Clicked) -> tuple[Belief, float, float]:
    """The belief once the clicks count, the factor by which they widen its errors (1 or more), and their miss_z."""
    z = left_out_z(belief, own, clicked.angle_deg, clicked.noise_deg)
    count = len(z)
    widened = np.sqrt(max(1.0, (PRIOR_CLICKS + (z**2).sum() * count / max(1, count - 1)) / (PRIOR_CLICKS + count)))
    values, sigma = np.full(len(belief.mean_deg), np.nan), np.ones(len(belief.mean_deg))
    values[own], sigma[own] = clicked.angle_deg, clicked.noise_deg
    after = with_values(belief, np.zeros_like(belief.covariance), 1.0, values, sigma)
    return after, float(widened), float(np.sqrt(np.mean(z**2)))


def frame_and_peak_sigma_deg(belief: Belief, widened: float) -> tuple[FloatArray, float]:
    """Error of one frame (n,) apart from what the peaks of a side share, and that shared error, the larger of two
    sides.

    What comes back every stride is no scatter between stances, so only the second shows it.
    """
    count = max(1, round(EXTREME_SHARE * len(belief.mean_deg)))
    order = np.argsort(belief.mean_deg)
    shared = [float(belief.covariance[np.ix_(side, side)].mean()) for side in (order[:count], order[-count:])]
    peak_variance = max(*shared, 0.0)
    passing = np.maximum(np.diag(belief.covariance) - peak_variance, 0.0)
    return widened * np.sqrt(passing), float(widened * np.sqrt(peak_variance))


def frames_to_carry(footage: Footage, subject: Subject, body: BodyFrame, clicked: IntArray) -> IntArray:
    """The clicked frames and others in which the person is seen, evenly; at most about MAX_CARRIED, around the
    clicks."""
    rate_hz = RUNNING_HZ if subject.activity is Activity.RUNNING else WALKING_HZ
    frames = body.frames(rate_hz)
    middle_s = float(np.mean(footage.time_s[clicked]))
    nearest = np.argsort(np.abs(footage.time_s[frames] - middle_s))[:MAX_CARRIED]
    return np.union1d(frames[nearest], clicked)


def hubs_among(count: int, own: IntArray) -> IntArray:
    """The clicked frames first, then frames spread over the clip until there are HUBS."""
    spread = np.linspace(0, count - 1, max(0, HUBS - len(own))).round().astype(np.intp)
    return np.union1d(own, spread)


def _beginning(strides: Strides, reader_deg: FloatArray | None) -> Belief:
    if reader_deg is None:
        return Belief(np.zeros(len(strides.time_s)), likeness(strides, UNTOLD))
    motion = reader_deg - reader_deg.mean()
    gain = READER_GAIN_SIGMA**2 * np.outer(motion, motion)
    return Belief(READER_GAIN * motion, likeness(strides, BESIDE_READER) + gain)


def _patient(turns: Turns, body: BodyFrame) -> Turns:
    return Turns(turns.hub, turns.frame, body.sign * turns.turn_deg, turns.spots)


def _smooth(footage: Footage, subject: Subject, line: PelvicLine | None, frames: IntArray) -> FloatArray | None:
    """Bridged and low-passed, in some frames (k,) -> (k,); None where the source read nothing."""
    if line is None or not np.isfinite(line.angle_deg).any():
        return None
    angle_deg = bridge(line.angle_deg)
    cutoff_hz = SMOOTH_HZ.get(subject.activity, USUAL_SMOOTH_HZ)
    smooth = low_pass(angle_deg, footage.timeline.rate_hz, cutoff_hz)
    return np.where(np.isfinite(smooth), smooth, angle_deg)[frames]
