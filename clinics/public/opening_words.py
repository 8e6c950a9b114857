"""Opening hours in the words of the page's language."""

from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clinics.hours import LAST_MINUTE, Status

NEAR_DAYS = 6
"""Up to here a weekday's name says which day is meant."""


def opening_headline(status: Status) -> str:
    if status.is_open:
        return _("Open now")
    if status.closure and status.closure.reason:
        return _("Closed today (%(reason)s)") % {"reason": status.closure.reason}
    return _("Closed")


def opening_outlook(status: Status, now_here: datetime) -> str:
    """What comes next: "closes 7 pm", "opens Tuesday 10 am"; empty where nothing is known."""
    if status.changes_at is None:
        return ""
    clock = clock_words(status.changes_at.time())
    days_ahead = (status.changes_at.date() - now_here.date()).days
    if status.is_open:
        return closing_words(clock, status.changes_at.date(), days_ahead)
    if days_ahead == 0:
        return _("opens today %(clock)s") % {"clock": clock}
    if days_ahead == 1:
        return _("opens tomorrow %(clock)s") % {"clock": clock}
    return _("opens %(day)s %(clock)s") % {"day": day_words(status.changes_at.date(), days_ahead), "clock": clock}


def closing_words(clock: str, day: date, days_ahead: int) -> str:
    if days_ahead == 0 or (clock == midnight() and days_ahead == 1):
        return _("closes %(clock)s") % {"clock": clock}
    return _("closes %(day)s %(clock)s") % {"day": day_words(day, days_ahead), "clock": clock}


def day_words(day: date, days_ahead: int) -> str:
    return date_format(day, "l" if days_ahead <= NEAR_DAYS else pgettext("date format", "l, F j"))


def clock_words(clock: time) -> str:
    """A time as one says it: 7 am, 5:30 pm, noon, midnight."""
    if clock == time(12):
        return _("noon")
    if clock == time(0) or clock >= LAST_MINUTE:
        return midnight()
    hour = clock.hour % 12 or 12
    digits = f"{hour}:{clock.minute:02}" if clock.minute else str(hour)
    return _("%(clock)s am") % {"clock": digits} if clock.hour < 12 else _("%(clock)s pm") % {"clock": digits}


def midnight() -> str:
    return _("midnight")


def span_words(opens: time, closes: time) -> str:
    if opens == time(0) and closes >= LAST_MINUTE:
        return _("all day")
    return _("%(opens)s to %(closes)s") % {"opens": clock_words(opens), "closes": clock_words(closes)}


def closure_words(first_day: date, last_day: date) -> str:
    form = pgettext("date format", "l, F j")
    if first_day == last_day:
        return date_format(first_day, form)
    return _("%(first)s to %(last)s") % {"first": date_format(first_day, form), "last": date_format(last_day, form)}


def weekday_words(weekday: int) -> str:
    """The name of a weekday, 0 = Monday."""
    a_monday = date(2024, 1, 1)
    return date_format(a_monday + timedelta(days=weekday), "l")
