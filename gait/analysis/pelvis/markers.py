"""The markers source: two stickers or tape dots of any bright colour, found without help and followed.

A pair is claimed only when it is salient, keeps its distance, moves with the body and is there most of the
time; two lights, logos or skin spots fail at least one of these. Claiming marks where none are would be the
worst error of all sources, so the limits are strict.
"""

from dataclasses import dataclass

import numpy as np

from gait.analysis.curves.filtering import low_pass
from gait.analysis.pelvis.body_frame import BodyFrame, bridge, follow_body, to_all_frames
from gait.analysis.pelvis.dot_follow import follow_pair
from gait.analysis.pelvis.dot_pair import DotPair, choose_pair
from gait.analysis.pelvis.dots import find_dots, lab_window
from gait.analysis.pelvis.no_line import no_line
from gait.analysis.terms.types import FloatArray, Footage, IntArray, PelvicLine, Subject
from gait.result.conventions import Source

SAMPLE_FRAMES = 40
"""Frames, spread over the clip, in which the pair is looked for; all spots of each are paired, which takes time."""
FOLLOW_HZ = 60.0
"""Six times what is left of a runner's pelvis after the low-pass; more pictures cost time and add nothing."""

MIN_PAIR_SALIENCY, MIN_PAIR_ALONE = 12.0, 6.0
"""Of the less striking one (dots.Dots). Corners of hems and waistbands, which keep level, keep their distance and go
with the body, have up to 22 and -3; balls of 14 mm on skin 13 and 9, on the edge of shorts 32 and 13."""
BOLD_ALONE = 20.0
"""From here a pair is bold: a button or a mole seldom is. A fainter one must be there more surely, and steadier."""
MAX_WIDTH_SCATTER = 0.07
MIN_CARRIED_SHARE = 0.5
"""Scatter of the width, and how much of the body's own motion the pair makes."""


@dataclass(frozen=True, slots=True)
class _Steadiness:
    """Limits of a true pair: share of sample frames and of all frames that show it, frame-to-frame noise."""

    samples: float
    followed: float
    jitter_deg: float


BOLD, FAINT = _Steadiness(0.6, 0.6, 2.0), _Steadiness(0.8, 0.8, 1.0)

STILL_TORSOS = 0.01
"""Hips that move less than this in the picture show nothing of what moves with them."""
JITTER_CUTOFF_HZ = 10.0
"""What is faster than the pelvis of a runner is noise of the reading."""
BIAS_SIGMA_DEG, GAIN_SIGMA = 0.6, 0.04
"""Hand-placed marks: about 1 mm each over 9 cm; skin moves a little over the bone."""


def locate_pelvic_line(footage: Footage, subject: Subject, rightward: int) -> PelvicLine:
    """Angle of the line through the two marks, frame by frame.

    Reasons: W_MARKERS_NOT_FOUND (no pair stands out), W_MARKERS_LOST (one was found and fails a check).

    NaN: while a mark is hidden for longer than 100 ms.
    Source: errors measured on rendered clips, docs/methods/pelvic_line.md (Sources); slope 0.91 to 0.95 there, which is
    not made up for, since skin moves over bone in people too.
    """
    body = follow_body(footage, subject, rightward)
    frames = body.frames(FOLLOW_HZ)
    if len(frames) < 4:
        return no_line(Source.MARKERS, body, "W_MARKERS_NOT_FOUND")
    sample = frames[np.linspace(0, len(frames) - 1, min(SAMPLE_FRAMES, len(frames))).astype(int)]
    pair = choose_pair([find_dots(lab_window(footage, body, frame)) for frame in sample])
    limits = None if pair is None else _limits(pair)
    if pair is None or limits is None:
        checks = None if pair is None else {"share": pair.share, "saliency": pair.saliency, "alone": pair.alone}
        return no_line(Source.MARKERS, body, "W_MARKERS_NOT_FOUND", checks)
    marks = follow_pair(footage, body, frames, pair)
    gap = marks[:, 1] - marks[:, 0]
    angle = np.degrees(np.arctan2(gap[:, 1], gap[:, 0]))
    checks = _checks(body, frames, pair, marks, angle)
    trusted = (
        checks["followed"] >= limits.followed
        and checks["width_scatter"] <= MAX_WIDTH_SCATTER
        and checks["jitter_deg"] <= limits.jitter_deg
        and checks["carried"] >= MIN_CARRIED_SHARE
    )
    found = np.isfinite(angle)
    across, down = marks[found].mean(axis=1).T
    middle = np.stack([to_all_frames(footage, frames[found], values) for values in (across, down)], axis=1)
    return PelvicLine(
        source=Source.MARKERS,
        angle_deg=body.sign * to_all_frames(footage, frames[found], angle[found]),
        # A coder that smooths leaves no jitter; no pair is taken to be read better than to 0.2 degrees.
        sigma_deg=np.full(len(footage.time_s), max(0.2, checks["jitter_deg"])),
        bias_sigma_deg=BIAS_SIGMA_DEG,
        gain_sigma=GAIN_SIGMA,
        centre_px=body.hips_px + body.torso_px[:, None] * middle,
        half_width_px=body.torso_px * float(np.nanmedian(np.linalg.norm(gap, axis=1))) / 2,
        trusted=trusted,
        reason=None if trusted else "W_MARKERS_LOST",
        checks=checks,
    )


def _limits(pair: DotPair) -> _Steadiness | None:
    """What the pair must keep to be trusted; None where it does not stand out, or is seen too seldom."""
    limits = BOLD if pair.alone >= BOLD_ALONE else FAINT
    stands_out = pair.saliency >= MIN_PAIR_SALIENCY and pair.alone >= MIN_PAIR_ALONE
    return limits if stands_out and pair.share >= limits.samples else None


def _checks(body: BodyFrame, frames: IntArray, pair: DotPair, marks: FloatArray, angle: FloatArray) -> dict[str, float]:
    found = np.isfinite(angle)
    if found.sum() < 4:
        return {"followed": 0.0, "width_scatter": np.inf, "jitter_deg": np.inf, "carried": 0.0}
    width = np.linalg.norm(marks[found, 1] - marks[found, 0], axis=1)
    smooth = low_pass(bridge(angle), min(body.frame_rate_hz, FOLLOW_HZ), JITTER_CUTOFF_HZ)
    return {
        "followed": float(found.mean()),
        "width_scatter": float(np.std(width) / np.median(width)),
        "jitter_deg": float(np.sqrt(np.nanmean((angle - smooth)[found] ** 2))),
        "carried": _carried(body, frames[found], marks[found].mean(axis=1)),
        "share": pair.share,
        "saliency": pair.saliency,
        "alone": pair.alone,
        "width_torsos": float(np.median(width)),
    }


def _carried(body: BodyFrame, frames: IntArray, middle: FloatArray) -> float:
    """Share of the hips' motion in the picture that the marks make; 1 when the hips hardly move.

    Lights and posters behind the person stay where they are (0) whatever the hips do.
    """
    hips = body.hips_px[frames] / body.torso_px[frames, None]
    moved = hips - hips.mean(axis=0)
    if np.sqrt((moved**2).sum(axis=1).mean()) < STILL_TORSOS:
        return 1.0
    marks = hips + middle
    return float((moved * (marks - marks.mean(axis=0))).sum() / (moved**2).sum())
