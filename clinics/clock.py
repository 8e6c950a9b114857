"""A moment as a location's own clock showed it, with the name of the zone and its distance from UTC."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat, formats

from clinics.models import Clinic

DAY = "M j, Y"
"""The one way in which the staff's pages and reports write a day."""


def on_clock_of(clinic: Clinic, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(clinic.time_zone))


def moment_in_words(clinic: Clinic, moment: datetime, day_format: str = DAY) -> str:
    """For example: Nov 30, 2026, 21:30 PST (UTC−08:00). Two people in two zones read the same moment in it.

    day_format: a format of Django's, or the name of one, such as DATE_FORMAT for the reader's language.
    """
    local = on_clock_of(clinic, moment)
    day = dateformat.format(local, formats.get_format(day_format))
    return f"{day}, {local:%H:%M} {zone_in_words(local)}"


def zone_in_words(local: datetime) -> str:
    """PST (UTC−08:00). Zones without letters of their own, such as -03, are told by their distance alone."""
    minutes = round((local.utcoffset() or timedelta()).total_seconds() / 60)
    distance = f"UTC{'−' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    name = local.tzname() or ""
    return f"{name} ({distance})" if name.isalpha() else distance
