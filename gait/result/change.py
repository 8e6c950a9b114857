"""Two reports of the same person -> did the drop change, or is the difference within measurement error?

Many true improvers will read "no detectable change": the mean effect of gait retraining is hardly larger than the
smallest detectable difference.
"""

import math
from dataclasses import dataclass

from gait.result.conventions import Side, ZeroReference
from gait.result.reference import MIN_CHANGE_DEG
from gait.result.result import Result

LIKE_FOR_LIKE = ("source", "view", "activity", "has_walking_aid", "is_pace_doubted")
USUAL_CADENCE_GAP_SPM = 6.0

_Value = tuple[float | None, float | None]
"""A value and the half of its 95 % interval, degrees."""


@dataclass(frozen=True, slots=True)
class Change:
    """Later minus earlier, in degrees, with its 95 % interval; changed only beyond both error and 3 degrees."""

    value_deg: float
    ci95_deg: tuple[float, float]
    changed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """None where one of the two visits could not tell. differences names what was not alike."""

    sides: dict[Side, Change | None]
    excursion: Change | None
    differences: tuple[str, ...]

    @property
    def is_like_for_like(self) -> bool:
        return not self.differences


def compare_visits(earlier: Result, later: Result) -> Comparison:
    """Change of each side's drop and of the excursion. Nothing counts as changed between clips not made alike.

    The excursion is free of zero, so it may be compared where the two visits count from different zeros, and where one
    is of confidence C for want of a zero alone.

    Source: limit of 3 degrees from dingenen2018b; docs/methods/change.md.
    """
    differences = tuple(_differences(earlier, later))
    sides = {side: _change(_drop(earlier, side), _drop(later, side), alike=not differences) for side in Side}
    swing_alike = not set(differences) - ({"zero", "confidence"} if lack_only_zero(earlier, later) else {"zero"})
    return Comparison(sides, _change(_swing(earlier), _swing(later), alike=swing_alike), differences)


def lack_only_zero(earlier: Result, later: Result) -> bool:
    """Those of the two that are of confidence C are so for want of a zero alone; true where neither is."""
    return all(found.is_graded or found.lacks_only_zero for found in (earlier, later))


def _drop(found: Result, side: Side) -> _Value:
    return found.sides[side].pelvic_drop_deg, found.sides[side].half_width_deg


def _swing(found: Result) -> _Value:
    return found.excursion.value_deg, found.excursion.half_width_deg


def _differences(earlier: Result, later: Result) -> list[str]:
    found = [name for name in LIKE_FOR_LIKE if getattr(earlier, name) != getattr(later, name)]
    if (earlier.zero_reference is ZeroReference.STANDING) != (later.zero_reference is ZeroReference.STANDING):
        found.append("zero")
    paces_spm = earlier.companions.cadence_spm, later.companions.cadence_spm
    if None not in paces_spm and abs(paces_spm[0] - paces_spm[1]) > USUAL_CADENCE_GAP_SPM:  # type: ignore[operator]
        found.append("cadence")
    if not (earlier.is_graded and later.is_graded):
        found.append("confidence")
    return found


def _change(earlier: _Value, later: _Value, *, alike: bool) -> Change | None:
    (then_deg, then_half_deg), (now_deg, now_half_deg) = earlier, later
    if then_deg is None or now_deg is None or then_half_deg is None or now_half_deg is None:
        return None
    value_deg = now_deg - then_deg
    half_deg = math.hypot(then_half_deg, now_half_deg)
    changed = alike and abs(value_deg) >= max(MIN_CHANGE_DEG, half_deg)
    return Change(value_deg, (value_deg - half_deg, value_deg + half_deg), changed)
