"""The curve of a run folded into gait cycles: the mean of each side with its spread. No database, no numpy."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median, stdev
from typing import cast

from gait.result.beside import Series
from gait.result.conventions import Side
from gait.result.result import Stance

CYCLE_POINTS = 101
MIN_CYCLES = 3
MAX_STRIDE_MEDIANS = 1.5
"""In medians: beyond this a contact was missed in between."""

Values = list[float | None]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Pelvic drop over the gait cycle of one side, 0 % = initial contact of that side.

    mean_drop_deg and sd_deg have 101 points, + = the other side of the pelvis is lower, None where fewer than three
    cycles have a value. toe_off_pct is where this side's foot leaves the ground, on average.
    """

    side: Side
    cycles: int
    toe_off_pct: float
    mean_drop_deg: Values
    sd_deg: Values


@dataclass(frozen=True, slots=True)
class _Stride:
    start_s: float
    end_s: float
    toe_off_s: float
    is_used: bool


def fold(stances: Iterable[Stance], series: Series) -> list[Cycle]:
    """The mean gait cycle per side that has at least three whole cycles begun by a used stance."""
    cycles = (_cycle_of(side, [each for each in stances if each.side is side], series) for side in Side)
    return [cycle for cycle in cycles if cycle]


def _cycle_of(side: Side, stances: list[Stance], series: Series) -> Cycle | None:
    strides = _whole_strides(stances)
    if len(strides) < MIN_CYCLES:
        return None
    times_s = cast(list[float], series["time_s"])  # every frame has a time
    curves = [_folded(times_s, series["pelvic_obliquity_deg"], stride) for stride in strides]
    columns = [[value for value in column if value is not None] for column in zip(*curves, strict=True)]
    is_known = [len(column) >= MIN_CYCLES for column in columns]
    return Cycle(
        side=side,
        cycles=len(strides),
        toe_off_pct=mean((each.toe_off_s - each.start_s) / (each.end_s - each.start_s) for each in strides) * 100,
        mean_drop_deg=[
            side.drop_sign * mean(column) if known else None for column, known in zip(columns, is_known, strict=True)
        ],
        sd_deg=[stdev(column) if known else None for column, known in zip(columns, is_known, strict=True)],
    )


def _whole_strides(stances: list[Stance]) -> list[_Stride]:
    in_order = sorted(stances, key=lambda each: each.initial_contact_s)
    strides = [
        _Stride(first.initial_contact_s, second.initial_contact_s, first.toe_off_s, first.used)
        for first, second in pairwise(in_order)
    ]
    if not strides:
        return []
    longest_s = MAX_STRIDE_MEDIANS * median(each.end_s - each.start_s for each in strides)
    return [each for each in strides if each.is_used and each.end_s - each.start_s < longest_s]


def _folded(time_s: list[float], values: Values, stride: _Stride) -> Values:
    step_s = (stride.end_s - stride.start_s) / (CYCLE_POINTS - 1)
    return [_at(time_s, values, stride.start_s + index * step_s) for index in range(CYCLE_POINTS)]


def _at(time_s: list[float], values: Values, instant_s: float) -> float | None:
    """Straight-line value between two samples; None outside the curve and beside a gap."""
    right = bisect_left(time_s, instant_s)
    if right == len(time_s):
        return None
    if time_s[right] == instant_s:
        return values[right]
    if right == 0:
        return None
    before, after = values[right - 1], values[right]
    if before is None or after is None:
        return None
    share = (instant_s - time_s[right - 1]) / (time_s[right] - time_s[right - 1])
    return before + share * (after - before)
