"""The clicks source: two pelvic points that a therapist marked in a few frames, carried through the clip.

Another source gives the motion between the clicked frames. All clicks together give its zero and its scale, by
a regression in which the carrying source counts with its own known errors: one click corrects the zero a
little, ten clicks the scale too. How badly left-out clicks are predicted by the others becomes the uncertainty.
"""

from dataclasses import dataclass

import numpy as np

from gait.analysis.pelvis.body_frame import follow_body
from gait.analysis.pelvis.no_line import no_line
from gait.analysis.pelvis.patch_follow import follow_patch
from gait.analysis.pelvis.usable_clicks import middle_px, sort_clicks
from gait.analysis.terms.types import Click, FloatArray, Footage, IntArray, PelvicLine, Subject
from gait.result.conventions import Source

CLICK_ERROR_PX = 1.5
"""Usual error of one clicked point, in pixels of a picture whose long side has 1280. In a picture 720 px wide that is
2.4 degrees on the back dimples, 0.9 on the ends of a waistband 130 px long."""

MAX_MISS_DEG = 4.0
"""Left-out clicks missed by more than this (rms) make the clicks untrustworthy."""

MIN_CLICKS_TO_CHECK = 3
"""Clicks needed to see whether the picture of the pelvis carries from one to the next."""


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
) -> PelvicLine:
    """Angle of the clicked line in every frame, carried by a trusted line of another source or by the patch itself.

    rightward: +1 where the patient's right is image right, otherwise -1. Clicks are on the footage's clock; those off
    the person or out of the clip are left out. Reasons: E_CLICKS_BAD (none is usable), W_CLICKS_FEW (too few to prove
    that the picture carries them), W_CLICKS_UNSTEADY (left-out clicks missed by over MAX_MISS_DEG).

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
    if carrier is None or not carrier.trusted or not np.isfinite(carrier.angle_deg[frames]).all():
        carrier = follow_patch(footage, body, frames, angles)
    fit = _calibrate(carrier, frames, angles, noise_deg)
    reason = _reason(carrier, fit, len(frames))
    return PelvicLine(
        source=Source.CLICKS,
        angle_deg=fit.offset_deg + fit.gain * carrier.angle_deg,
        sigma_deg=carrier.sigma_deg,
        bias_sigma_deg=fit.offset_sigma_deg,
        gain_sigma=fit.gain_sigma,
        centre_px=body.hips_px + np.median([middle_px(click) for click in usable.kept] - body.hips_px[frames], axis=0),
        half_width_px=np.full(len(body.seen), np.median([_length_px(click) for click in usable.kept]) / 2),
        trusted=reason is None,
        reason=reason,
        checks={
            "clicks": float(len(frames)),
            "zero_deg": fit.offset_deg,
            "gain": fit.gain,
            "miss_deg": fit.miss_deg,
        },
    )


def _reason(carrier: PelvicLine, fit: Calibration, clicks: int) -> str | None:
    """Why the clicked line cannot be trusted. Cloth that only the picture carries must prove itself at other clicks."""
    if carrier.source is Source.CLICKS and clicks < MIN_CLICKS_TO_CHECK:
        return "W_CLICKS_FEW"
    return None if carrier.trusted and fit.miss_deg <= MAX_MISS_DEG else "W_CLICKS_UNSTEADY"


def _angle_deg(click: Click) -> float:
    across, down = np.subtract(click.right_xy_px, click.left_xy_px)
    return float(np.degrees(np.arctan2(down, abs(across))))


def _length_px(click: Click) -> float:
    return float(np.linalg.norm(np.subtract(click.right_xy_px, click.left_xy_px)))


def _noise_deg(footage: Footage, click: Click) -> float:
    """Usual error of the angle of one clicked line."""
    error_px = CLICK_ERROR_PX * max(footage.info.height_px, footage.info.width_px) / 1280
    return float(np.degrees(np.sqrt(2) * error_px / _length_px(click)))


def _calibrate(carrier: PelvicLine, frames: IntArray, angles: FloatArray, noise_deg: FloatArray) -> Calibration:
    carried = carrier.angle_deg[frames]
    prior_sigma = np.array([carrier.bias_sigma_deg, carrier.gain_sigma])
    # Counted from the carrier's mean, offset and gain hardly depend on each other: a wrong prior on the gain moves no
    # offset.
    centre = float(np.nanmean(carrier.angle_deg))
    miss = carrier.checks.get("miss_deg", np.nan)
    if not np.isfinite(miss):
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
