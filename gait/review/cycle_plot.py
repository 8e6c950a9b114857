"""The gait-cycle picture as paths of an SVG: x is per cent of the cycle, y is degrees of pelvic drop, upwards.

It fills a box of 420 by 256; the template only places what is here, so the picture stays sharp on paper and takes its
colours from the stylesheet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from gait.result.reference import Band
from gait.review.cycles import Cycle
from gait.review.figures import degrees

LEFT, RIGHT, TOP, BOTTOM = 40, 398, 12, 228
MIN_REACH_DEG = 6


@dataclass(frozen=True, slots=True)
class CyclePath:
    """One side: its mean, the band of one standard deviation, and where its toe-off lies."""

    side: str
    cycles: int
    mean: str
    band: str
    toe_off_x: float
    letter_x: float
    letter_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class ReferenceBox:
    """Where the peak of healthy people lies, one standard deviation each way, over the stance phase."""

    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class CyclePlot:
    paths: tuple[CyclePath, ...]
    reference: ReferenceBox | None
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    table: tuple[tuple[str, tuple[str, ...]], ...]
    """Every tenth of the cycle with each path's mean and SD in words."""


def plot(cycles: list[Cycle], norm: Band | None) -> CyclePlot | None:
    """None when no side has enough cycles. Without a norm nothing is shaded."""
    if not cycles:
        return None
    low_deg, high_deg = _range(cycles, norm)
    return CyclePlot(
        paths=tuple(_path(cycle, low_deg, high_deg) for cycle in cycles),
        reference=None if norm is None else _reference_box(cycles, norm, low_deg, high_deg),
        x_ticks=tuple(Tick(_x(pct), f"{pct} %") for pct in range(0, 101, 20)),
        y_ticks=tuple(
            Tick(_y(deg, low_deg, high_deg), f"{deg}°".replace("-", "−")) for deg in range(low_deg, high_deg + 1, 4)
        ),
        table=tuple((f"{pct} %", tuple(_in_words(cycle, pct) for cycle in cycles)) for pct in range(0, 101, 10)),
    )


def _reference_box(cycles: list[Cycle], norm: Band, low_deg: int, high_deg: int) -> ReferenceBox:
    top, bottom = (_y(norm.at_z(z), low_deg, high_deg) for z in (1, -1))
    right = _x(max(cycle.toe_off_pct for cycle in cycles))
    return ReferenceBox(
        x=LEFT,
        y=top,
        width=round(right - LEFT, 1),
        height=round(bottom - top, 1),
        says=f"peak of healthy people, {norm.mean_deg:.1f}° ± {norm.sd_deg:.1f}°",
    )


def _in_words(cycle: Cycle, pct: int) -> str:
    mean, sd = cycle.mean_drop_deg[pct], cycle.sd_deg[pct]
    return "–" if mean is None or sd is None else f"{degrees(mean)} ± {degrees(sd)}"


def _range(cycles: list[Cycle], norm: Band | None) -> tuple[int, int]:
    """Whole steps of 4° around everything drawn, level always inside."""
    edges = [
        mean + sign * sd
        for cycle in cycles
        for mean, sd in zip(cycle.mean_drop_deg, cycle.sd_deg, strict=True)
        if mean is not None and sd is not None
        for sign in (-1, 1)
    ]
    highest = MIN_REACH_DEG if norm is None else max(MIN_REACH_DEG, norm.at_z(1))
    low, high = min([*edges, -MIN_REACH_DEG]), max([*edges, highest])
    return int(low // 4) * 4, -int(-high // 4) * 4


def _path(cycle: Cycle, low_deg: int, high_deg: int) -> CyclePath:
    points = [(_x(pct), mean, sd) for pct, (mean, sd) in enumerate(zip(cycle.mean_drop_deg, cycle.sd_deg, strict=True))]
    top = max(((mean, x) for x, mean, _ in points if mean is not None), default=(0, LEFT))
    means, bands = [], []
    for run in _runs(points):
        means.append(_line((x, _y(mean, low_deg, high_deg)) for x, mean, _ in run))
        upper = [(x, _y(mean + sd, low_deg, high_deg)) for x, mean, sd in run]
        lower = [(x, _y(mean - sd, low_deg, high_deg)) for x, mean, sd in reversed(run)]
        bands.append(_line(iter(upper + lower)) + "Z")
    return CyclePath(
        side=cycle.side,
        cycles=cycle.cycles,
        mean="".join(means),
        band="".join(bands),
        toe_off_x=round(LEFT + (RIGHT - LEFT) * cycle.toe_off_pct / 100, 1),
        letter_x=top[1],
        letter_y=_y(top[0], low_deg, high_deg) - 8,
    )


def _runs(points: list[tuple[float, float | None, float | None]]) -> Iterator[list[tuple[float, float, float]]]:
    """The stretches without a gap."""
    for is_known, run in groupby(points, key=lambda point: point[1] is not None):
        if is_known:
            yield [(x, mean, sd) for x, mean, sd in run if mean is not None and sd is not None]


def _line(points: Iterator[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _x(pct: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * pct / 100, 1)


def _y(deg: float, low_deg: int, high_deg: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (deg - low_deg) / (high_deg - low_deg), 1)
