"""Two sources of one clip: does one bear the other out, contradict it, or see the same motion at another level?

Lines (n,) in degrees of PelvicLine, over the same frames. standing (n,): frames of quiet standing, from which each
counts (blend.compare). NaN: frames that one of the two does not know do not count; without any in common nothing
agrees and nothing contradicts. Source of every limit: docs/methods/pelvic_line.md (Choosing).
"""

import numpy as np

from gait.analysis.pelvis.blend import behind_deg, compare
from gait.analysis.terms.types import BoolArray, PelvicLine
from gait.result.conventions import Source
from gait.result.intervals import Z95

AGREE_DEG, AGREE_SHARE = 2.0, 0.3
"""Waistband and tilt reader closer than this (rms) held in all clips with known truth; so did this share of motions
so large that the two gains alone make up the difference."""

DOUBT_DEG = 3.0
"""A witness further away than this (rms) contradicts."""

SEES_MORE_RATIO, SEES_MORE_DEG = 1.4, 1.2
"""A tilt reader out of its depth shows less motion than there is. One that shows more than the cloth does by both of
these (standard deviations over the clip) shows that the cloth hangs loose."""

ALIKE, ALIKE_MOTION_DEG = 0.93, 1.5
"""Correlation from which two lines show one motion, and the least of it (standard deviations over the clip). Belts and
stickers that hang askew on a pelvis: 0.95 to 0.99 with the reader. Jumpers, late skirts and belts, hems that follow the
trunk, dots on a shirt: up to 0.92."""

MAX_BEHIND_DEG = 25.0
"""A fourteenth of a stride. Belts and jumpers that follow 130 to 150 ms late: 34 to 75 degrees in the clips tried. True
waistbands and stickers come up to 31 degrees before the reader and at most 18 behind it, which was one picture of a
runner at 30 a second."""


def witnesses_of(line: PelvicLine, sources: dict[Source, PelvicLine]) -> list[PelvicLine]:
    """The other sources that may speak against this one: those that are trusted, and the tilt reader in any case."""
    others = [sources[source] for source in (Source.MARKERS, Source.WAISTBAND, Source.SURFACE) if source in sources]
    return [
        other
        for other in others
        if other.source is not line.source
        and (other.trusted or other.source is Source.SURFACE)
        and np.isfinite(other.angle_deg).any()
    ]


def agree(line: PelvicLine, other: PelvicLine, standing: BoolArray | None) -> bool:
    """Does the other run so near, and not before this line, that the two bear each other out?"""
    motion_deg = float(np.nanstd(line.angle_deg))
    is_near = compare(line, other, standing).rms_deg < max(AGREE_DEG, AGREE_SHARE * motion_deg)
    return is_near and not comes_late(other, line)


def contradicts(witness: PelvicLine, line: PelvicLine, standing: BoolArray | None) -> bool:
    """Does the witness run elsewhere, show far more motion than this line, or show it earlier?"""
    apart_deg = compare(line, witness, standing).rms_deg
    runs_elsewhere = bool(np.isfinite(apart_deg) and apart_deg > DOUBT_DEG)
    return runs_elsewhere or sees_more(witness, line) or comes_late(witness, line)


def is_within_own_error(witness: PelvicLine, line: PelvicLine, standing: BoolArray | None) -> bool:
    """Is a witness that is unsure of itself no further from this line than its own 95 % error? Then it may run as far
    from a line that is true.
    """
    own_deg = float(np.hypot(np.nanmedian(witness.sigma_deg), witness.bias_sigma_deg))
    return not witness.trusted and compare(line, witness, standing).rms_deg < Z95 * own_deg


def comes_late(witness: PelvicLine, line: PelvicLine) -> bool:
    """Does this line swing after the pelvis, as loose cloth does? Without motion there is no after."""
    both = np.isfinite(witness.angle_deg) & np.isfinite(line.angle_deg)
    if not both.any() or min(witness.angle_deg[both].std(), line.angle_deg[both].std()) < ALIKE_MOTION_DEG:
        return False
    return behind_deg(line, witness) > MAX_BEHIND_DEG


def sees_more(witness: PelvicLine, line: PelvicLine) -> bool:
    """Does the witness see far more motion than this line shows?"""
    both = np.isfinite(witness.angle_deg) & np.isfinite(line.angle_deg)
    if not both.any():
        return False
    seen_deg, shown_deg = float(witness.angle_deg[both].std()), float(line.angle_deg[both].std())
    return seen_deg > max(SEES_MORE_RATIO * shown_deg, SEES_MORE_DEG + shown_deg)


def moves_alike(witness: PelvicLine, line: PelvicLine) -> bool:
    """Do the two show one motion, which is more than chance and noise, so that only a constant lies between them?"""
    both = np.isfinite(witness.angle_deg) & np.isfinite(line.angle_deg)
    seen, shown = witness.angle_deg[both], line.angle_deg[both]
    smaller_deg, larger_deg = sorted((float(seen.std()), float(shown.std())))
    if smaller_deg < ALIKE_MOTION_DEG or larger_deg > SEES_MORE_RATIO * smaller_deg or comes_late(witness, line):
        return False
    return float(np.corrcoef(seen, shown)[0, 1]) > ALIKE
