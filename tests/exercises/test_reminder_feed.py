"""The calendar feed, as two parsers of calendars read it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from dateutil.rrule import rrulestr
from django.test import Client
from icalendar import Calendar

from clinics.models import Clinic
from exercises.models import Plan


@pytest.fixture
def feed(secret):
    def read(at: str = "07:30") -> str:
        return Client().get(f"/p/{secret}/reminder.ics?at={at}").content.decode().replace("\r\n ", "")

    return read


def lines(feed: str, name: str) -> list[str]:
    return [line for line in feed.splitlines() if line.startswith(name)]


@pytest.mark.parametrize("review_in_days", [-3, 0, 28])
def test_the_end_is_in_utc_and_after_the_beginning_and_the_zone_is_told(feed, plan, review_in_days):
    Clinic.objects.update(time_zone="America/New_York")
    Plan.objects.update(review_on=date.today() + timedelta(days=review_in_days))
    text = feed()
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    starts, (until,) = event["dtstart"].dt, event["rrule"]["until"]
    assert until.tzinfo is not None and until.utcoffset() == timedelta(0)
    assert until > starts.astimezone(UTC)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "America/New_York" == starts.tzinfo.key
    (rule,) = lines(text, "RRULE:")
    days = list(rrulestr(rule, dtstart=starts))
    assert days[0] == starts, "the second parser begins with the first day, and finds the end in the rule's own time"
    assert all(day.astimezone(ZoneInfo("America/New_York")).hour == 7 for day in days)


def test_a_later_feed_takes_the_place_of_an_earlier_one(feed, plan):
    first = feed()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2)):
        second = feed("19:00")
    assert lines(first, "UID:") == lines(second, "UID:")
    assert int(lines(second, "SEQUENCE:")[0][9:]) > int(lines(first, "SEQUENCE:")[0][9:])
