"""A location as its public page shows it at this moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from urllib.parse import quote_plus
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from clinics.access import clinics_of
from clinics.hours import status_at, week
from clinics.models import Clinic, Closure, Picture, Role, SpecialHours, User
from clinics.public.opening_words import closure_words, opening_headline, opening_outlook, span_words, weekday_words

MAP = "https://www.openstreetmap.org/search?query="


@dataclass(frozen=True)
class DayLine:
    name: str
    hours: list[str]  # empty = closed
    is_today: bool


@dataclass(frozen=True)
class ClosureLine:
    days: str
    reason: str


@dataclass(frozen=True)
class SpecialLine:
    day: str
    hours: list[str]
    reason: str


@dataclass(frozen=True)
class LocationNow:
    clinic: Clinic
    is_open: bool
    headline: str
    outlook: str
    week: list[DayLine]
    closures: list[ClosureLine]
    special: list[SpecialLine]
    map_address: str
    phone_link: str
    here: datetime


def published_clinics() -> QuerySet[Clinic]:
    return with_hours(Clinic.objects.filter(is_published=True))


def clinics_shown_to(user: User | AnonymousUser) -> QuerySet[Clinic]:
    """The published ones, and those whose page the person may look at before it is published."""
    return with_hours(Clinic.objects.filter(Q(is_published=True) | Q(pk__in=clinics_of(user, Role.ADMIN))))


def with_hours(clinics: QuerySet[Clinic]) -> QuerySet[Clinic]:
    """With the hours, and the exceptions from them that are not over everywhere on Earth; with what it looks like."""
    yesterday = timezone.now().date() - timedelta(days=1)
    closed, special = Closure.objects.filter(last_day__gte=yesterday), SpecialHours.objects.filter(day__gte=yesterday)
    return clinics.prefetch_related(  # type: ignore[no-redef]  # Clinic declares what is added here
        "opening_hours",
        Prefetch("closures", queryset=closed, to_attr="closures_ahead"),
        Prefetch("special_hours", queryset=special, to_attr="special_ahead"),
        Prefetch("pictures", queryset=Picture.objects.defer("content").select_related("clinic")),
    )


def location_now(clinic: Clinic, now: datetime) -> LocationNow:
    """Everything the page says about a clinic of published_clinics() at one instant."""
    here = now.astimezone(ZoneInfo(clinic.time_zone))
    spans, closures = list(clinic.opening_hours.all()), clinic.closures_ahead
    status = status_at(now, spans, closures, clinic.time_zone, clinic.special_ahead)
    return LocationNow(
        clinic=clinic,
        is_open=status.is_open,
        headline=opening_headline(status),
        outlook=opening_outlook(status, here),
        week=[
            DayLine(weekday_words(number), [span_words(*span) for span in day], number == here.weekday())
            for number, day in enumerate(week(spans))
        ],
        closures=[
            ClosureLine(closure_words(closure.first_day, closure.last_day), closure.reason)
            for closure in closures
            if closure.last_day >= here.date()
        ],
        special=special_lines([span for span in clinic.special_ahead if span.day >= here.date()]),
        map_address=clinic.map_url or searched_map(clinic),
        phone_link=dialled(clinic.phone),
        here=here,
    )


def special_lines(spans: list[SpecialHours]) -> list[SpecialLine]:
    """One line per day, its spans in order."""
    return [
        SpecialLine(closure_words(day, day), [span_words(span.opens, span.closes) for span in on_day], on_day[0].reason)
        for day, on_day in ((day, list(group)) for day, group in groupby(spans, key=attrgetter("day")))
    ]


def searched_map(clinic: Clinic) -> str:
    """Without the suite, which maps do not know."""
    return MAP + quote_plus(f"{clinic.street}, {clinic.city_line}")


def dialled(phone: str) -> str:
    """The digits a phone dials, with the plus of an international number."""
    return ("+" if phone.strip().startswith("+") else "") + "".join(sign for sign in phone if sign.isdigit())
