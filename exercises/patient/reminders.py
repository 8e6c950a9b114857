"""A calendar with one entry on each exercise day: when, how long, and not a word about health."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from clinics.languages import current
from clinics.models import Clinic
from exercises.following.schedule import days_each, session_minutes_of, sessions_of, today_at, week_of
from exercises.models import Plan, PlanItem

WEEKDAYS = {
    1: ("MO",),
    2: ("MO", "TH"),
    3: ("MO", "WE", "FR"),
    4: ("MO", "TU", "TH", "FR"),
    5: ("MO", "TU", "WE", "TH", "FR"),
    6: ("MO", "TU", "WE", "TH", "FR", "SA"),
    7: ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
}


def calendar_of(plan: Plan, at: time) -> bytes:
    """An iCalendar feed that repeats weekly until the plan's review.

    Its one entry has the same name in every version of the plan and a higher SEQUENCE each minute: what is fetched
    later, after a revision or for another hour, takes the place of what was there.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Stance//Reminder//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("My time"))
    calendar.add_component(reminder(plan, at))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def reminder(plan: Plan, at: time) -> Event:
    week = week_of(plan, today_at(plan.patient.clinic))
    items = [item for item in plan.items.all() if item.starts_in_week <= week]
    zone = ZoneInfo(plan.patient.clinic.time_zone)
    starts = datetime.combine(first_day(plan, items), at, tzinfo=zone)
    event = Event()
    event.add("uid", f"{plan.patient_id}@stance")
    event.add("dtstamp", timezone.now())
    event.add("summary", words_for(plan.patient.clinic))
    event.add("dtstart", starts)
    event.add("duration", timedelta(minutes=session_minutes_of(items) or 15))
    event.add("sequence", int(timezone.now().timestamp() // 60))
    last = max(review_end(plan, zone), starts + timedelta(hours=1))
    event.add("rrule", {"freq": "weekly", "byday": days_of(items), "until": last.astimezone(UTC)})
    event.add_component(nudge(words_for(plan.patient.clinic)))
    return event


def days_of(items: list[PlanItem]) -> tuple[str, ...]:
    """Enough days for every session of the week; exercises that take turns have sessions of their own."""
    days = days_each(items)
    sessions = [max(days[item.pk] for item in session) for session in sessions_of(items)]
    return WEEKDAYS[min(7, sum(sessions)) or 3]


def first_day(plan: Plan, items: list[PlanItem]) -> date:
    """The first of the plan's weekdays from today on."""
    order = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    day = today_at(plan.patient.clinic)
    while order[day.weekday()] not in days_of(items):
        day += timedelta(days=1)
    return day


def review_end(plan: Plan, zone: ZoneInfo) -> datetime:
    last = plan.review_on or today_at(plan.patient.clinic) + timedelta(weeks=8)
    return datetime.combine(last, time(23, 59), tzinfo=zone)


def words_for(clinic: Clinic) -> str:
    """What the clinic wants its patients' calendars to say, in the patient's language; never a word about health."""
    return clinic.reminder_in(current()) or _("Time for yourself")


def nudge(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(0))
    return alarm
