"""When a location is open, on the clock of the place itself.

Pure: works on any rows that have the fields of OpeningHours, SpecialHours and Closure, and asks no database.
Hours are wall-clock hours, so a day on which the clocks change is handled by turning each into an instant first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LOOK_AHEAD_DAYS = 60
LAST_MINUTE = time(23, 59)
"""A span that closes at 23:59 or later runs until midnight: a row cannot say 24:00."""


class Span(Protocol):
    weekday: int  # 0 = Monday
    opens: time
    closes: time


class SpecialSpan(Protocol):
    """One span of a particular day, which then keeps these hours instead of its weekly ones."""

    day: date
    opens: time
    closes: time


class ClosedDays(Protocol):
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True)
class Opening:
    """One unbroken time of being open. Both ends are in UTC: two times of one local zone compare by their
    wall clock in Python, which is wrong in the hour that happens twice."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Status:
    is_open: bool
    changes_at: datetime | None  # on the location's clock; None when no change is known within LOOK_AHEAD_DAYS
    closure: ClosedDays | None = None  # why today is closed, when it is no ordinary closing


@dataclass(frozen=True)
class Hours:
    """What a location keeps: its week, the days that differ from it, and the days on which it is closed whatever."""

    weekly: list[Span]
    closures: list[ClosedDays]
    special: list[SpecialSpan]
    zone: ZoneInfo

    def spans_on(self, day: date) -> list[Span] | list[SpecialSpan]:
        if closure_on(day, self.closures):
            return []
        special = [span for span in self.special if span.day == day]
        return sorted(special, key=lambda span: span.opens) if special else spans_on(day, self.weekly)


def status_at(
    now: datetime,
    spans: Iterable[Span],
    closures: Iterable[ClosedDays],
    time_zone: str,
    special: Iterable[SpecialSpan] = (),
) -> Status:
    """Whether the location is open at an aware instant, and when that changes."""
    hours = Hours(list(spans), list(closures), list(special), ZoneInfo(time_zone))
    zone = hours.zone
    now = now.astimezone(UTC)
    today = now.astimezone(zone).date()
    last_day = today + timedelta(days=LOOK_AHEAD_DAYS)
    closure = closure_on(today, hours.closures)
    for opening in openings_from(today - timedelta(days=1), last_day, hours):
        if now < opening.starts:
            return Status(False, opening.starts.astimezone(zone), closure)
        if now < opening.ends:
            ends = opening.ends.astimezone(zone)
            return Status(True, ends if ends.date() < last_day else None)
    return Status(False, None, closure)


def openings_from(first_day: date, last_day: date, hours: Hours) -> Iterator[Opening]:
    """The openings of some days in order; spans that touch, also across midnight, are one opening."""
    current: Opening | None = None
    for number in range((last_day - first_day).days):
        for opening in openings_on(first_day + timedelta(days=number), hours):
            if current and opening.starts <= current.ends:
                current = Opening(current.starts, max(current.ends, opening.ends))
                continue
            if current:
                yield current
            current = opening
    if current:
        yield current


def openings_on(day: date, hours: Hours) -> list[Opening]:
    openings = []
    for span in hours.spans_on(day):
        starts, ends = instant(day, span.opens, hours.zone), closing_instant(day, span.closes, hours.zone)
        if starts < ends:  # an hour that the clocks skip holds no opening
            openings.append(Opening(starts, ends))
    return openings


def spans_on(day: date, spans: Iterable[Span]) -> list[Span]:
    return sorted((span for span in spans if span.weekday == day.weekday()), key=lambda span: span.opens)


def closure_on(day: date, closures: Iterable[ClosedDays]) -> ClosedDays | None:
    return next((closure for closure in closures if closure.first_day <= day <= closure.last_day), None)


def closing_instant(day: date, closes: time, zone: ZoneInfo) -> datetime:
    if closes >= LAST_MINUTE:
        return instant(day + timedelta(days=1), time.min, zone)
    return instant(day, closes, zone)


def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time in UTC. A time that the clocks skip lands as far behind the jump as it lay into the gap."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def week(spans: Iterable[Span]) -> list[list[tuple[time, time]]]:
    """The weekly hours, Monday first; spans of one day that touch or overlap are written as one."""
    days: list[list[tuple[time, time]]] = [[] for _ in range(7)]
    for span in sorted(spans, key=lambda span: (span.weekday, span.opens)):
        day = days[span.weekday]
        if day and span.opens <= day[-1][1]:
            day[-1] = (day[-1][0], max(day[-1][1], span.closes))
        else:
            day.append((span.opens, span.closes))
    return days
