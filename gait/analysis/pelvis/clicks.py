"""The clicks source: two pelvic points that a therapist marked in a few frames, carried through the clip.

Where another source is trusted it gives the motion between the clicked frames. All clicks together give its zero and
its scale, by a regression in which the carrying source counts with its own known errors: one click corrects the zero a
little, ten clicks the scale too. How badly left-out clicks are predicted by the others becomes the uncertainty. Where
none is trusted, everything in the picture that turns with the pelvis carries the clicks together (carry_points.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from gait.analysis.pelvis.body_frame import follow_body
from gait.analysis.pelvis.carry_points import MAX_MISS_Z, Carried, Clicked, carry_points
from gait.analysis.pelvis.no_line import no_line
from gait.analysis.pelvis.usable_clicks import middle_px, sort_clicks
from gait.analysis.terms.types import Click, FloatArray, Footage, IntArray, PelvicLine, Subject
from gait.analysis.terms.uncertainty import CARRIED_BY_PICTURE, swing_gain_sigma
from gait.result.conventions import Activity, Source

CLICK_ERROR_PX = 1.5
"""Usual error of one clicked point, in pixels of a picture whose long side has 1280. In a picture 720 px wide that is
2.4 degrees on the back dimples, 0.9 on the ends of a waistband 130 px long."""

MAX_MISS_DEG = 4.0
"""Left-out clicks missed by more than this (rms) make the clicks untrustworthy."""

MIN_CLICKS_TO_CARRY = 4
"""Clicks that the picture alone can carry: fewer do not show whether it does, nor how much of the motion cloth
shows."""

NEVER_CARRIED = (Activity.SINGLE_LEG_STANCE, Activity.STEP_DOWN)
"""On one leg the pelvis leans once and far, up to 40 degrees, of which cloth shows half; nothing comes back to be
seen."""

CARRIED_GAIN_SIGMA = 0.05
"""Of clicks that the picture carries: skin moves over bone also where they were set."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """angle = offset_deg + gain * carrier, with the errors of both and of one click (deg)."""

    offset_deg: float
    gain: float
    offset_sigma_deg: float
    gain_sigma: float
    miss_deg: float


def locate_pelvic_line(
    footage: Footage,
    subject: Subject,
    rightward: int,
    clicks: tuple[Click, ...],
    carrier: PelvicLine | None = None,
    *,
    helpers: Mapping[Source, PelvicLine] = MappingProxyType({}),
) -> PelvicLine:
    """Angle of the clicked line in every frame, carried by a trusted line of another source or by the picture itself.

    rightward: +1 where the patient's right is image right, otherwise -1. Clicks are on the footage's clock; those off
    the person or out of the clip are left out. helpers: what the sources read, trusted or not. Reasons: E_CLICKS_BAD
    (none is usable), W_CLICKS_UNSTEADY (left-out clicks missed by over MAX_MISS_DEG); of clicks that only the picture
    carries W_CLICKS_FEW (fewer than MIN_CLICKS_TO_CARRY) and W_CLICKS_NOT_CARRIED (left-out clicks missed by more than
    their errors, or a test on one leg).

    NaN: where the carrier is.
    Source: docs/methods/pelvic_line.md (Sources).
    """
    body = follow_body(footage, subject, rightward)
    usable = sort_clicks(footage, body, clicks)
    frames = usable.frames
    if not usable.kept:
        return no_line(Source.CLICKS, body, "E_CLICKS_BAD")
    angles = np.array([_angle_deg(click) for click in usable.kept])
    noise_deg = np.array([_noise_deg(footage, click) for click in usable.kept])
    drawn = no_line(Source.CLICKS, body, "W_CLICKS_FEW", {"clicks": float(len(frames))})
    drawn = replace(
        drawn,
        centre_px=body.hips_px + np.median([middle_px(click) for click in usable.kept] - body.hips_px[frames], axis=0),
        half_width_px=np.full(len(body.seen), np.median([_length_px(click) for click in usable.kept]) / 2),
    )
    if carrier is not None and carrier.trusted and np.isfinite(carrier.angle_deg[frames]).all():
        return _calibrated(drawn, carrier, Clicked(frames, angles, noise_deg))
    if subject.activity in NEVER_CARRIED:
        return replace(drawn, reason="W_CLICKS_NOT_CARRIED")
    if len(np.unique(frames)) < MIN_CLICKS_TO_CARRY:
        return drawn
    return _carried(drawn, carry_points(footage, subject, body, Clicked(frames, angles, noise_deg), _lines_of(helpers)))


def _calibrated(drawn: PelvicLine, carrier: PelvicLine, clicked: Clicked) -> PelvicLine:
    """The clicked line as another source carries it."""
    fit = _calibrate(carrier, clicked.frames, clicked.angle_deg, clicked.noise_deg)
    is_steady = fit.miss_deg <= MAX_MISS_DEG
    return replace(
        drawn,
        angle_deg=fit.offset_deg + fit.gain * carrier.angle_deg,
        sigma_deg=carrier.sigma_deg,
        bias_sigma_deg=fit.offset_sigma_deg,
        gain_sigma=fit.gain_sigma,
        trusted=is_steady,
        reason=None if is_steady else "W_CLICKS_UNSTEADY",
        checks=drawn.checks | {"zero_deg": fit.offset_deg, "gain": fit.gain, "miss_deg": fit.miss_deg},
    )


def _carried(drawn: PelvicLine, carried: Carried) -> PelvicLine:
    """The clicked line as the picture carries it."""
    is_carried = carried.miss_z <= MAX_MISS_Z
    return replace(
        drawn,
        angle_deg=carried.angle_deg,
        sigma_deg=carried.sigma_deg,
        bias_sigma_deg=0.0,
        peak_sigma_deg=carried.peak_sigma_deg,
        gain_sigma=CARRIED_GAIN_SIGMA,
        trusted=is_carried,
        reason=None if is_carried else "W_CLICKS_NOT_CARRIED",
        checks=drawn.checks | {"miss_z": carried.miss_z, CARRIED_BY_PICTURE: 1.0},
    )


def _lines_of(helpers: Mapping[Source, PelvicLine]) -> tuple[PelvicLine | None, PelvicLine | None]:
    """The tilt reader, however sure it is, and a waistband that is trusted."""
    waistband = helpers.get(Source.WAISTBAND)
    return helpers.get(Source.SURFACE), waistband if waistband is not None and waistband.trusted else None


def _angle_deg(click: Click) -> float:
    across, down = np.subtract(click.right_xy_px, click.left_xy_px)
    return float(np.degrees(np.arctan2(down, abs(across))))


def _length_px(click: Click) -> float:
    return float(np.linalg.norm(np.subtract(click.right_xy_px, click.left_xy_px)))


def _noise_deg(footage: Footage, click: Click) -> float:
    """Usual error of the angle of one clicked line."""
    error_px = CLICK_ERROR_PX * footage.info.long_side_px / 1280
    return float(np.degrees(np.sqrt(2) * error_px / _length_px(click)))


def _calibrate(carrier: PelvicLine, frames: IntArray, angles: FloatArray, noise_deg: FloatArray) -> Calibration:
    carried = carrier.angle_deg[frames]
    prior_sigma = np.array([carrier.bias_sigma_deg, swing_gain_sigma(carrier)])
    # Counted from the carrier's mean, offset and gain hardly depend on each other: a wrong prior on the gain moves no
    # offset.
    centre = float(np.nanmean(carrier.angle_deg))
    miss = _miss_deg(carried - centre, angles - centre, noise_deg, prior_sigma)
    # From four clicks on they show their own scatter; it is never taken for less than half of what hands usually do,
    # for four points may agree by chance.
    if len(angles) >= 4:
        noise_deg = np.full(len(angles), max(miss, 0.5 * float(noise_deg.mean())))
    coefficients, spread = _regress(carried - centre, angles - centre, noise_deg, prior_sigma)
    zero, gain = coefficients.tolist()
    return Calibration(
        offset_deg=zero + centre * (1 - gain),
        gain=gain,
        offset_sigma_deg=float(spread[0]),
        gain_sigma=float(spread[1]),
        miss_deg=miss,
    )


def _regress(
    carried: FloatArray, clicked: FloatArray, noise_deg: FloatArray, prior_sigma: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Offset and gain of clicked on carried and their standard errors; without clicks 0 and 1 +- prior_sigma.

    The prior keeps one click from setting the gain; many clicks outweigh it.
    """
    design = np.stack([np.ones_like(carried), carried], axis=1) / noise_deg[:, None]
    precision = design.T @ design + np.diag(prior_sigma**-2.0)
    target = design.T @ (clicked / noise_deg) + np.array([0.0, prior_sigma[1] ** -2.0])
    covariance = np.linalg.inv(precision)
    return covariance @ target, np.sqrt(np.diag(covariance))


def _miss_deg(carried: FloatArray, clicked: FloatArray, noise_deg: FloatArray, prior_sigma: FloatArray) -> float:
    """Root mean square error of predicting each click from all the others; the usual click error when there are few."""
    if len(clicked) < 3:
        return float(noise_deg.mean())
    misses = []
    for left_out in range(len(clicked)):
        rest = np.arange(len(clicked)) != left_out
        (zero, gain), _ = _regress(carried[rest], clicked[rest], noise_deg[rest], prior_sigma)
        misses.append(zero + gain * carried[left_out] - clicked[left_out])
    return float(np.sqrt(np.mean(np.square(misses))))
