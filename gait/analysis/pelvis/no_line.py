"""What a source says that found nothing to read."""

import numpy as np

from gait.analysis.pelvis.body_frame import BodyFrame
from gait.analysis.terms.types import PelvicLine
from gait.result.conventions import Source

HALF_WIDTH_TORSOS = 0.1
"""For drawing only."""


def no_line(source: Source, body: BodyFrame, reason: str, checks: dict[str, float] | None = None) -> PelvicLine:
    """A line of NaN with endless errors, untrusted for `reason` (a code of docs/codes.md)."""
    unknown = np.full(len(body.seen), np.nan)
    return PelvicLine(
        source=source,
        angle_deg=unknown,
        sigma_deg=unknown,
        bias_sigma_deg=np.inf,
        gain_sigma=np.inf,
        centre_px=body.hips_px,
        half_width_px=HALF_WIDTH_TORSOS * body.torso_px,
        trusted=False,
        reason=reason,
        checks=checks or {},
    )
