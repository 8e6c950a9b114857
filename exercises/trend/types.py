"""What is drawn on a patient's time line, before anybody knows how wide the paper is."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one day. kind picks its mark and line; joins: a line comes from the point of its kind before it.

    is_signed: false where the value is of a run that nobody has put a name under.
    low and high are the ends of the 95 % interval, in the unit of the measure, where there is one.
    """

    day: date
    value: float
    kind: str
    says: str
    low: float | None = None
    high: float | None = None
    joins: bool = True
    is_signed: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """One panel: values of one unit between low and high, with a tick every step."""

    title: str
    unit: str
    low: float
    high: float
    step: float
    points: tuple[Point, ...]
    better: str = ""
    is_bars: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, drawn through all panels."""

    day: date
    name: str
