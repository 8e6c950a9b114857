"""What standing on one leg or stepping down gives. side is always the leg that stands."""

from dataclasses import dataclass
from typing import Annotated

from gait.result.conventions import Activity, Side
from gait.result.json_form import Digits, Key


@dataclass(frozen=True, slots=True)
class Hold:
    """A while on one leg, side; hold_s is its true length. until_end: the clip stopped first. ci95_deg: of the mean."""

    side: Side
    from_s: Annotated[float, Digits(3)]
    to_s: Annotated[float, Digits(3)]
    hold_s: Annotated[float, Digits(2)]
    until_end: bool
    mean_drop_deg: Annotated[float | None, Digits(2)] = None
    worst_drop_deg: Annotated[float | None, Digits(2)] = None
    ci95_deg: Annotated[tuple[float, float] | None, Digits(3)] = None
    trunk_lean_deg: Annotated[float | None, Digits(1)] = None


@dataclass(frozen=True, slots=True)
class Repetition:
    """One step down on side: peak drop and lean towards side in it, and the knee at its bottom."""

    side: Side
    from_s: Annotated[float, Digits(3)]
    bottom_s: Annotated[float, Digits(3)]
    to_s: Annotated[float, Digits(3)]
    peak_drop_deg: Annotated[float | None, Digits(2)]
    trunk_lean_deg: Annotated[float | None, Digits(1)]
    knee_fppa_deg: Annotated[float | None, Digits(1)]


@dataclass(frozen=True, slots=True)
class StaticSide:
    """A leg in a standing test: number of holds or repetitions, the longest hold, and its drop.

    mean and worst are of the longest hold, or over the peaks of the repetitions; ci95_deg belongs to the mean.
    """

    count: int
    hold_s: Annotated[float | None, Digits(2)]
    mean_drop_deg: Annotated[float | None, Digits(2)]
    worst_drop_deg: Annotated[float | None, Digits(2)]
    ci95_deg: Annotated[tuple[float, float] | None, Digits(3)]


@dataclass(frozen=True, slots=True)
class StaticTest:
    """Standing on one leg, or stepping down. A side is None where that leg did nothing."""

    activity: Annotated[Activity, Key("test")]
    holds: tuple[Hold, ...]
    repetitions: tuple[Repetition, ...]
    sides: dict[Side, StaticSide | None]
