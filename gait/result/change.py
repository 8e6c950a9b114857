"""Two reports of the same person -> did the drop change, or is the difference within measurement error?

Works on the JSON of the results (report.py), which is what is kept. Many true improvers will read "no detectable
change": the mean effect of gait retraining is hardly larger than the smallest detectable difference.
"""

import math
from dataclasses import dataclass
from typing import Any

from gait.result.conventions import Side
from gait.result.reference import LEAST_CHANGE_DEG

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


def compare_visits(earlier: dict[str, Any], later: dict[str, Any]) -> Comparison:
    """Change of each side's drop. Nothing counts as changed between clips that were not made alike."""
    differences = tuple(_differences(earlier, later))
    sides = {
        side: _change(earlier["sides"][side.value], later["sides"][side.value], alike=not differences) for side in Side
    }
    return Comparison(sides, differences)


def _differences(earlier: dict[str, Any], later: dict[str, Any]) -> list[str]:
    found = [name for name in LIKE_FOR_LIKE if earlier[name] != later[name]]
    if (earlier["zero"]["reference"] == "standing") != (later["zero"]["reference"] == "standing"):
        found.append("zero")
    paces = [report["companions"]["cadence_spm"] for report in (earlier, later)]
    if None not in paces and abs(paces[0] - paces[1]) > USUAL_CADENCE_GAP_SPM:
        found.append("cadence")
    return found


def _change(earlier: dict[str, Any], later: dict[str, Any], *, alike: bool) -> Change | None:
    if earlier["pelvic_drop_deg"] is None or later["pelvic_drop_deg"] is None:
        return None
    value_deg = later["pelvic_drop_deg"] - earlier["pelvic_drop_deg"]
    half_deg = math.hypot(*((side["ci95_deg"][1] - side["ci95_deg"][0]) / 2 for side in (earlier, later)))
    changed = alike and abs(value_deg) >= max(LEAST_CHANGE_DEG, half_deg)
    return Change(value_deg, (value_deg - half_deg, value_deg + half_deg), changed)
