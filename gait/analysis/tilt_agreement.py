"""How far the tilt reader agrees with stickers and clicks on clips that have both: may it become a full source?

Every run keeps what the tilt reader said beside the line that was chosen. A clip measured with stickers or a
therapist's clicks is therefore a label, and a clinic's own clips can promote the reader: five or more clips, all side
means within two degrees (gait/weights/TILT_CARD.md).
"""

from dataclasses import dataclass, replace

import numpy as np

from gait.analysis.conclude import conclude
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import Hints, PelvicLine
from gait.result.conventions import Side, Source

MIN_CLIPS, WITHIN_DEG = 5, 2.0
"""The rule under which the reader becomes a full source; a decision (docs/methods/pelvic_line.md, Choosing)."""
REFERENCES = (Source.CLICKS, Source.MARKERS)
MIN_FRAMES_IN_COMMON = 30
"""Half a second to a second; less shows no more than one drop, and no slope."""


@dataclass(frozen=True, slots=True)
class ClipAgreement:
    """Reader against reference in one clip. bias_deg and rmse_deg are over the frames that both know; slope is the
    reader's amplitude for one degree of the reference; side_errors_deg are differences of mean drops, reader minus
    reference, of the sides that both can tell.
    """

    reference: Source
    frames: int
    bias_deg: float
    slope: float
    rmse_deg: float
    side_errors_deg: dict[Side, float]


@dataclass(frozen=True, slots=True)
class Agreement:
    """All clips together; NaN without any."""

    clips: int
    bias_deg: float
    slope: float
    rmse_deg: float
    sides: int
    sides_within: int

    @property
    def promotes(self) -> bool:
        """Five or more clips, and every side mean within two degrees."""
        return self.clips >= MIN_CLIPS and self.sides > 0 and self.sides_within == self.sides


def agreement_of_clip(readings: Readings, hints: Hints) -> ClipAgreement | None:
    """Reader minus reference in one clip, degrees; clicks go before stickers.

    None for a clip without a reader's trace, without trusted stickers or clicks to hold it against, or with fewer than
    MIN_FRAMES_IN_COMMON frames that both know.
    NaN: the slope of a reference that does not move.
    Source: docs/methods/pelvic_line.md (Choosing).
    """
    reader = readings.sources.get(Source.SURFACE)
    trusted = [readings.sources[s] for s in REFERENCES if s in readings.sources and readings.sources[s].trusted]
    if reader is None or not trusted:
        return None
    reference = trusted[0]
    both = np.isfinite(reader.angle_deg) & np.isfinite(reference.angle_deg)
    if both.sum() < MIN_FRAMES_IN_COMMON:
        return None
    read_deg, true_deg = reader.angle_deg[both], reference.angle_deg[both]
    moving = true_deg - true_deg.mean()
    power = float((moving**2).mean())
    return ClipAgreement(
        reference=reference.source,
        frames=int(both.sum()),
        bias_deg=float((read_deg - true_deg).mean()),
        slope=float((moving * read_deg).mean()) / power if power > 0 else float("nan"),
        rmse_deg=float(np.sqrt(((read_deg - true_deg) ** 2).mean())),
        side_errors_deg=_side_errors_deg(readings, hints, reader, reference),
    )


def agreement(clips: list[ClipAgreement]) -> Agreement:
    """All clips together: means over clips, and how many side means lie within WITHIN_DEG; NaN means without clips."""
    errors_deg = [abs(error) for clip in clips for error in clip.side_errors_deg.values()]
    return Agreement(
        clips=len(clips),
        bias_deg=_mean([clip.bias_deg for clip in clips]),
        slope=_mean([clip.slope for clip in clips]),
        rmse_deg=_mean([clip.rmse_deg for clip in clips]),
        sides=len(errors_deg),
        sides_within=sum(error <= WITHIN_DEG for error in errors_deg),
    )


def _side_errors_deg(readings: Readings, hints: Hints, reader: PelvicLine, reference: PelvicLine) -> dict[Side, float]:
    """Both lines go through the same steps, with the same zero for both where nobody stands still."""
    read, true = (conclude(replace(readings, line=replace(line, trusted=True)), hints) for line in (reader, reference))
    pairs = {side: (read.sides[side].pelvic_drop_deg, true.sides[side].pelvic_drop_deg) for side in Side}
    return {side: one - other for side, (one, other) in pairs.items() if one is not None and other is not None}


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
