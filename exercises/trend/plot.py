"""Panels below each other on one shared axis of time, as numbers of an SVG. Nothing here touches the database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor

from exercises.trend.types import Event, Measure, Point

WIDTH, LEFT, RIGHT = 960.0, 52.0, 944.0
TOP, PANEL, PLOT_TOP, PLOT = 34.0, 148.0, 30.0, 104.0
MIN_DAYS = 14
BAR_DAYS = 7
ARM = 3.0
MAX_TICKS = 8
TICK_STEPS_DAYS = (1, 2, 7, 14, 28, 56, 91, 182, 365)


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float
    kind: str
    says: str
    whisker: str = ""
    is_signed: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Panel:
    """top and bottom bound the plot; title_y carries the words above it."""

    title: str
    unit: str
    better: str
    title_y: float
    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class TrendPlot:
    width: float
    height: float
    left: float
    right: float
    panels: tuple[Panel, ...]
    days: tuple[Tick, ...]
    events: tuple[Tick, ...]
    event_bottom: float


@dataclass(frozen=True, slots=True)
class Axis:
    """Days to the right, first and last with a little air."""

    first: date
    last: date

    def x(self, day: date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(LEFT + (RIGHT - LEFT) * share, 1)


def plot(measures: list[Measure], events: list[Event], today: date) -> TrendPlot | None:
    """None while there is nothing to draw."""
    days = [point.day for measure in measures for point in measure.points]
    if not days:
        return None
    axis = axis_for(min([*days, *(event.day for event in events)]), max([*days, today]))
    bottom = TOP + PANEL * len(measures)
    return TrendPlot(
        width=WIDTH,
        height=bottom + 26,
        left=LEFT,
        right=RIGHT,
        panels=tuple(panel(measure, axis, TOP + PANEL * row) for row, measure in enumerate(measures)),
        days=tuple(day_ticks(axis)),
        events=tuple(spread([Tick(axis.x(day), names) for day, names in by_day(events)])),
        event_bottom=bottom,
    )


def axis_for(first: date, last: date) -> Axis:
    air = timedelta(days=max(2, (last - first).days // 40))
    short = max(0, MIN_DAYS - (last - first).days)
    return Axis(first - air - timedelta(days=short), last + air)


def day_ticks(axis: Axis) -> Iterator[Tick]:
    length = (axis.last - axis.first).days
    step = next((each for each in TICK_STEPS_DAYS if length / each <= MAX_TICKS), TICK_STEPS_DAYS[-1])
    form = "%b %-d" if step < 182 else "%b %Y"
    day = axis.first + timedelta(days=1)
    while day <= axis.last:
        yield Tick(axis.x(day), f"{day:{form}}")
        day += timedelta(days=step)


def by_day(events: list[Event]) -> Iterator[tuple[date, str]]:
    for day in sorted({event.day for event in events}):
        yield day, ", ".join(dict.fromkeys(event.name for event in events if event.day == day))


def spread(events: list[Tick]) -> Iterator[Tick]:
    """Words that would lie on each other are left out; their line stays."""
    free_from = LEFT - 20
    for tick in sorted(events, key=lambda each: each.at):
        fits = tick.at >= free_from
        yield Tick(tick.at, tick.label if fits else "")
        if fits:
            free_from = tick.at + 7 * len(tick.label) + 8


def panel(measure: Measure, axis: Axis, top: float) -> Panel:
    plot_top, plot_bottom = top + PLOT_TOP, top + PLOT_TOP + PLOT
    low, high = reach(measure)

    def y(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return round(plot_bottom - (plot_bottom - plot_top) * share, 1)

    ticks = [low + step * measure.step for step in range(round((high - low) / measure.step) + 1)]
    return Panel(
        title=measure.title,
        unit=measure.unit,
        better=measure.better,
        title_y=top + 18,
        top=plot_top,
        bottom=plot_bottom,
        ticks=tuple(Tick(y(value), f"{value:g}".replace("-", "−")) for value in ticks),
        lines=() if measure.is_bars else tuple(lines(measure.points, axis, y)),
        marks=() if measure.is_bars else tuple(mark(point, axis, y) for point in measure.points),
        bars=tuple(bar(point, axis, y, plot_bottom) for point in measure.points) if measure.is_bars else (),
    )


def reach(measure: Measure) -> tuple[float, float]:
    """The scale of the measure, in whole steps wider where a value or an interval lies beyond it."""
    ends = [end for point in measure.points for end in (point.value, point.low, point.high) if end is not None]
    low = min(measure.low, floor(min(ends) / measure.step) * measure.step)
    high = max(measure.high, ceil(max(ends) / measure.step) * measure.step)
    return low, high


def lines(points: tuple[Point, ...], axis: Axis, y: Callable[[float], float]) -> Iterator[Line]:
    for kind in dict.fromkeys(point.kind for point in points):
        own = sorted((point for point in points if point.kind == kind), key=lambda point: point.day)
        pieces = [
            f"M{axis.x(before.day):g} {y(before.value):g}L{axis.x(after.day):g} {y(after.value):g}"
            for before, after in pairwise(own)
            if after.joins
        ]
        if pieces:
            yield Line(kind, "".join(pieces))


def mark(point: Point, axis: Axis, y: Callable[[float], float]) -> Mark:
    x = axis.x(point.day)
    whisker = ""
    if point.low is not None and point.high is not None:
        top, bottom = y(point.high), y(point.low)
        ends = "".join(f"M{x - ARM:g} {end:g}H{x + ARM:g}" for end in (top, bottom))
        whisker = f"M{x:g} {top:g}V{bottom:g}{ends}"
    return Mark(x, y(point.value), point.kind, point.says, whisker, point.is_signed)


def bar(point: Point, axis: Axis, y: Callable[[float], float], bottom: float) -> Bar:
    """A week, from its first day on; a hair stays between two weeks."""
    left, right = axis.x(point.day), min(axis.x(point.day + timedelta(days=BAR_DAYS)), RIGHT)
    top = y(point.value)
    return Bar(left + 1, top, round(max(1.0, right - left - 2), 1), round(bottom - top, 1), point.says)
