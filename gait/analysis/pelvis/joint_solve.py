"""What several channels of one angle say together, each with errors of its own that come back every stride.

The angle of the pelvis and the error of each channel are Gaussian over the frames of a clip. A channel sees gain *
angle + own error, either as differences between frames (turns of the picture) or as values whose zero is unknown (a
line that another source read). Its error is like that of other frames near in time and, more, of the same moment of
other strides: cloth that lags does so in every stride, and strides must not average it away.
"""

from dataclasses import dataclass

import numpy as np

from gait.analysis.terms.types import FloatArray, IntArray

LIKE_PHASE, LASTING_STRIDES, LIKE_MOMENT_STRIDES = 0.7, 5.5, 0.11
"""How far an error reaches: over the phase of the stride (as the sine of half the difference), over strides, and from
one moment to the next (shares of a stride)."""
ROUNDS, DOUBTED_SIGMAS = 3, 2.0
"""Differences are weighed again so often; one that is off by this many of its own errors counts half."""


@dataclass(frozen=True, slots=True)
class Belief:
    """Mean (n,) and covariance (n, n) of the angle in n frames, degrees."""

    mean_deg: FloatArray
    covariance: FloatArray


@dataclass(frozen=True, slots=True)
class Strides:
    """time_s (n,) of the frames, phase (n,) of the stride in radians, rising, and the usual stride in seconds."""

    time_s: FloatArray
    phase: FloatArray
    stride_s: float


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard deviations in degrees. phased: error that comes back every stride; passing: that of a moment; constant:
    that stays. gain: share of the motion that the channel shows.
    """

    phased_deg: float
    passing_deg: float
    constant_deg: float = 0.0
    gain: float = 1.0


@dataclass(frozen=True, slots=True)
class Differences:
    """From frame start (k,) to frame end (k,) the channel saw turn_deg (k,), each with its own error sigma_deg (k,)."""

    start: IntArray
    end: IntArray
    turn_deg: FloatArray
    sigma_deg: FloatArray


def likeness(strides: Strides, errors: Errors) -> FloatArray:
    """Covariance (n, n) of errors that come back every stride, pass or stay; square degrees."""
    apart_s = strides.time_s[:, None] - strides.time_s
    half = np.sin((strides.phase[:, None] - strides.phase) / 2)
    lasting = -(apart_s**2) / (2 * (LASTING_STRIDES * strides.stride_s) ** 2)
    phased = np.exp(-2 * (half / LIKE_PHASE) ** 2 + lasting)
    passing = np.exp(-(apart_s**2) / (2 * (LIKE_MOMENT_STRIDES * strides.stride_s) ** 2))
    return np.asarray(errors.phased_deg**2 * phased + errors.passing_deg**2 * passing + errors.constant_deg**2)


def with_values(belief: Belief, own: FloatArray, gain: float, values_deg: FloatArray, sigma_deg: FloatArray) -> Belief:
    """The belief after a channel with errors `own` (n, n) has said values (n,), each with sigma_deg (n,).

    NaN: frames of which the channel says nothing.
    """
    known = np.isfinite(values_deg)
    precision = np.where(known, sigma_deg**-2.0, 0.0)
    return _updated(belief, own, gain, np.diag(precision), precision * np.where(known, values_deg, 0.0))[0]


def with_differences(belief: Belief, own: FloatArray, gain: float, said: Differences) -> Belief:
    """The belief after a channel with errors `own` (n, n) has said differences; those far off all others count less."""
    weight, after = np.ones(len(said.turn_deg)), belief
    for _ in range(ROUNDS if len(weight) else 0):
        precision, target = _of_differences(said, weight, len(belief.mean_deg))
        after, seen_deg = _updated(belief, own, gain, precision, target)
        off_deg = said.turn_deg - (seen_deg[said.end] - seen_deg[said.start])
        weight = 1 / (1 + (off_deg / (DOUBTED_SIGMAS * said.sigma_deg)) ** 2)
    return after


def left_out_z(belief: Belief, frames: IntArray, values_deg: FloatArray, sigma_deg: FloatArray) -> FloatArray:
    """How many of its own standard errors each value (k,) is off what the belief and all the other values say of it."""
    spread = belief.covariance[np.ix_(frames, frames)] + np.diag(sigma_deg**2)
    precision = np.linalg.inv(spread)
    return np.asarray(precision @ (values_deg - belief.mean_deg[frames]) / np.sqrt(np.diag(precision)))


def _of_differences(said: Differences, weight: FloatArray, count: int) -> tuple[FloatArray, FloatArray]:
    """Precision (n, n) of the seen angles, and what they were said to be, weighed by it (n,)."""
    each = weight / said.sigma_deg**2
    precision, target = np.zeros((count, count)), np.zeros(count)
    for one, other, sign in ((said.start, said.start, 1), (said.end, said.end, 1), (said.start, said.end, -1)):
        np.add.at(precision, (one, other), sign * each)
    np.add.at(precision, (said.end, said.start), -each)
    np.add.at(target, said.end, each * said.turn_deg)
    np.add.at(target, said.start, -each * said.turn_deg)
    return precision, target


def _updated(
    belief: Belief, own: FloatArray, gain: float, precision: FloatArray, target: FloatArray
) -> tuple[Belief, FloatArray]:
    """Belief after gain * angle + own error was seen with this precision, and what was seen, freed of noise (n,).

    The precision may be singular (differences know no zero), so it is never inverted.
    """
    spread = gain**2 * belief.covariance + own
    expected = gain * belief.mean_deg
    news = np.linalg.solve(
        np.eye(len(expected)) + precision @ spread, np.column_stack([precision, target - precision @ expected])
    )
    mean = belief.mean_deg + gain * belief.covariance @ news[:, -1]
    covariance = belief.covariance - gain**2 * belief.covariance @ news[:, :-1] @ belief.covariance
    return Belief(mean, (covariance + covariance.T) / 2), expected + spread @ news[:, -1]
