"""The surface source: the tilt reader over the whole clip, with two alarms that say when it is out of its depth.

Its own sigma and the spread of its answers over shifted, scaled and turned views are small on what it was
trained for and large on everything else (TILT_CARD.md). It never claims when either is large.
"""

import numpy as np

from gait.analysis.pelvis.body_frame import cut_views, follow_body, scale_motion, to_all_frames
from gait.analysis.pelvis.tilt_reader import VIEW_SIZE, read_tilt
from gait.analysis.terms.types import FloatArray, Footage, IntArray, PelvicLine, Subject
from gait.result.conventions import Activity, Source

VIEW_SPAN_TORSOS, VIEW_RAISED_TORSOS = 1.30, 0.08
"""Side of the view and height of its centre above the hips, in torso lengths, as in training."""

RUNNING_READ_HZ, READ_HZ = 30.0, 20.0
"""The pelvis moves slower than 6 Hz in walking and 10 Hz in running; more readings cost time and add nothing."""

MAX_SIGMA_DEG = 2.85
"""Median sigma above which the clip is unlike the training stills (rendered clips 2.0-2.8, real ones 4.4-8.7; of
eight rendered ones above it seven were more than 2 deg off)."""

MAX_SPREAD_DEG = 1.1
"""Spread over moved views above which the reader does not know where to look (rendered 0.4-1.0, real 1.3-4.2)."""

SPREAD_FRAMES = 12
"""Frames in which the moved views are read: eight more readings each."""
MOVED_VIEWS = (
    *((x, y, 1.0, 0.0) for x in (-0.06, 0.06) for y in (-0.06, 0.06)),
    (0.0, 0.0, 0.9, 0.0),
    (0.0, 0.0, 1.1, 0.0),
    (0.0, 0.0, 1.0, -5.0),
    (0.0, 0.0, 1.0, 5.0),
)
"""Right, down (torso lengths), zoom and turn (deg) of the views whose answers must agree."""

READER_FOLLOWS = 0.92
BIAS_SIGMA_DEG, GAIN_SIGMA = 0.70, 0.12
"""Amplitude that the reader usually shows of the true one (the reading is divided by it), its relative spread, and
the error that stays all clip long; all from clips outside the training."""

TYPICAL_SIGMA_DEG, FRAME_SHARE = 2.3, 0.45
"""The reader's usual own sigma, and how much of it changes within a clip rather than staying constant."""

HALF_WIDTH_TORSOS = 0.3
"""For drawing only."""


def locate_pelvic_line(footage: Footage, subject: Subject, rightward: int) -> PelvicLine:
    """Read the tilt of the pelvis in every frame with the tilt reader.

    Angle as PelvicLine says; NaN where no person was seen. trusted only while the reader's sigma and the
    spread over moved views are what they were on clips with known truth (reason W_SURFACE_UNSURE otherwise).

    Source: gain, errors and alarms measured on rendered clips outside the training, gait/weights/TILT_CARD.md.
    """
    body = follow_body(footage, subject, rightward)
    frames = body.frames(RUNNING_READ_HZ if subject.activity is Activity.RUNNING else READ_HZ)
    centre = body.hips_px - np.outer(body.torso_px, (0.0, VIEW_RAISED_TORSOS))
    span = VIEW_SPAN_TORSOS * body.torso_px
    angle, sigma = read_tilt(cut_views(footage, frames, centre[frames], span[frames], VIEW_SIZE))
    spread = _spread_deg(footage, frames, centre, span)
    typical_sigma = float(np.median(sigma)) if len(frames) else np.inf
    trusted = typical_sigma <= MAX_SIGMA_DEG and spread <= MAX_SPREAD_DEG
    return PelvicLine(
        source=Source.SURFACE,
        angle_deg=body.sign * to_all_frames(footage, frames, scale_motion(angle, 1 / READER_FOLLOWS)),
        sigma_deg=FRAME_SHARE * to_all_frames(footage, frames, sigma),
        bias_sigma_deg=BIAS_SIGMA_DEG * max(1.0, typical_sigma / TYPICAL_SIGMA_DEG),
        gain_sigma=GAIN_SIGMA,
        centre_px=centre,
        half_width_px=HALF_WIDTH_TORSOS * body.torso_px,
        trusted=trusted,
        reason=None if trusted else "W_SURFACE_UNSURE",
        checks={"sigma_deg": typical_sigma, "spread_deg": spread},
    )


def _spread_deg(footage: Footage, frames: IntArray, centre: FloatArray, span: FloatArray) -> float:
    """Root mean square spread of the answers over moved views of a few frames; infinite without frames."""
    if len(frames) == 0:
        return np.inf
    sample = frames[np.linspace(0, len(frames) - 1, min(SPREAD_FRAMES, len(frames))).astype(int)]
    answers = []
    for right, down, zoom, turn_deg in MOVED_VIEWS:
        shift = np.outer(span[sample] / VIEW_SPAN_TORSOS, (right, down))
        views = cut_views(footage, sample, centre[sample] + shift, span[sample] * zoom, VIEW_SIZE, turn_deg=turn_deg)
        answers.append(read_tilt(views)[0] - turn_deg)
    return float(np.sqrt(np.var(answers, axis=0).mean()))
