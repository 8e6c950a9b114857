"""What standing on one leg or stepping down gives. side is always the leg that stands."""

from dataclasses import dataclass

from gait.result.conventions import Activity, Side


@dataclass(frozen=True, slots=True)
class Hold:
    """A while on one leg, side; hold_s is its true length. until_end: the clip stopped first. ci95_deg: of the mean."""

    side: Side
    from_s: float
    to_s: float
    hold_s: float
    until_end: bool
    mean_drop_deg: float | None = None
    worst_drop_deg: float | None = None
    ci95_deg: tuple[float, float] | None = None
    trunk_lean_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Repetition:
    """One step down on side: peak drop and lean towards side in it, and the knee at its bottom."""

    side: Side
    from_s: float
    bottom_s: float
    to_s: float
    peak_drop_deg: float | None
    trunk_lean_deg: float | None
    knee_fppa_deg: float | None


@dataclass(frozen=True, slots=True)
class StaticSide:
    """A leg in a standing test: number of holds or repetitions, the longest hold, and its drop.

    mean and worst are of the longest hold, or over the peaks of the repetitions; ci95_deg belongs to the mean.
    """

    count: int
    hold_s: float | None
    mean_drop_deg: float | None
    worst_drop_deg: float | None
    ci95_deg: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class StaticTest:
    """Standing on one leg, or stepping down. A side is None where that leg did nothing."""

    activity: Activity
    holds: tuple[Hold, ...]
    repetitions: tuple[Repetition, ...]
    sides: dict[Side, StaticSide | None]
