"""The numbers behind the tables and pictures of a result. No database, no numpy, no colours."""

from dataclasses import dataclass
from typing import Any

from gait.analysis.codes import CODES
from gait.analysis.conventions import Side

SCALE_DEG = (-4.0, 16.0)


@dataclass(frozen=True, slots=True)
class StanceRow:
    """One line of the stance table. drop_deg is None where the stance was left out before it was measured."""

    number: int
    side: Side
    initial_contact_s: float
    toe_off_s: float
    peak_drop_deg: float | None
    peak_s: float | None
    is_used: bool
    reason: str


def stance_rows(result: dict[str, Any]) -> list[StanceRow]:
    """Stances in the order of the walk, counted per side."""
    counts = dict.fromkeys(Side, 0)
    rows = []
    for stance in sorted(result["stances"], key=lambda each: each["initial_contact_s"]):
        side = Side(stance["side"])
        counts[side] += 1
        rows.append(
            StanceRow(
                number=counts[side],
                side=side,
                initial_contact_s=stance["initial_contact_s"],
                toe_off_s=stance["toe_off_s"],
                peak_drop_deg=stance["peak_drop_deg"],
                peak_s=stance["peak_s"],
                is_used=stance["used"],
                reason=reason_sentence(stance["reason"]),
            )
        )
    return rows


def reason_sentence(code: str | None) -> str:
    if not code:
        return ""
    return CODES[code].message if code in CODES else code


def worst_stance(result: dict[str, Any], side: Side) -> dict[str, Any] | None:
    """The used stance with the largest drop: the picture that goes with the number."""
    used = [each for each in result["stances"] if each["side"] == side and each["used"]]
    return max(used, key=lambda each: each["peak_drop_deg"], default=None)


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """A value with its interval on a scale of degrees, in per cent of the width of the scale."""

    value_pct: float
    low_pct: float
    width_pct: float
    zero_pct: float
    ticks: tuple[tuple[float, int], ...]


def interval_bar(values: dict[str, Any]) -> IntervalBar | None:
    """Both sides share one scale, so that their bars can be compared by eye; a wild value stays at its edge."""
    if values["pelvic_drop_deg"] is None or not values.get("ci95_deg"):
        return None
    low, high = (_scale_pct(deg) for deg in values["ci95_deg"])
    return IntervalBar(
        value_pct=_scale_pct(values["pelvic_drop_deg"]),
        low_pct=low,
        width_pct=round(high - low, 2),
        zero_pct=_scale_pct(0),
        ticks=tuple((_scale_pct(deg), deg) for deg in range(0, int(SCALE_DEG[1]), 5)),
    )


def _scale_pct(deg: float) -> float:
    low, high = SCALE_DEG
    return round((min(max(deg, low), high) - low) / (high - low) * 100, 2)
