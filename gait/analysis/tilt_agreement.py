"""How far the tilt reader agrees with what a person or stickers showed in the same clip.

Every run keeps what the tilt reader said beside the line that was chosen. A clip with stickers, or with points that a
person marked on bone, is therefore a label; a clinic's labels together make its own calibration (tilt_calibration.py).
"""

from dataclasses import dataclass, replace

import numpy as np

from gait.analysis.conclude import conclude
from gait.analysis.corrections.by_hand import settled_by_points, with_points
from gait.analysis.corrections.settle import settle
from gait.analysis.pelvis.choose import reader_alone
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import Hints, PelvicLine
from gait.result.conventions import Side, Source

MIN_FRAMES_IN_COMMON = 30
"""Half a second to a second of stickers; less shows no more than one drop, and no slope."""
MIN_MARKED_FRAMES = 4
"""Pictures marked by a person: as many as are needed to carry a line (pelvis/carry_points.py)."""


@dataclass(frozen=True, slots=True)
class ClipAgreement:
    """Reader against reference in one clip. bias_deg and rmse_deg are over the frames that both know; slope is the
    reader's amplitude for one degree of the reference. side_errors_deg: mean drop by the reader minus that by the
    reference, of the sides that both can tell; half_widths_deg: half of the reader's own 95 % interval there.
    is_sure: no alarm of the reader rang, so that alone it would have been believed.
    """

    reference: Source
    frames: int
    bias_deg: float
    slope: float
    rmse_deg: float
    side_errors_deg: dict[Side, float]
    half_widths_deg: dict[Side, float]
    is_sure: bool

    @property
    def sides_covered(self) -> int:
        """Sides on which the reader's own interval holds what the reference says."""
        return sum(abs(error) <= self.half_widths_deg[side] for side, error in self.side_errors_deg.items())


def agreement_of_clip(readings: Readings, hints: Hints) -> ClipAgreement | None:
    """Reader minus reference in one clip, degrees; points on bone go before stickers.

    Points count in the marked frames only, and their sides are those of a measurement by hand: between the frames the
    reader itself may have carried them.
    None for a clip without a reader's trace, without trusted stickers or points on bone to hold it against, or with
    fewer than MIN_FRAMES_IN_COMMON frames (MIN_MARKED_FRAMES of points) that both know.
    NaN: the slope of a reference that does not move.
    Source: docs/methods/pelvic_line.md (A clinic's own calibration).
    """
    reader = readings.sources.get(Source.SURFACE)
    if reader is None:
        return None
    marked = _marked(readings, hints)
    stickers = readings.sources.get(Source.MARKERS)
    for reference, least in ((marked, MIN_MARKED_FRAMES), (stickers, MIN_FRAMES_IN_COMMON)):
        if reference is None or not reference.trusted:
            continue
        both = np.isfinite(reader.angle_deg) & np.isfinite(reference.angle_deg)
        if both.sum() >= least:
            return _agreement(readings, hints, reader_alone(reader), reference)
    return None


def _marked(readings: Readings, hints: Hints) -> PelvicLine | None:
    """The points of a person as a line, NaN between the marked frames; on a belt or a hem they show cloth, not bone."""
    if not hints.clicks or not hints.marks_bone:
        return None
    return with_points(readings, settled_by_points(settle(readings.info, hints))).line


def _agreement(readings: Readings, hints: Hints, reader: PelvicLine, reference: PelvicLine) -> ClipAgreement:
    both = np.isfinite(reader.angle_deg) & np.isfinite(reference.angle_deg)
    read_deg, true_deg = reader.angle_deg[both], reference.angle_deg[both]
    moving = true_deg - true_deg.mean()
    power = float((moving**2).mean())
    errors_deg, half_widths_deg = _sides_deg(readings, hints, reader, reference)
    return ClipAgreement(
        reference=reference.source,
        frames=int(both.sum()),
        bias_deg=float((read_deg - true_deg).mean()),
        slope=float((moving * read_deg).mean()) / power if power > 0 else float("nan"),
        rmse_deg=float(np.sqrt(((read_deg - true_deg) ** 2).mean())),
        side_errors_deg=errors_deg,
        half_widths_deg=half_widths_deg,
        is_sure=reader.trusted,
    )


def _sides_deg(
    readings: Readings, hints: Hints, reader: PelvicLine, reference: PelvicLine
) -> tuple[dict[Side, float], dict[Side, float]]:
    """Errors and half-widths: both lines go through the same steps, with the same zero where nobody stands still."""
    said_nothing = replace(hints, clicks=(), source=None, reader_calibration=None)
    by_reference = replace(hints, source=Source.BY_HAND) if reference.source is Source.BY_HAND else said_nothing
    read = conclude(replace(readings, line=replace(reader, trusted=True)), said_nothing).sides
    true = conclude(replace(readings, line=reference), by_reference).sides
    errors_deg, half_widths_deg = {}, {}
    for side in Side:
        one, other, half = read[side].pelvic_drop_deg, true[side].pelvic_drop_deg, read[side].half_width_deg
        if one is not None and other is not None and half is not None:
            errors_deg[side], half_widths_deg[side] = one - other, half
    return errors_deg, half_widths_deg
