"""Open now, and what comes next, on the clock of the place itself."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.hours import Status, status_at, week

NEW_YORK = "America/New_York"
MONDAY, TUESDAY, SATURDAY, SUNDAY = 0, 1, 5, 6


@dataclass(frozen=True)
class Row:
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Closed:
    first_day: date
    last_day: date
    reason: str = "Holiday"


@dataclass(frozen=True)
class Special:
    day: date
    opens: time
    closes: time


def at(text: str, zone: str = NEW_YORK, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


WEEKDAYS = [Row(day, time(7), time(19)) for day in range(5)]


def status(now: datetime, rows: list[Row], closures: list[Closed] | None = None, zone: str = NEW_YORK) -> Status:
    return status_at(now, rows, closures or [], zone)


def test_it_is_open_from_the_first_minute_and_closed_from_the_last() -> None:
    assert status(at("2026-11-23 06:59:59"), WEEKDAYS) == Status(False, at("2026-11-23 07:00"))
    assert status(at("2026-11-23 07:00:00"), WEEKDAYS) == Status(True, at("2026-11-23 19:00"))
    assert status(at("2026-11-23 18:59:59"), WEEKDAYS).is_open
    assert status(at("2026-11-23 19:00:00"), WEEKDAYS) == Status(False, at("2026-11-24 07:00"))


def test_it_asks_the_clock_of_the_place_and_not_of_the_visitor() -> None:
    seven_in_new_york = at("2026-11-23 13:00", "Europe/Berlin")
    assert status(seven_in_new_york, WEEKDAYS).is_open
    assert not status(seven_in_new_york, WEEKDAYS, zone="America/Los_Angeles").is_open
    assert status(datetime(2026, 11, 23, 12, tzinfo=UTC), WEEKDAYS).is_open


def test_a_lunch_break_closes_the_door_between_two_spans() -> None:
    rows = [Row(MONDAY, time(13), time(18)), Row(MONDAY, time(8), time(12))]
    assert status(at("2026-11-23 12:30"), rows) == Status(False, at("2026-11-23 13:00"))
    assert status(at("2026-11-23 09:00"), rows) == Status(True, at("2026-11-23 12:00"))
    assert week(rows)[MONDAY] == [(time(8), time(12)), (time(13), time(18))]


def test_spans_that_touch_or_overlap_read_as_one() -> None:
    rows = [Row(MONDAY, time(8), time(12)), Row(MONDAY, time(12), time(15)), Row(MONDAY, time(14), time(18))]
    assert status(at("2026-11-23 11:00"), rows) == Status(True, at("2026-11-23 18:00"))
    assert week(rows)[MONDAY] == [(time(8), time(18))]


def test_the_weekend_leads_to_monday() -> None:
    assert status(at("2026-11-21 12:00"), WEEKDAYS) == Status(False, at("2026-11-23 07:00"))


def test_a_closure_takes_its_days_out_and_says_why() -> None:
    thanksgiving = Closed(date(2026, 11, 26), date(2026, 11, 27), "Thanksgiving")
    now = status(at("2026-11-26 10:00"), WEEKDAYS, [thanksgiving])
    assert now == Status(False, at("2026-11-30 07:00"), thanksgiving)
    assert status(at("2026-11-25 20:00"), WEEKDAYS, [thanksgiving]) == Status(False, at("2026-11-30 07:00"))
    assert status(at("2026-11-28 10:00"), WEEKDAYS, [thanksgiving]).closure is None


def test_a_closure_beyond_the_horizon_promises_no_opening() -> None:
    assert status(at("2026-11-23 10:00"), WEEKDAYS, [Closed(date(2026, 1, 1), date(2027, 12, 31))]).changes_at is None


def test_without_hours_it_is_closed_and_promises_nothing() -> None:
    assert status(at("2026-11-23 10:00"), []) == Status(False, None)


def test_an_evening_that_runs_into_the_next_day_closes_after_midnight() -> None:
    rows = [Row(SATURDAY, time(18), time(23, 59)), Row(SUNDAY, time(0), time(1, 30))]
    assert status(at("2026-11-21 23:59:30"), rows) == Status(True, at("2026-11-22 01:30"))
    assert status(at("2026-11-22 01:00"), rows) == Status(True, at("2026-11-22 01:30"))
    assert status(at("2026-11-22 01:30"), rows) == Status(False, at("2026-11-28 18:00"))


def test_a_day_that_closes_at_midnight_closes_at_midnight() -> None:
    assert status(at("2026-11-23 23:59:59"), [Row(MONDAY, time(8), time(23, 59))]) == Status(
        True, at("2026-11-24 00:00")
    )


def test_a_place_that_never_closes_never_says_when_it_closes() -> None:
    around_the_clock = [Row(day, time(0), time(23, 59)) for day in range(7)]
    assert status(at("2026-11-23 03:00"), around_the_clock) == Status(True, None)


def test_opening_follows_the_wall_clock_over_both_clock_changes() -> None:
    sundays = [Row(SUNDAY, time(9), time(12))]
    spring = status(at("2026-03-08 01:30"), sundays).changes_at
    autumn = status(at("2026-11-01 00:30"), sundays).changes_at
    assert spring.astimezone(UTC) == datetime(2026, 3, 8, 13, tzinfo=UTC)  # 9 am EDT, 6.5 h after 1:30 am EST
    assert autumn.astimezone(UTC) == datetime(2026, 11, 1, 14, tzinfo=UTC)  # 9 am EST, 9.5 h after 0:30 am EDT


def test_the_hour_that_happens_twice_is_open_twice() -> None:
    rows = [Row(SUNDAY, time(1), time(2))]
    for fold in (0, 1):
        assert status(at("2026-11-01 01:30", fold=fold), rows).is_open
    assert not status(at("2026-11-01 02:00"), rows).is_open


def test_the_hour_that_never_happens_is_never_open() -> None:
    rows = [Row(SUNDAY, time(2), time(3))]
    before_the_jump = datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC)
    assert not status(before_the_jump, rows).is_open
    assert not status(before_the_jump + timedelta(seconds=1), rows).is_open
    assert status(before_the_jump, rows).changes_at == at("2026-03-15 02:00")


minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
rows = st.lists(
    st.builds(lambda day, a, b: Row(day, min(a, b), max(a, b)), st.integers(0, 6), minutes, minutes).filter(
        lambda row: row.opens < row.closes
    ),
    max_size=12,
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows, instants)
def test_one_second_after_the_change_it_is_the_other_state(spans: list[Row], now: datetime) -> None:
    before = status(now, spans)
    if before.changes_at:
        change = before.changes_at.astimezone(UTC)
        assert change > now
        assert status(change, spans).is_open is not before.is_open
        assert status(change - timedelta(seconds=1), spans).is_open is before.is_open


def test_a_special_day_keeps_its_own_hours_and_no_others() -> None:
    special = [Special(date(2026, 11, 23), time(12), time(15))]
    closed = status_at(at("2026-11-23 09:00"), WEEKDAYS, [], NEW_YORK, special)
    assert closed == Status(False, at("2026-11-23 12:00"))
    assert status_at(at("2026-11-23 12:00"), WEEKDAYS, [], NEW_YORK, special).is_open
    assert status_at(at("2026-11-23 16:00"), WEEKDAYS, [], NEW_YORK, special) == Status(False, at("2026-11-24 07:00"))


def test_a_special_day_opens_a_door_that_is_closed_in_other_weeks() -> None:
    special = [Special(date(2026, 11, 28), time(9), time(11)), Special(date(2026, 11, 28), time(13), time(15))]
    assert status_at(at("2026-11-28 12:00"), WEEKDAYS, [], NEW_YORK, special) == Status(False, at("2026-11-28 13:00"))


def test_a_closure_wins_over_special_hours() -> None:
    special, closed = [Special(date(2026, 11, 23), time(12), time(15))], Closed(date(2026, 11, 23), date(2026, 11, 23))
    now = status_at(at("2026-11-23 13:00"), WEEKDAYS, [closed], NEW_YORK, special)
    assert (now.is_open, now.closure) == (False, closed)


def test_special_hours_hold_on_the_night_the_clocks_go_back() -> None:
    """November 1, 2026: 1:30 am comes twice in New York; a span from midnight to 3 am lasts four hours."""
    special = [Special(date(2026, 11, 1), time(0), time(3))]
    first, second = at("2026-11-01 01:30"), at("2026-11-01 01:30", fold=1)
    for moment in (first, second):
        assert status_at(moment, [], [], NEW_YORK, special) == Status(True, at("2026-11-01 03:00"))
    opens, closes = at("2026-11-01 00:00").astimezone(UTC), at("2026-11-01 03:00").astimezone(UTC)
    assert closes - opens == timedelta(hours=4)
