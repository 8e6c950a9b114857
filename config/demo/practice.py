"""The demo practice: its locations, its invented staff and patients. Making it twice changes nothing."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path
from typing import NotRequired, TypedDict

from django.utils import timezone

from clinics.models import Clinic, Membership, OpeningHours, Role, User, Weekday
from config.demo.password import demo_password
from patients.models import EpisodeOfCare, Patient


class LocationRow(TypedDict):
    """hours: by weekday, when it opens and closes."""

    slug: str
    name: str
    kind: str
    street: str
    suite: str
    city: str
    state: str
    postcode: str
    hours: dict[str, tuple[str, str]]


class MemberRow(TypedDict):
    email: str
    full_name: str
    credentials: NotRequired[str]
    locations: list[str]


class PatientRow(TypedDict):
    key: str
    location: str
    record_number: str
    first_name: str
    last_name: str
    birth_date: date
    sex: str
    complaint: str


SHEET = tomllib.loads((Path(__file__).parent / "practice.toml").read_text())


def open_practice() -> None:
    """Locations with hours, one therapist, one admin, two patients with their complaints."""
    clinics = {row["slug"]: open_location(row) for row in SHEET["locations"]}
    employ(SHEET["therapist"], Role.THERAPIST, clinics)
    employ(SHEET["admin"], Role.ADMIN, clinics)
    for row in SHEET["patients"]:
        register(row, clinics[row["location"]])


def open_location(row: LocationRow) -> Clinic:
    facts = {name: fact for name, fact in row.items() if name not in {"slug", "hours"}}
    clinic, is_new = Clinic.objects.get_or_create(
        slug=row["slug"], defaults={**facts, **SHEET["contact"], "practice": SHEET["practice"], "is_published": True}
    )
    if is_new:
        OpeningHours.objects.bulk_create(
            OpeningHours(
                clinic=clinic,
                weekday=Weekday[day.upper()],
                opens=time.fromisoformat(opens),
                closes=time.fromisoformat(closes),
            )
            for day, (opens, closes) in row["hours"].items()
        )
    return clinic


def employ(row: MemberRow, role: Role, clinics: dict[str, Clinic]) -> User:
    user = User.objects.filter(email=row["email"]).first() or User.objects.create_user(
        row["email"], full_name=row["full_name"], credentials=row.get("credentials", "")
    )
    if not user.has_usable_password():
        user.set_password(demo_password())
        user.save()
    for slug in row["locations"]:
        Membership.objects.get_or_create(user=user, clinic=clinics[slug], role=role)
    return user


def register(row: PatientRow, clinic: Clinic) -> Patient:
    facts = {name: fact for name, fact in row.items() if name in {"first_name", "last_name", "birth_date", "sex"}}
    patient, is_new = Patient.objects.get_or_create(clinic=clinic, record_number=row["record_number"], defaults=facts)
    if is_new:
        first_visit = max((visit["days_ago"] for visit in SHEET["visits"] if visit["patient"] == row["key"]), default=0)
        EpisodeOfCare.objects.create(
            patient=patient,
            complaint=row["complaint"],
            opened_on=timezone.localdate() - timedelta(days=first_visit),
        )
    return patient


def therapist() -> User:
    return User.objects.get(email=SHEET["therapist"]["email"])


def patient(key: str) -> Patient:
    row = next(row for row in SHEET["patients"] if row["key"] == key)
    return Patient.objects.get(clinic__slug=row["location"], record_number=row["record_number"])
