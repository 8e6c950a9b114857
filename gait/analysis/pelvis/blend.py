"""Two sources that agree, made into one line: each counts by what is known of its errors.

Every source i sees  y_i(t) = bias_i + gain_i * angle(t) + noise_i(t),  with the spread of bias and gain over clips
with known truth in bias_sigma_deg and gain_sigma. The ratio of two gains shows in the clip itself, so a waistband that
slips gives itself away against a source that does not.
"""

from dataclasses import dataclass, replace

import numpy as np

from gait.analysis.curves.standing import MIN_STANDING_FRAMES
from gait.analysis.pelvis.body_frame import bridge
from gait.analysis.terms.types import BoolArray, FloatArray, PelvicLine

MIN_MOTION_DEG = 0.5
"""With less motion than this the clip does not show the gains; they keep their usual values."""

SHARED_BIAS = 0.3
"""Correlation of the constant errors of two sources: both see the same body askew."""

RATIO_FLOOR = 0.04
"""The ratio of two gains is never known better than this, however smooth both lines are."""
MIN_GAIN, MAX_GAIN = 0.6, 1.6
"""Bounds of that ratio: beyond them one of the two sees another motion, and it must not be stretched to fit."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far apart two lines run over the clip, degrees: together, and without their constant difference."""

    rms_deg: float
    moving_rms_deg: float


def compare(one: PelvicLine, other: PelvicLine, standing: BoolArray | None = None) -> Comparison:
    """Root mean square difference over the frames that both know; infinite when they share none.

    standing (n,): frames of quiet standing. Where both know enough of them each counts from its own reading there, for
    what standing takes away as zero is no contradiction.

    NaN: frames that one of the two does not know do not count.
    Source: docs/methods/pelvic_line.md (Choosing).
    """
    both = np.isfinite(one.angle_deg) & np.isfinite(other.angle_deg)
    if not both.any():
        return Comparison(np.inf, np.inf)
    difference = one.angle_deg - other.angle_deg
    if standing is not None and (both & standing).sum() >= MIN_STANDING_FRAMES:
        difference = difference - np.median(difference[both & standing])
        both &= ~standing
    if not both.any():
        return Comparison(np.inf, np.inf)
    return Comparison(float(np.sqrt((difference[both] ** 2).mean())), float(difference[both].std()))


def behind_deg(one: PelvicLine, other: PelvicLine) -> float:
    """How far one comes after the other, degrees of their common rhythm (360 = a stride), -180 to 180.

    NaN where they share no frame; frames that one of the two does not know count as its mean.
    Source: docs/methods/pelvic_line.md (Choosing).
    """
    both = np.isfinite(one.angle_deg) & np.isfinite(other.angle_deg)
    if not both.any():
        return np.nan
    window = np.hanning(len(both) + 2)[1:-1]
    first, second = (
        np.fft.rfft(window * np.where(both, line.angle_deg - line.angle_deg[both].mean(), 0.0), 4 * len(both))
        for line in (one, other)
    )
    strongest = int(np.argmax(np.abs(second)))
    return float(np.degrees(np.angle(second[strongest] * np.conj(first[strongest]))))


def blend(lead: PelvicLine, second: PelvicLine) -> PelvicLine:
    """One line from two that agree, called after lead; second fills in where lead is unknown.

    The constant part is weighted by bias_sigma_deg, the moving part by sigma_deg, the amplitude by gain_sigma
    and by how well the clip shows the ratio of the two gains. Both in degrees of PelvicLine, over the same frames.

    NaN: where one is unknown the other alone; where both are, NaN. They must share at least one frame.
    Source: weights by inverse variance; their sigmas from rendered clips with known truth, docs/methods/pelvic_line.md.
    """
    both = np.isfinite(lead.angle_deg) & np.isfinite(second.angle_deg)
    lead_mean, second_mean = lead.angle_deg[both].mean(), second.angle_deg[both].mean()
    lead_moving, second_moving = lead.angle_deg - lead_mean, second.angle_deg - second_mean
    ratio, ratio_sigma = _gain_ratio(lead_moving[both], second_moving[both])
    lead_gain, gain_sigma = _lead_gain(lead.gain_sigma, second.gain_sigma, ratio, ratio_sigma)
    weight = _share(lead.sigma_deg, second.sigma_deg)
    moving = _mix(lead_moving / lead_gain, second_moving / (lead_gain * ratio), weight)
    bias_weight = float(_share(np.array(lead.bias_sigma_deg), np.array(second.bias_sigma_deg)))
    return replace(
        lead,
        angle_deg=moving + bias_weight * lead_mean + (1 - bias_weight) * second_mean,
        sigma_deg=_mix(lead.sigma_deg, second.sigma_deg, weight),
        bias_sigma_deg=_joint_sigma(bias_weight * lead.bias_sigma_deg, (1 - bias_weight) * second.bias_sigma_deg),
        gain_sigma=gain_sigma,
        checks=lead.checks | {"blended_gain": lead_gain, "gain_ratio": ratio, "blended_bias_weight": bias_weight},
    )


def _gain_ratio(lead: FloatArray, second: FloatArray) -> tuple[float, float]:
    """Gain of second over that of lead, and its standard error; 1 and infinite when the clip hardly moves."""
    power = float((lead**2).mean())
    if power < MIN_MOTION_DEG**2:
        return 1.0, np.inf
    ratio = float((lead * second).mean()) / power
    scatter = float(np.std(second - ratio * lead)) / np.sqrt(power)
    return float(np.clip(ratio, MIN_GAIN, MAX_GAIN)), float(np.hypot(RATIO_FLOOR, scatter / 2))


def _lead_gain(lead_sigma: float, second_sigma: float, ratio: float, ratio_sigma: float) -> tuple[float, float]:
    """Best estimate of the lead's gain and its error: it should be 1, and so should lead * ratio."""
    if not np.isfinite(ratio_sigma):
        return 1.0, lead_sigma
    own, shown = 1 / lead_sigma**2, ratio**2 / (second_sigma**2 + ratio_sigma**2)
    return (own + shown / ratio) / (own + shown), float(1 / np.sqrt(own + shown))


def _joint_sigma(one: float, other: float) -> float:
    """Error of the sum of two errors that are partly the same."""
    return float(np.sqrt(one**2 + other**2 + 2 * SHARED_BIAS * one * other))


def _share(lead_sigma: FloatArray, second_sigma: FloatArray) -> FloatArray:
    """Weight of the lead when two values are averaged by their inverse variances."""
    lead, second = bridge(np.atleast_1d(lead_sigma)) ** -2.0, bridge(np.atleast_1d(second_sigma)) ** -2.0
    return np.squeeze(lead / (lead + second))


def _mix(lead: FloatArray, second: FloatArray, weight: FloatArray) -> FloatArray:
    """Weighted mean per frame; the other value alone where one is unknown."""
    mixed = weight * lead + (1 - weight) * second
    return np.where(np.isfinite(lead), np.where(np.isfinite(second), mixed, lead), second)
