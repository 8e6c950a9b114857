"""A location as schema.org/MedicalClinic, for search engines and maps."""

import json
from collections.abc import Iterable
from datetime import date, time

from django.utils.safestring import SafeString, mark_safe

from clinics.hours import ClosedDays, Span, SpecialSpan, week
from clinics.models import Clinic

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def medical_clinic(
    clinic: Clinic,
    spans: Iterable[Span],
    closures: Iterable[ClosedDays],
    *,
    address: str,
    today: date,
    special: Iterable[SpecialSpan] = (),
    image: str = "",
) -> dict[str, object]:
    """The facts of a location; what is not known is left out. The address is that of its page."""
    facts = {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "@id": address,
        "url": address,
        "name": str(clinic),
        "description": clinic.kind,
        "telephone": clinic.phone,
        "faxNumber": clinic.fax,
        "email": clinic.email,
        "medicalSpecialty": "https://schema.org/Physiotherapy",
        "parentOrganization": {"@type": "MedicalOrganization", "name": clinic.practice},
        "address": {
            "@type": "PostalAddress",
            "streetAddress": f"{clinic.street}, {clinic.suite}" if clinic.suite else clinic.street,
            "addressLocality": clinic.city,
            "addressRegion": clinic.state,
            "postalCode": clinic.postcode,
            "addressCountry": clinic.country,
        },
        "openingHoursSpecification": weekly_hours(spans),
        "specialOpeningHoursSpecification": closed_days(closures, today) + special_days(special, today),
        "geo": geo(clinic),
        "hasMap": clinic.map_url,
        "image": image,
        "sameAs": [link.address for link in clinic.social_links.all()],
        "availableLanguage": [word.strip() for word in clinic.languages.split(",") if word.strip()],
    }
    return {name: value for name, value in facts.items() if value}


def weekly_hours(spans: Iterable[Span]) -> list[dict[str, object]]:
    """One entry per distinct span, naming all the days that have it."""
    days_of: dict[tuple[time, time], list[str]] = {}
    for day, day_spans in zip(DAYS, week(spans), strict=True):
        for span in day_spans:
            days_of.setdefault(span, []).append(f"https://schema.org/{day}")
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": days,
            "opens": opens.isoformat("minutes"),
            "closes": closes.isoformat("minutes"),
        }
        for (opens, closes), days in days_of.items()
    ]


def closed_days(closures: Iterable[ClosedDays], today: date) -> list[dict[str, object]]:
    """Closures from today on. Opening and closing at the same time is how search engines are told "closed"."""
    return [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": closure.first_day.isoformat(),
            "validThrough": closure.last_day.isoformat(),
            "opens": "00:00",
            "closes": "00:00",
        }
        for closure in closures
        if closure.last_day >= today
    ]


def special_days(special: Iterable[SpecialSpan], today: date) -> list[dict[str, object]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": span.day.isoformat(),
            "validThrough": span.day.isoformat(),
            "opens": span.opens.isoformat("minutes"),
            "closes": span.closes.isoformat("minutes"),
        }
        for span in special
        if span.day >= today
    ]


def geo(clinic: Clinic) -> dict[str, object]:
    if clinic.latitude is None or clinic.longitude is None:
        return {}
    return {"@type": "GeoCoordinates", "latitude": clinic.latitude, "longitude": clinic.longitude}


def script_safe(facts: dict[str, object]) -> SafeString:
    """JSON that cannot end the script element it stands in, whatever a name contains."""
    text = json.dumps(facts, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # noqa: S308 - the three signs that HTML knows are escaped above
