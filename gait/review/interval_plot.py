"""Both sides' drop with interval and reference on one scale, as positions in an SVG of 420 by HEIGHT.

The template only places what is here: sharp on paper, and coloured by the stylesheet.
"""

from dataclasses import dataclass

from gait.result.conventions import Side
from gait.result.reference import Band
from gait.review.cycle_plot import Tick
from gait.review.reading import SideReading

LEFT, RIGHT, FIRST_ROW, ROW, AXIS, HEIGHT = 28, 408, 18, 24, 58, 76
SCALE_DEG = (-4, 16)
TICK_DEG = 4


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One stance side. The positions are None where the clip did not tell."""

    side: Side
    y: float
    low_x: float | None = None
    high_x: float | None = None
    value_x: float | None = None
    width: float = 0


@dataclass(frozen=True, slots=True)
class ReferenceSpan:
    """One standard deviation around the mean of healthy people."""

    x: float
    width: float
    says: str


@dataclass(frozen=True, slots=True)
class IntervalPlot:
    rows: tuple[IntervalRow, ...]
    ticks: tuple[Tick, ...]
    zero_x: float
    reference: ReferenceSpan | None
    axis_y: float = AXIS
    height: float = HEIGHT


def plot(sides: tuple[SideReading, ...], norm: Band | None) -> IntervalPlot:
    """Values off the scale stay at its edge. Without a norm nothing is shaded."""
    return IntervalPlot(
        rows=tuple(_row(side, number) for number, side in enumerate(sides)),
        ticks=tuple(
            Tick(_x(deg), f"{deg}°".replace("-", "−")) for deg in range(SCALE_DEG[0], SCALE_DEG[1] + 1, TICK_DEG)
        ),
        zero_x=_x(0),
        reference=None if norm is None else _span(norm),
    )


def _span(norm: Band) -> ReferenceSpan:
    low, high = _x(norm.at_z(-1)), _x(norm.at_z(1))
    return ReferenceSpan(low, round(high - low, 1), f"{norm.mean_deg:.1f}° ± {norm.sd_deg:.1f}°")


def _row(side: SideReading, number: int) -> IntervalRow:
    y = FIRST_ROW + ROW * number
    if side.drop_deg is None or side.ci95_deg is None:
        return IntervalRow(side.side, y)
    low_deg, high_deg = side.ci95_deg
    low_x, high_x = _x(low_deg), _x(high_deg)
    return IntervalRow(side.side, y, low_x, high_x, _x(side.drop_deg), width=round(high_x - low_x, 1))


def _x(deg: float) -> float:
    low, high = SCALE_DEG
    return round(LEFT + (RIGHT - LEFT) * (min(max(deg, low), high) - low) / (high - low), 1)
