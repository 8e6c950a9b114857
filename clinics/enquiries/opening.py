"""Whether a location is open while an appointment lasts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from clinics.hours import Hours, closure_on, openings_from
from clinics.models import Clinic
from clinics.public.opening_words import span_words


def is_open_throughout(clinic: Clinic, starts: datetime, minutes: int) -> bool:
    """Whether one opening holds the whole appointment. Where no hours were told, any day but a closed one will do."""
    hours = hours_of(clinic)
    starts = starts.astimezone(UTC)
    ends, day = starts + timedelta(minutes=minutes), starts.astimezone(hours.zone).date()
    if not hours.weekly and not hours.special:
        return closure_on(day, hours.closures) is None
    around = openings_from(day - timedelta(days=1), day + timedelta(days=2), hours)
    return any(opening.starts <= starts and ends <= opening.ends for opening in around)


def outside_hours_words(clinic: Clinic, starts: datetime) -> str:
    """What the location keeps on that day, as an admin reads it: English, like all of the staff's pages."""
    hours = hours_of(clinic)
    day = starts.astimezone(hours.zone).date()
    spans = [span_words(span.opens, span.closes) for span in hours.spans_on(day)]
    kept = f"open {', '.join(spans)}" if spans else "closed"
    return f"{clinic.name} is {kept} on {date_format(day, 'l, F j')}. Choose another time, or say that it is meant."


def hours_of(clinic: Clinic) -> Hours:
    return Hours(
        list(clinic.opening_hours.all()),
        list(clinic.closures.all()),
        list(clinic.special_hours.all()),
        ZoneInfo(clinic.time_zone),
    )
