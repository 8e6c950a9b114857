"""Two reports of the same person -> did the drop change, or is the difference within measurement error?

Many true improvers will read "no detectable change": the mean effect of gait retraining is hardly larger than the
smallest detectable difference.
"""

import math
from dataclasses import dataclass

from gait.result.conventions import Side, ZeroReference
from gait.result.reference import MIN_CHANGE_DEG
from gait.result.result import Result, SideResult

LIKE_FOR_LIKE = ("source", "view", "activity")
USUAL_CADENCE_GAP_SPM = 6.0


@dataclass(frozen=True, slots=True)
class Change:
    """Later minus earlier, in degrees, with its 95 % interval; changed only beyond both error and 3 degrees."""

    value_deg: float
    ci95_deg: tuple[float, float]
    changed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """sides map to None where one of the two visits could not tell. differences names what was not alike."""

    sides: dict[Side, Change | None]
    differences: tuple[str, ...]

    @property
    def is_like_for_like(self) -> bool:
        return not self.differences


def compare_visits(earlier: Result, later: Result) -> Comparison:
    """Change of each side's drop. Nothing counts as changed between clips that were not made alike.

    Source: limit of 3 degrees from dingenen2018b; docs/methods/change.md.
    """
    differences = tuple(_differences(earlier, later))
    sides = {side: _change(earlier.sides[side], later.sides[side], alike=not differences) for side in Side}
    return Comparison(sides, differences)


def _differences(earlier: Result, later: Result) -> list[str]:
    found = [name for name in LIKE_FOR_LIKE if getattr(earlier, name) is not getattr(later, name)]
    if (earlier.zero_reference is ZeroReference.STANDING) != (later.zero_reference is ZeroReference.STANDING):
        found.append("zero")
    paces_spm = earlier.companions.cadence_spm, later.companions.cadence_spm
    if None not in paces_spm and abs(paces_spm[0] - paces_spm[1]) > USUAL_CADENCE_GAP_SPM:  # type: ignore[operator]
        found.append("cadence")
    return found


def _change(earlier: SideResult, later: SideResult, *, alike: bool) -> Change | None:
    halves_deg = earlier.half_width_deg, later.half_width_deg
    if earlier.pelvic_drop_deg is None or later.pelvic_drop_deg is None or None in halves_deg:
        return None
    value_deg = later.pelvic_drop_deg - earlier.pelvic_drop_deg
    half_deg = math.hypot(*halves_deg)  # type: ignore[arg-type]
    changed = alike and abs(value_deg) >= max(MIN_CHANGE_DEG, half_deg)
    return Change(value_deg, (value_deg - half_deg, value_deg + half_deg), changed)
