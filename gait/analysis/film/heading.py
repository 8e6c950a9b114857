"""From behind or from the front, told by how the person moves: a witness that asks nobody which side is which.

The pose model names left and right by what it believes to see, and a ponytail may look like a face to it. What the
feet do over a stride does not depend on that belief, provided that the person walks forwards and the film runs
forwards.
"""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from gait.analysis.curves.rhythm import activity_of
from gait.analysis.terms.landmarks import ANKLE, HIP
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import FloatArray, Rhythm
from gait.result.conventions import Activity, Side, View

MIN_CLEAR = 0.4
"""Of the mean of two sines, in walking: 0.81 to 0.97 in rendered walks from behind, -0.63 in the one from the front.
Real ones from behind: 0.54, 0.82, and 0.06 before a moving camera. Chosen on these clips."""
MIN_SWAY_TORSOS, MIN_BOUNCE_TORSOS = 0.01, 0.015
"""Amplitudes below this are the pose model's own trembling. Rendered walks: sway 0.02 to 0.06, bounce 0.03 to 0.06."""
MIN_TRAVEL_TORSOS = 0.25
"""Of the standing foot over the time of one stride, in running: 0.5 to 1.0 from behind, -1.2 in the one
from the front."""
MIN_LOWER_SHARE = 0.25
"""A foot stands when it is lower than the other by this share of the range between the two."""
SMOOTH_S = 0.03
"""Standard deviation of the smoothing before slopes are taken: the difference of two raw frames is mostly noise."""
CADENCE_SHARE = 0.07
"""The cadence is sharpened within this share of what the rhythm says."""


def view_by_motion(timeline: Timeline, landmarks_px: FloatArray, torso_px: FloatArray, rhythm: Rhythm) -> View | None:
    """The view for which these steps go forwards; None where they do not tell.

    Input   (n, ...) for the pictures in which the person is seen; rhythm of the same pictures.
    A person who walks backwards, or a film that runs backwards, tells the other view. Free of NaN; torso lengths.
    Source: limits chosen on the clips named in docs/methods/following.md and tried on no others.
    """
    activity = activity_of(rhythm)
    if activity is Activity.STANDING or rhythm.cadence_spm is None:
        return None
    pace_hz = rhythm.cadence_spm / 120
    if activity is Activity.RUNNING:
        return _view_of(_foot_travel_torsos(timeline, landmarks_px, torso_px, pace_hz), MIN_TRAVEL_TORSOS)
    return _view_of(_lead(timeline.time_s, landmarks_px, torso_px, pace_hz), MIN_CLEAR)


def _view_of(towards_camera: float, limit: float) -> View | None:
    if abs(towards_camera) < limit:
        return None
    return View.POSTERIOR if towards_camera > 0 else View.ANTERIOR


def _foot_travel_torsos(timeline: Timeline, landmarks_px: FloatArray, torso_px: FloatArray, pace_hz: float) -> float:
    """How far the standing foot sinks in the picture over the time of one stride, + = towards the camera.

    In running one foot at a time is clearly the lower one, and it goes back along the ground: towards a camera behind.
    """
    hips_px = landmarks_px[:, list(HIP.values()), 1].mean(axis=1)
    sigma_frames = max(0.5, SMOOTH_S / timeline.step_s)
    below = {
        side: gaussian_filter1d((landmarks_px[:, ANKLE[side], 1] - hips_px) / torso_px, sigma_frames) for side in Side
    }
    low, high = np.percentile(below[Side.RIGHT] - below[Side.LEFT], [5, 95])
    slopes = [
        np.gradient(below[side], timeline.time_s)[below[side] - below[side.other] > MIN_LOWER_SHARE * (high - low)]
        for side in Side
    ]
    found = np.concatenate(slopes)
    return float(np.median(found)) / pace_hz if len(found) else 0.0


def _lead(time_s: FloatArray, landmarks_px: FloatArray, torso_px: FloatArray, pace_hz: float) -> float:
    """-1 to 1: does a walking foot look highest late in its swing (+, when forwards is away from the camera) or early?

    A foot rises early in its swing. Seen from behind it also climbs in the picture as it goes forwards, so that it is
    highest late; from the front it is highest early. Middle swing is told twice without knowing sides: the body then
    sways furthest over the other foot, and rides highest.
    """
    left, right = _feet_as_seen(landmarks_px)
    rise = (right[:, 1] - left[:, 1]) / torso_px
    paces_hz = pace_hz * np.linspace(1 - CADENCE_SHARE, 1 + CADENCE_SHARE, 29)
    pace_hz = float(max(paces_hz, key=lambda hz: abs(_amplitude(time_s, rise, hz))))
    feet = _amplitude(time_s, rise, pace_hz)
    hips_torsos = landmarks_px[:, list(HIP.values())].mean(axis=1) / torso_px[:, None]
    sway = _amplitude(time_s, hips_torsos[:, 0], pace_hz)
    bounce = _amplitude(time_s, hips_torsos[:, 1], 2 * pace_hz)
    witnesses = []
    if abs(sway) > MIN_SWAY_TORSOS:
        witnesses.append(-np.sin(np.angle(feet * np.conj(sway))))
    if abs(bounce) > MIN_BOUNCE_TORSOS:
        witnesses.append(np.sin(np.angle(feet**2 * np.conj(bounce))))
    return float(np.mean(witnesses)) if witnesses else 0.0


def _feet_as_seen(landmarks_px: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(n, 2) each: the foot that is mostly on the left of the picture, and the other."""
    one, other = landmarks_px[:, ANKLE[Side.LEFT]], landmarks_px[:, ANKLE[Side.RIGHT]]
    return (one, other) if np.median(one[:, 0] - other[:, 0]) < 0 else (other, one)


def _amplitude(time_s: FloatArray, curve: FloatArray, at_hz: float) -> complex:
    """Size and phase of one frequency in a curve whose slow drift is taken out; a window keeps its ends quiet."""
    centred_s = time_s - time_s.mean()
    steady = curve - np.polyval(np.polyfit(centred_s, curve, 2), centred_s)
    window = np.hanning(len(steady) + 2)[1:-1]
    return complex(2 * np.sum(window * steady * np.exp(-2j * np.pi * at_hz * time_s)) / window.sum())
