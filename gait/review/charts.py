"""The numbers behind the tables and pictures of a result. No database, no numpy, no colours."""

from dataclasses import dataclass

from gait.result.codes import CODES
from gait.result.conventions import Side
from gait.result.reference import Band
from gait.result.result import Result, SideResult, Stance

SCALE_DEG = (-4.0, 16.0)


@dataclass(frozen=True, slots=True)
class StanceRow:
    """One line of the stance table. drop_deg is None where the stance was left out before it was measured.

    can_count: a person may take the stance back in; one in which nobody marked a picture by hand has nothing to count.
    """

    number: int
    side: Side
    initial_contact_s: float
    toe_off_s: float
    peak_drop_deg: float | None
    peak_s: float | None
    is_used: bool
    can_count: bool
    reason: str

    @property
    def middle_s(self) -> float:
        """Names the stance in an edit; a moved contact does not lose it."""
        return (self.initial_contact_s + self.toe_off_s) / 2


def stance_rows(found: Result) -> list[StanceRow]:
    """Stances in the order of the walk, counted per side."""
    counts = dict.fromkeys(Side, 0)
    rows = []
    for stance in found.stances_in_order:
        counts[stance.side] += 1
        rows.append(
            StanceRow(
                number=counts[stance.side],
                side=stance.side,
                initial_contact_s=stance.initial_contact_s,
                toe_off_s=stance.toe_off_s,
                peak_drop_deg=stance.peak_drop_deg,
                peak_s=stance.peak_s,
                is_used=stance.used,
                can_count=stance.reason != "S_NOT_MARKED",
                reason=reason_sentence(stance.reason),
            )
        )
    return rows


def reason_sentence(code: str | None) -> str:
    if not code:
        return ""
    return CODES[code].message if code in CODES else code


def key_frame_stances(found: Result) -> list[Stance]:
    """The stance behind each key frame, left before right; sides without a measured stance are left out."""
    return [
        stance
        for side in Side
        for stance in found.stances
        if stance.side is side and stance.used and stance.peak_s is not None and stance.peak_s == found.key_frames[side]
    ]


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """A value, its interval and the reference (one SD around its mean), in per cent of the width of the scale."""

    value_pct: float
    low_pct: float
    width_pct: float
    reference_low_pct: float
    reference_width_pct: float
    reference_says: str
    zero_pct: float
    ticks: tuple[tuple[float, int], ...]


def interval_bar(own: SideResult, reference: Band) -> IntervalBar | None:
    """Both sides share one scale, so that their bars can be compared by eye; a wild value stays at its edge."""
    if own.pelvic_drop_deg is None or own.ci95_deg is None:
        return None
    low, high = (_scale_pct(deg) for deg in own.ci95_deg)
    reference_low, reference_high = _scale_pct(reference.at_z(-1)), _scale_pct(reference.at_z(1))
    return IntervalBar(
        value_pct=_scale_pct(own.pelvic_drop_deg),
        low_pct=low,
        width_pct=round(high - low, 2),
        reference_low_pct=reference_low,
        reference_width_pct=round(reference_high - reference_low, 2),
        reference_says=f"reference {reference.mean_deg:.1f}° ± {reference.sd_deg:.1f}°",
        zero_pct=_scale_pct(0),
        ticks=tuple((_scale_pct(deg), deg) for deg in range(0, int(SCALE_DEG[1]), 5)),
    )


def _scale_pct(deg: float) -> float:
    low, high = SCALE_DEG
    return round((min(max(deg, low), high) - low) / (high - low) * 100, 2)
