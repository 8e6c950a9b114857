"""What two legs' strength says: force in newtons, torque where the lever is known, the difference between the sides.

Forces in different positions are not compared: side-lying reads 27 to 30 % above supine or standing (clinical source
S95, PMC6101381). The target of at least 90 % of the stronger leg is a convention, not a measured limit.
"""

from dataclasses import dataclass

NEWTONS_PER = {"N": 1.0, "kg": 9.80665, "lb": 4.4482216}
ALIKE_PCT = 10.0
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class SideDifference:
    """How much weaker the weaker leg is, in per cent of the stronger one; weaker is "" when both are the same."""

    weaker: str
    percent: float

    @property
    def is_alike(self) -> bool:
        return self.percent <= ALIKE_PCT


def force_n(value: float, unit: str) -> float | None:
    """None for MMT, whose grades are no force."""
    return value * NEWTONS_PER[unit] if unit in NEWTONS_PER else None


def torque_nm(value: float, unit: str, lever_arm_cm: float | None) -> float | None:
    force = force_n(value, unit)
    return None if force is None or not lever_arm_cm else force * lever_arm_cm / 100


def side_difference(left: float | None, right: float | None) -> SideDifference | None:
    """None where a leg was not tested or neither could push."""
    if left is None or right is None or max(left, right) <= 0:
        return None
    weaker = "" if left == right else "left" if left < right else "right"
    return SideDifference(weaker, 100 * abs(left - right) / max(left, right))


def difference_in_words(difference: SideDifference | None) -> str:
    if difference is None:
        return "Sides not compared."
    percent = f"{difference.percent:.0f}{NBSP}%"
    if difference.is_alike:
        return f"Sides alike ({percent}; up to {ALIKE_PCT:.0f}{NBSP}% is)."
    return f"{difference.weaker.capitalize()} {percent} weaker."


def grades_in_words(left: float | None, right: float | None) -> str:
    """MMT has steps, no per cent."""
    if left is None or right is None:
        return "Sides not compared."
    if left == right:
        return "Same grade on both sides."
    return f"{'Left' if left < right else 'Right'} weaker by grade."


def change_pct(earlier: float | None, later: float | None) -> float | None:
    """None without a start to count from."""
    return None if earlier is None or later is None or earlier <= 0 else 100 * (later - earlier) / earlier
