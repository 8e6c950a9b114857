"""Which way a drop has gone between two visits, in words that stay right on both sides of zero.

A drop below zero is a rise: from −3° to −8° the pelvis does not drop less, it rises more.
"""

from enum import StrEnum
from math import floor

from gait.result.change import Change
from gait.result.intervals import half_width_deg
from gait.result.reference import MIN_CHANGE_DEG
from gait.review.figures import degrees

LEAST_PRINTED_DEG = 0.1
LEAST_CALLED = f"{MIN_CHANGE_DEG:g}°"


class Way(StrEnum):
    """From then to now."""

    LESS_DROP = "less drop"
    MORE_DROP = "more drop"
    LESS_RISE = "less rise"
    MORE_RISE = "more rise"
    TO_RISE = "from a drop to a rise"
    TO_DROP = "from a rise to a drop"
    NEITHER = ""

    @property
    def of_both_sides(self) -> str:
        """The same of the excursion, where a drop is a swing of the pelvis from side to side."""
        return self.replace("drop", "swing") if self in (Way.LESS_DROP, Way.MORE_DROP) else self.value


def way_of(then_deg: float, now_deg: float, *, least_deg: float = LEAST_PRINTED_DEG) -> Way:
    """least_deg: below this the reader is told "level", and level is neither a drop nor a rise.

    Counted in the tenths that are printed, so that the words never contradict the figures beside them.
    """
    then, now = round(then_deg, 1), round(now_deg, 1)
    if then == now:
        return Way.NEITHER
    if min(then, now) <= -least_deg and max(then, now) >= least_deg:
        return Way.TO_RISE if now < then else Way.TO_DROP
    is_more = abs(now) > abs(then)
    if (now if is_more else then) < 0:
        return Way.MORE_RISE if is_more else Way.LESS_RISE
    return Way.MORE_DROP if is_more else Way.LESS_DROP


def size_of(change: Change) -> str:
    """With half its interval. 2.96° is not printed as the 3.0° from which a change is called one."""
    value_deg = abs(change.value_deg)
    figure = degrees(value_deg)
    if value_deg < MIN_CHANGE_DEG <= round(value_deg, 1):
        figure = f"{floor(100 * value_deg) / 100:.2f}°"
    return f"{figure} ± {degrees(half_width_deg(change.ci95_deg))}"


def is_seen_but_small(change: Change) -> bool:
    """Beyond its error, and yet below the least that is called a change."""
    return half_width_deg(change.ci95_deg) <= abs(change.value_deg) < MIN_CHANGE_DEG
